import { setTimeout as pause } from 'node:timers/promises';
import { PulseError } from '../src/errors.ts';
import { failureOf, type RanJob, type SyncWork, type WorkReport, work } from '../src/sources/asked-work.ts';
import type { SourceSettings } from '../src/sources/index.ts';
import { defaultRejectsFile } from '../src/sources/rejects.ts';
import type { SyncReport } from '../src/sources/sync.ts';
import type { RequestEnd, WorkRequest } from '../src/store/ledger/requests.ts';
import { failureOfResult, type Job, type JobContext, well } from './job.ts';
import { every } from './seldom.ts';

const progressEveryMs = 250;
const endAgainMs = 1_000;
const exits = { well: 0, failed: 1, badInput: 2, rejected: 3 } as const;

/** Carries out what commands asked for, since only the bot may write while it runs. */
export const requests: Job = {
  name: 'requests',
  atStart: true,
  run: async (context) => {
    const { requests: asked } = context.store;
    for (let next = await asked.take(); next !== undefined; next = await asked.take()) {
      await tellEnd(next.id, await carryOut(next, context), context);
      if (context.signal.aborted) break;
    }
    return well;
  },
};

/** Whoever asked waits for this word, and a disk that is full now will have room again. */
async function tellEnd(id: string, end: RequestEnd, { store, log, signal }: JobContext): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await store.requests.end(id, end);
    } catch (error) {
      if (signal.aborted || !(error instanceof PulseError)) throw error;
      if (failures === 0) log.warn({ request: id, code: error.code }, 'the end of a request cannot be noted yet');
      await pause(endAgainMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function carryOut(request: WorkRequest, context: JobContext): Promise<RequestEnd> {
  const { log } = context;
  log.info({ request: request.id, command: request.command, by: request.askedBy.pid }, 'carrying out a request');
  const asked = work.safeParse(request.arguments);
  if (!asked.success) return { state: 'refused', exitCode: exits.badInput, report: null };
  const reports: SyncReport[] = [];
  let removed: number | null = null;
  let changed: number | null = null;
  let ran: RanJob | null = null;
  const ended = (exitCode: number, failure: WorkReport['failure']): RequestEnd => ({
    state: failure === null ? 'done' : 'failed',
    exitCode,
    report: { reports, removed, changed, ran, failure } satisfies WorkReport,
  });
  try {
    if (asked.data.command === 'decide')
      changed = await context.syncer.decide(asked.data.decision, context.sources, context.signal);
    else if (asked.data.command === 'run') ran = await runJob(request.id, asked.data.job, context);
    else if (asked.data.command === 'forget') removed = await forget(asked.data.source, context);
    else
      for (const settings of sourcesOf(asked.data, context.sources)) {
        reports.push(await syncOne(request.id, settings, asked.data, context));
      }
    return ended(reports.some(hasRejects) ? exits.rejected : exits.well, null);
  } catch (error) {
    if (error instanceof PulseError) return ended(error.exit, failureOf(error));
    const reference = context.reference();
    log.error({ request: request.id, reference, err: error }, 'a request failed');
    return ended(exits.failed, { code: 'internal', params: { reference } });
  }
}

/** Throws why it failed. */
async function runJob(id: string, job: string, { runNow, store, now }: JobContext): Promise<RanJob> {
  const tell = every(progressEveryMs, now, (done: number, total: number) =>
    store.requests.report(id, { done, total, what: job }),
  );
  const result = await runNow(job, tell);
  if (result.outcome === 'failed') throw failureOfResult(job, result);
  return { outcome: result.outcome, code: result.code ?? null };
}

async function forget(source: string, { store, syncer, signal }: JobContext): Promise<number> {
  const known = (await store.sourceStates()).map((state) => state.source);
  if (!known.includes(source)) throw new PulseError('unknown-source', { source, known: known.join(', ') });
  return syncer.forget(source, signal);
}

async function syncOne(
  id: string,
  settings: SourceSettings,
  { rejects, acceptDeletions, full, reconcile }: SyncWork,
  { store, board, syncer, signal, now, checks }: JobContext,
): Promise<SyncReport> {
  const tell = every(progressEveryMs, now, (done: number, total: number, what: string) =>
    store.requests.report(id, { done, total, what }),
  );
  try {
    const report = await syncer.sync({
      settings,
      acceptDeletions,
      full,
      reconcile: reconcile || checks,
      rejectsFile: rejects ?? defaultRejectsFile(store.where, settings.name),
      onProgress: (done, total, what) => {
        board.progress = { source: settings.name, what, done, total };
        tell(done, total, what);
      },
      signal,
    });
    board.failures.delete(settings.name);
    return report;
  } finally {
    board.progress = null;
  }
}

const hasRejects = ({ rejectedRows, rejectedFields }: SyncReport): boolean => rejectedRows + rejectedFields > 0;

/** `source` picks one of the bot's; `from` is read in the place of the chosen, else the first, files source. */
function sourcesOf({ source, from }: SyncWork, sources: readonly SourceSettings[]): readonly SourceSettings[] {
  if (from !== null) {
    const name = source ?? sources.find(({ kind }) => kind === 'files')?.name ?? 'exports';
    return [{ kind: 'files', name, folder: from }];
  }
  if (source === null) return sources;
  const chosen = sources.filter(({ name }) => name === source);
  if (chosen.length === 0)
    throw new PulseError('unknown-source', { source, known: sources.map(({ name }) => name).join(', ') });
  return chosen;
}
