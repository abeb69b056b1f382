import type { Config } from '../../config/config.ts';
import { formatter } from '../../text/formatter.ts';
import type { ConfigDiff, SourceDiff } from '../config-diff/diff.ts';
import type { FigureValue } from '../config-diff/figures.ts';
import type { Words } from '../words.ts';
import { printable, tableLines } from './table.ts';

const mostReasons = 20;
const arrow = '→';

/** What a configuration would move: figures first, then what of each source makes them move. */
export function configDiffLines(
  { figures, sources, leavesOutHistories }: ConfigDiff,
  words: Words,
  { timeZone, currency }: Config['program'],
  width: number,
): readonly string[] {
  const format = formatter(words.language, timeZone, currency);
  const shown = (value: FigureValue): string =>
    value === null ? '–' : typeof value === 'string' ? format.money(value) : String(value);
  const rows = figures.map(({ period, figure, before, after }) => [
    period,
    words(`diff.${figure}`),
    `${shown(before)} ${arrow} ${shown(after)}`,
  ]);
  const heading = [words('diff.period'), words('diff.figure'), words('diff.moves')];
  return [
    ...(rows.length === 0 ? [words('diff.no-figure')] : tableLines({ heading, rows }, width)),
    ...sources.flatMap((source) => sourceLines(source, words, width)),
    '',
    ...(leavesOutHistories ? [words('diff.no-histories')] : []),
    words('diff.nothing-applied'),
  ];
}

function sourceLines(source: SourceDiff, words: Words, width: number): readonly string[] {
  const { rejected, unmatched, changes, lacks, notTried, reasons } = source;
  const moved = (before: number, after: number): string =>
    before === after ? String(after) : `${before} ${arrow} ${after}`;
  const counts = tableLines(
    {
      heading: [words('sync.record'), words('diff.added'), words('diff.changed'), words('sync.deleted')],
      rows: changes.map(({ record, added, changed, deleted }) => [
        record,
        String(added),
        String(changed),
        String(deleted),
      ]),
    },
    width,
    '  ',
  );
  const told = reasons
    .slice(0, mostReasons)
    .map((one) => [
      one.object,
      printable(words.catalogue.reason(one.reason)),
      words(`sync.effect-${one.effect}`),
      moved(one.before, one.after),
    ]);
  return [
    '',
    words('diff.source', { source: source.source }),
    ...(notTried === null ? [] : [words(`diff.${notTried}`)]),
    ...(lacks.length === 0 ? [] : [words('diff.lacks', { lacks: lacks.join(', ') })]),
    ...(changes.length === 0 ? (notTried === null ? [words('diff.no-record')] : []) : counts),
    words('diff.rejected', {
      rows: moved(rejected.before.rows, rejected.after.rows),
      fields: moved(rejected.before.fields, rejected.after.fields),
      unmatched: moved(unmatched.before, unmatched.after),
    }),
    ...(told.length === 0
      ? []
      : tableLines(
          { heading: [words('diff.object'), words('partners.reason'), '', words('sync.rows')], rows: told },
          width,
          '  ',
        )),
    ...(reasons.length > mostReasons ? [words('sync.more', { count: reasons.length - mostReasons })] : []),
  ];
}
