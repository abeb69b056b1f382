import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UsageError } from '../../src/cli/arguments.ts';
import { tellFailure } from '../../src/cli/failure.ts';
import { createWords } from '../../src/cli/words.ts';
import { BadConfig } from '../../src/config/problems.ts';
import { type ErrorCode, errorKinds, PulseError } from '../../src/errors.ts';
import { newReference } from '../../src/main/reference.ts';
import { cli as german } from '../../src/text/de/cli.ts';
import { errors as germanErrors } from '../../src/text/de/errors.ts';
import { cli as english } from '../../src/text/en/cli.ts';
import { errors as englishErrors } from '../../src/text/en/errors.ts';

const root = resolve(import.meta.dirname, '../..');

const element = z.object({
  type: z.number(),
  value: z.unknown().optional(),
  options: z.record(z.string(), z.object({ value: z.array(z.unknown()) })).optional(),
});
/** Kinds of parts of an ICU message that are no value: plain text and the # of a plural. */
const plain = new Set([0, 7]);

/** Names of the values that an ICU message wants; throws where it is none. */
function valuesOf(message: string): string[] {
  const walk = (parts: readonly unknown[]): string[] =>
    parts.flatMap((part) => {
      const { type, value, options } = element.parse(part);
      return [
        ...(plain.has(type) ? [] : [String(value)]),
        ...Object.values(options ?? {}).flatMap((option) => walk(option.value)),
      ];
    });
  return [...new Set(walk(new IntlMessageFormat(message, 'en').getAst()))].sort();
}

const isCode = (text: string): text is ErrorCode => Object.hasOwn(errorKinds, text);

describe('words', () => {
  it('of the command line want the same values in both languages', () => {
    const other: Readonly<Record<string, string>> = german;
    for (const [key, message] of Object.entries(english))
      expect([key, valuesOf(other[key] ?? '')]).toEqual([key, valuesOf(message)]);
  });

  it('of errors want the same values in both languages, and name a page of the documentation', () => {
    for (const code of Object.keys(errorKinds).filter(isCode)) {
      const [one, two] = [englishErrors[code], germanErrors[code]];
      expect([code, valuesOf(two.cause), valuesOf(two.remedy)]).toEqual([
        code,
        valuesOf(one.cause),
        valuesOf(one.remedy),
      ]);
      expect(one.page).toMatch(/^docs\/[\w-]+\.md(#[\w-]+)?$/);
      expect(two.page).toBe(one.page);
    }
  });

  it('of errors get every value that they want from whoever throws them', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(root, 'src', file), 'utf8'));
    const thrown = sources.flatMap((text) => [...text.matchAll(/new PulseError\(\s*'([a-z-]+)',\s*\{([^}]*)\}/g)]);
    expect(thrown.length).toBeGreaterThan(10);
    for (const [, code = '', given = ''] of thrown) {
      if (!isCode(code)) throw new Error(`${code} is no error code`);
      // Its reference is made where it is told.
      if (code === 'internal') continue;
      const names = given.split(/,(?![^(]*\))/).map((part) => part.split(':')[0]?.trim() ?? '');
      const wanted = [...valuesOf(englishErrors[code].cause), ...valuesOf(englishErrors[code].remedy)];
      expect([code, wanted.filter((name) => !names.includes(name))]).toEqual([code, []]);
    }
  });
});

describe('failures', () => {
  const words = createWords('en');

  it('are one line with cause, remedy and page', () => {
    const { lines, exit } = tellFailure(new PulseError('no-data', { where: '/x/p.db' }), words, false, 'kpi');
    expect(exit).toBe(1);
    expect(lines).toEqual([
      'partner-pulse: There are no data yet in /x/p.db. Load them first: `pulse sync` (or `pulse sync --from FOLDER`). See docs/csv-folder.md.',
    ]);
  });

  it('of usage point at the help of their command', () => {
    const error = new UsageError('usage.value-missing', { option: '--period PERIOD' });
    expect(tellFailure(error, words, false, 'kpi')).toEqual({
      lines: ['partner-pulse: --period PERIOD: the value is missing. See: pulse kpi --help'],
      exit: 2,
    });
  });

  it('of the configuration add a line for each problem', () => {
    const problem = {
      code: 'duplicate-key',
      line: 3,
      key: 'sync',
      value: null,
      expected: null,
      nearest: null,
    } as const;
    const { lines } = tellFailure(
      new BadConfig('/x/p.yaml', [problem, { ...problem, line: 2, key: 'store' }]),
      words,
      false,
      null,
    );
    expect(lines.slice(1)).toEqual([
      '  /x/p.yaml:2: the key store stands twice.',
      '  /x/p.yaml:3: the key sync stands twice.',
    ]);
  });

  it('that nobody foresaw show a reference that the log line has, no message and no stack, unless asked for', () => {
    const fault = new TypeError('cannot read Acme GmbH');
    const { lines, exit } = tellFailure(fault, words, false, 'kpi');
    expect(exit).toBe(1);
    const reference = /\(reference ([A-Z0-9]{6})\)/.exec(lines[0] ?? '')?.[1];
    expect(lines[1]).toContain(`"reference":"${reference}","error":"TypeError"`);
    expect(lines.join('\n')).not.toMatch(/Acme|\n\s+at /);
    expect(tellFailure(fault, words, true, 'kpi').lines.join('\n')).toMatch(/Acme.*\n\s+at /s);
  });

  it('have references that differ', () => {
    expect(new Set(Array.from({ length: 200 }, newReference)).size).toBe(200);
  });
});
