import type { Config } from '../../config/config.ts';
import { isErrorCode } from '../../errors.ts';
import { formatter } from '../../text/formatter.ts';
import type { RunState, Status } from '../status-of.ts';
import type { Words } from '../words.ts';
import { printable, tableLines } from './table.ts';

/** What a store holds, how its sources are read, and what somebody should look at. */
export function statusLines(
  status: Status,
  words: Words,
  { timeZone, currency }: Config['program'],
  now: number,
  width: number,
): string[] {
  const { where, owner, states, counts } = status;
  const format = formatter(words.language, timeZone, currency);
  const instant = (iso: string | null): string => (iso === null ? '–' : format.instant(iso));
  const head = [
    words('status.store', { where }),
    owner === null ? words('status.nobody') : words('status.owner', { ...owner, since: format.instant(owner.since) }),
  ];
  const sources = tableLines(
    {
      heading: (['source', 'kind', 'data-as-of', 'rows', 'rejected-rows', 'rejected-fields'] as const).map((name) =>
        words(`status.${name}`),
      ),
      rows: states.map(({ source, kind, dataAsOf, rows, rejectedRows, rejectedFields }) => [
        source,
        kind,
        format.instant(dataAsOf),
        String(rows),
        String(rejectedRows),
        String(rejectedFields),
      ]),
    },
    width,
  );
  const runs = tableLines(
    {
      heading: (
        ['source', 'last-success', 'age', 'read-until', 'next-run', 'calls-today', 'unmatched', 'last-error'] as const
      ).map((name) => words(`status.${name}`)),
      rows: status.runs.map((run) => [
        run.source,
        instant(run.lastSuccess),
        run.ageMs === null ? '–' : format.ago(new Date(now - run.ageMs).toISOString(), now),
        instant(run.readUntil),
        instant(run.nextRun),
        String(run.callsToday),
        String(run.unmatched),
        run.lastError === null ? '–' : `${format.instant(run.lastError.at)} ${run.lastError.code}`,
      ]),
    },
    width,
  );
  const types = tableLines(
    {
      heading: [words('status.record'), words('status.count')],
      rows: counts.map(([type, count]) => [type, String(count)]),
    },
    width,
  );
  return [
    ...head,
    ...(states.length === 0 ? [words('status.empty')] : ['', ...sources]),
    ...(status.runs.length === 0 ? [] : ['', words('status.runs'), ...runs]),
    ...(states.length === 0 ? [] : ['', ...types]),
    ...noticeLines(status, words, instant),
  ];
}

function noticeLines({ notices }: Status, words: Words, instant: (iso: string) => string): string[] {
  if (notices.length === 0) return [];
  const told = notices.map(({ source, code, params, since }) => {
    const text = isErrorCode(code) ? words.catalogue.error(code, params).cause.text : code;
    return printable(words('status.notice', { source: source ?? '–', since: instant(since), text }));
  });
  return ['', words('status.notices'), ...told];
}

/** As JSON prints it. */
export const runJson = ({ ageMs, lastError, ...run }: RunState) => ({
  ...run,
  ageSeconds: ageMs === null ? null : Math.round(ageMs / 1000),
  lastError: lastError === null ? null : { at: lastError.at, code: lastError.code },
});
