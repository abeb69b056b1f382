import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { configSchema } from '../../../src/config/schema.ts';
import { keyOf } from '../../../src/records/records.ts';
import { openSource } from '../../../src/sources/index.ts';
import { folderOf, ofType } from '../support.ts';
import { readSource } from './support.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/csv-folder.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block = '']) => block);
const document = z.object({ sources: z.array(z.record(z.string(), z.unknown())) });

/** The sources of an example, beside the CRM that they name. */
const sourcesOf = (block: string) =>
  configSchema.parse({ sources: [...document.parse(parse(block)).sources, { kind: 'files', name: 'crm' }] }).sources;

test('every configuration on the page is one', () => {
  const names = blocks('yaml').flatMap((block) => sourcesOf(block).map(({ name }) => name));
  expect(names).toEqual(['exports', 'crm', 'lms', 'crm', 'portal', 'crm']);
});

test('the export of the LMS is read as the page says', async () => {
  const lms = sourcesOf(blocks('yaml')[1] ?? '')[0];
  const csv = blocks('csv').find((block) => block.startsWith('Firmen-ID')) ?? '';
  if (lms?.kind !== 'files') throw new Error('no source');
  const folder = await folderOf({ 'enrolments-2026-11-23.csv': Buffer.from(csv, 'latin1') });
  const { records, rejects, warnings } = await readSource(openSource({ ...lms, folder }, 'Europe/Berlin'), {
    partners: {
      find: (by, value, of) => (by === 'id' && of === 'crm' ? [keyOf('crm', value)] : []),
      alias: () => null,
    },
  });
  expect([rejects, warnings]).toEqual([[], []]);
  expect(ofType(records, 'training')).toMatchObject([
    {
      partner: 'crm/P-1',
      person: 'hash(4711)',
      module: 'Grundlagen für Händler',
      required: true,
      assignedAt: '2026-09-01',
      completedAt: '2026-09-14T14:30:00.000Z',
    },
    { module: 'Preise & Größen', required: false, completedAt: null },
  ]);
});
