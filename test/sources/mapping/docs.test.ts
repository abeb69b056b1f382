import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fieldShape } from '../../../src/sources/mapping/field-shape.ts';
import { operators } from '../../../src/sources/mapping/filter-schema.ts';
import { mappedTypes, readyMappings } from '../../../src/sources/mapping/index.ts';
import { mistakesOf } from './support.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/mapping.md'), 'utf8');
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, yaml = '']) => yaml);

const blockOf = (yaml: string): unknown => {
  const parsed: unknown = parse(yaml);
  return typeof parsed === 'object' && parsed !== null && 'mapping' in parsed ? parsed.mapping : undefined;
};

describe('docs/mapping.md', () => {
  it.each(blocks)('shows a mapping without mistakes: %#', (yaml) => {
    const crm = /companies|hubspot/.test(yaml) ? 'hubspot' : 'salesforce';
    expect(mistakesOf(crm, blockOf(yaml))).toEqual([]);
  });

  it('shows both CRMs, and a ready mapping with overrides', () => {
    expect(blocks).toHaveLength(4);
  });

  it('lists every ready mapping, record, operator and key of a field', () => {
    const codes = new Set(
      [...page.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`]+)`/g)].flatMap(
        ([, code = '']) => code.match(/[\w-]+/g) ?? [],
      ),
    );
    const names = [
      ...readyMappings.map(({ name }) => name),
      ...mappedTypes,
      ...operators,
      ...Object.keys(fieldShape.shape),
    ];
    expect(names.filter((name) => !codes.has(name))).toEqual([]);
  });
});
