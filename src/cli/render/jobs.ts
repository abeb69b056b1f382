import type { JobRun } from '../../store/ledger/job-runs.ts';
import { formatter } from '../../text/formatter.ts';
import type { JobState } from '../jobs-of.ts';
import type { Words } from '../words.ts';
import { printable, tableLines } from './table.ts';

const minuteMs = 60_000;

/** One line for each job, and that nothing runs by itself where no bot does. */
export function jobLines(
  { jobs, botRuns }: { readonly jobs: readonly JobState[]; readonly botRuns: boolean },
  words: Words,
  { timeZone, currency }: { readonly timeZone: string; readonly currency: string },
  width: number,
): string[] {
  const rows = jobs.map((state) => {
    const { instant } = formatter(words.language, state.recurrence?.zone ?? timeZone, currency);
    return [
      printable(state.job),
      whenOf(state, words),
      state.last === null ? words('jobs.never') : instant(state.last.startedAt),
      state.last === null ? words('jobs.never') : printable(outcomeOf(state.last, words)),
      state.nextAt === null || state.last?.outcome === 'running' ? words('jobs.never') : instant(state.nextAt),
    ];
  });
  const heading = (['job', 'when', 'last', 'outcome', 'next'] as const).map((name) => words(`jobs.${name}`));
  return [...tableLines({ heading, rows }, width), ...(botRuns ? [] : ['', words('jobs.no-bot')])];
}

function whenOf({ recurrence, everyMs, enabled }: JobState, words: Words): string {
  if (!enabled) return words('jobs.off');
  if (recurrence !== null) return words('jobs.cron', { ...recurrence });
  const every = everyMs ?? 0;
  if (every >= minuteMs && every % minuteMs === 0) return words('jobs.every-minutes', { minutes: every / minuteMs });
  return words('jobs.every', { seconds: every / 1_000 });
}

function outcomeOf({ outcome, progress, late, code, attempts }: JobRun, words: Words): string {
  const base =
    outcome === 'running' && progress !== null ? words('jobs.running', progress) : words(`jobs.outcome-${outcome}`);
  const told = attempts > 1 ? words('jobs.attempts', { outcome: base, attempts }) : base;
  const timed = late && outcome !== 'missed' ? words('jobs.late', { outcome: told }) : told;
  return code === null ? timed : words('jobs.with-reason', { outcome: timed, reason: reasonOf(code, words) });
}

/** Why there was nothing to do, or the code of what failed. */
export const reasonOf = (code: string, words: Words): string =>
  code.startsWith('paused-') ? words('jobs.reason-paused') : words.maybe(`jobs.reason-${code}`, code);

/** As JSON prints it. */
export const jobJson = ({ job, recurrence, everyMs, enabled, last, nextAt }: JobState) => ({
  job,
  schedule: recurrence,
  everySeconds: everyMs === null ? null : everyMs / 1_000,
  enabled,
  last:
    last === null
      ? null
      : {
          dueAt: last.dueAt,
          startedAt: last.startedAt,
          endedAt: last.endedAt,
          outcome: last.outcome,
          late: last.late,
          attempts: last.attempts,
          code: last.code,
          progress: last.progress,
        },
  nextAt,
});
