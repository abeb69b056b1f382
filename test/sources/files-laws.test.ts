import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import { recordSchemas } from '../../src/records/records.ts';
import { folderOf, ofType, partnersCsv, readFolder } from './support.ts';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'a', '|', '=', 'ü', '😀'), maxLength: 12 }),
);
const usable = cell.filter((text) => text.trim() !== '' && !text.includes('\u0000'));

test('rule 7.1: any cell comes through as it was written, trimmed, with its row on the right line', async () => {
  const folder = await folderOf({});
  const rows = fc.array(fc.record({ name: usable, tier: usable, bad: fc.boolean() }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom('\n', '\r\n'), fc.boolean(), async (written, lineEnd, bom) => {
      const lines = written.map(({ name, tier, bad }, index) =>
        [quoted(`P${index}`), quoted(name), quoted(tier), bad ? 'never' : ''].join(','),
      );
      const content = [`id,name,tier,joined_at`, ...lines, ''].join(lineEnd);
      await writeFile(join(folder, 'partners.csv'), (bom ? '\ufeff' : '') + content);
      const { records, rejects } = await readFolder(folder);
      expect(ofType(records, 'partner').map(({ name, tier }) => [name, tier])).toEqual(
        written.map(({ name, tier }) => [name.trim(), tier.trim()]),
      );
      const lineOf = (index: number) => [...lines.slice(0, index).join('\n').matchAll(/\n/g)].length + (index ? 3 : 2);
      expect(rejects.map(({ line }) => line)).toEqual(
        written.flatMap(({ bad }, index) => (bad ? [lineOf(index)] : [])),
      );
    }),
    { numRuns: 200 },
  );
});

test('rules 7.2–7.4: garbage gives valid records or a PulseError, never anything else', async () => {
  const header = 'id,partner_id,name,status,submitted_at,deal_id,created_at,amount\n';
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: 'binary', maxLength: 80 }).map((text) => Buffer.from(header + text)),
    fc
      .array(
        fc.constantFrom('P1', 'D1', 'R1', ',', '\n', '"', '""', '2024-01-01', 'won', 'approved', '1.5', '\r', ' '),
        {
          maxLength: 40,
        },
      )
      .map((words) => Buffer.from(header + words.join(''))),
  );
  const folder = await folderOf({ 'partners.csv': partnersCsv });
  let readable = 0;
  await fc.assert(
    fc.asyncProperty(garbage, garbage, async (deals, registrations) => {
      await writeFile(join(folder, 'deals.csv'), deals);
      await writeFile(join(folder, 'registrations.csv'), registrations);
      try {
        const { records } = await readFolder(folder);
        readable += 1;
        for (const record of records) recordSchemas[record.record].parse(record);
      } catch (error) {
        if (!(error instanceof PulseError)) throw error;
        expect(error.code).toBe('bad-file');
      }
    }),
    { numRuns: 300 },
  );
  expect(readable).toBeGreaterThan(20);
});
