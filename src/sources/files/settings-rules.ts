import type { z } from 'zod';
import { fold } from '../mapping/names.ts';
import { Bad, boolean, exactDecimal, oneOf, text } from './cells.ts';
import { bareDate, stamp } from './stamps.ts';
import type { Kind, Table } from './table.ts';
import { tables } from './tables.ts';

type Maps = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
type Report = (path: readonly (string | number)[], message: string) => void;

/** The keys of a listed file that are checked against each other. */
interface File {
  readonly record: string;
  readonly pattern?: string | undefined;
  readonly newest?: string | undefined;
  readonly all?: boolean | undefined;
  readonly url?: string | undefined;
  readonly maxMegabytes?: number | undefined;
  readonly columns?: Readonly<Record<string, string>> | undefined;
  readonly values?: Maps | undefined;
  readonly constants?: Readonly<Record<string, string>> | undefined;
}

const reporter =
  (context: z.RefinementCtx): Report =>
  (path, message) =>
    context.addIssue({ code: 'custom', path: [...path], message });

/** Reports what a listed file says of columns, words and places that cannot be. */
export function checkFile(file: File, context: z.RefinementCtx): void {
  const table = tables.find((known) => known.file === `${file.record}.csv`);
  if (table === undefined) return;
  const report = reporter(context);
  checkPlace(file, report);
  checkColumns(file, table, report);
  checkValues(file.values ?? {}, table, report);
  for (const [column, value] of Object.entries(file.constants ?? {})) checkConstant(column, value, table, report);
}

function checkPlace({ url, pattern, newest, all, maxMegabytes }: File, report: Report): void {
  if (url !== undefined && pattern !== undefined) report(['pattern'], 'no pattern beside url: one place for one file');
  if (url !== undefined && all !== undefined) report(['all'], 'all only beside pattern');
  if (newest !== undefined && (pattern === undefined || all === true))
    report(['newest'], 'newest only beside pattern, without all');
  if (url === undefined && all === true && pattern === undefined) report(['all'], 'all only beside pattern');
  if (url === undefined && maxMegabytes !== undefined) report(['maxMegabytes'], 'maxMegabytes only beside url');
}

function checkColumns({ columns, values, constants }: File, table: Table, report: Report): void {
  const known = [...table.required, ...table.optional];
  for (const [key, map] of Object.entries({ columns, values, constants })) {
    for (const column of Object.keys(map ?? {})) {
      if (!known.includes(column)) report([key, column], `a column of ${table.file}: ${known.join(', ')}`);
      else if (key !== 'constants' && constants !== undefined && Object.hasOwn(constants, column))
        report([key, column], 'not beside a constant for the same column');
    }
  }
}

/** Our side of a value map must be words that the column knows; each of their values means one thing. */
function checkValues(values: Maps, table: Table, report: Report): void {
  for (const [column, map] of Object.entries(values)) {
    const kind = table.kinds[column];
    if (kind === 'date' || kind === 'day') {
      report(['values', column], 'no value map for dates: see dateFormat');
      continue;
    }
    const seen = new Map<string, string>();
    for (const [word, theirs] of Object.entries(map)) {
      const expected = expectedOf(kind, word);
      if (expected !== null) report(['values', column, word], expected);
      for (const value of theirs) {
        const before = seen.get(fold(value));
        if (before !== undefined && before !== word)
          report(['values', column, word], `“${value}” only once: it stands under ${before} too`);
        seen.set(fold(value), word);
      }
    }
  }
}

function checkConstant(column: string, value: string, table: Table, report: Report): void {
  const expected = value.trim() === '' ? 'a value that is not empty' : expectedOf(table.kinds[column], value.trim());
  if (expected !== null) report(['constants', column], expected);
}

/** What a word of ours should have been; null where it is one. */
function expectedOf(kind: Kind | undefined, word: string): string | null {
  const is = (parsed: unknown): boolean => !(parsed instanceof Bad);
  if (kind === undefined) return is(text(word)) ? null : 'a text';
  if (kind === 'number') return is(exactDecimal(word)) ? null : 'a plain number with a point';
  if (kind === 'boolean') return is(boolean(word)) ? null : 'true or false';
  if (kind === 'date') return is(stamp(word)) ? null : 'a date such as 2026-01-31';
  if (kind === 'day') return is(bareDate(word)) ? null : 'a date such as 2026-01-31';
  return is(oneOf(kind)(word)) ? null : `one of ${kind.join(', ')}`;
}

/** What a source says of its files as a whole. */
export function checkSource(
  source: { readonly files?: readonly File[] | undefined; readonly bearer?: string | undefined },
  context: z.RefinementCtx,
): void {
  if (source.bearer === undefined) return;
  const report = reporter(context);
  const origins = new Set((source.files ?? []).flatMap(({ url }) => URL.parse(url ?? '')?.origin ?? []));
  if (origins.size === 0) report(['bearer'], 'bearer only beside files with url');
  // One host must never see the token of another.
  if (origins.size > 1)
    report(['bearer'], `files of one host only (here: ${[...origins].join(', ')}): make two sources`);
}
