import { PulseError } from '../src/errors.ts';
import { noteAge } from '../src/sources/data-notices.ts';
import type { SourceSettings } from '../src/sources/index.ts';
import { defaultRejectsFile } from '../src/sources/rejects.ts';
import { type Job, type JobContext, type JobResult, well } from './job.ts';

/** Brings every source's data into the store, one after the other. One that fails keeps its old data and does not stop the others. */
export const sync: Job = {
  name: 'sync',
  atStart: true,
  noted: true,
  run: async (context) => {
    try {
      for (const source of context.sources) {
        if (context.signal.aborted) return { outcome: 'skipped', code: 'interrupted' };
        await syncOne(source, context);
      }
      await noteTrouble(context);
      return resultOf(context);
    } finally {
      context.board.runs += 1;
    }
  },
};

/** One source that fails makes the run a failed one, though the others are done. */
function resultOf({ board, sources }: JobContext): JobResult {
  const failure = sources.map(({ name }) => board.failures.get(name)).find((one) => one !== undefined);
  return failure === undefined ? well : { outcome: 'failed', code: failure.code, params: failure.params };
}

async function syncOne(source: SourceSettings, context: JobContext): Promise<void> {
  const { board, log, store, syncer, signal } = context;
  board.progress = { source: source.name, what: '', done: 0, total: 0 };
  try {
    await syncer.sync({
      settings: source,
      acceptDeletions: false,
      full: false,
      reconcile: context.checks,
      rejectsFile: defaultRejectsFile(store.where, source.name),
      onProgress: (done, total, what) => {
        board.progress = { source: source.name, what, done, total };
      },
      signal,
    });
    board.failures.delete(source.name);
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof PulseError) {
      board.failures.set(source.name, error);
      log.warn({ source: source.name, code: error.code }, 'sync failed, the data stay as they were');
    } else {
      const reference = context.reference();
      board.failures.set(source.name, new PulseError('internal', { reference }, error));
      log.error({ source: source.name, reference, err: error }, 'sync failed, the data stay as they were');
    }
  } finally {
    board.progress = null;
  }
}

/** What somebody is to be told is told once in the log; `pulse status` shows it until it is over. */
async function noteTrouble({ store, sources, everyMs, now, log }: JobContext): Promise<void> {
  try {
    for (const { name } of sources) await noteAge(store, name, everyMs, now());
    for (const { id, source, code, params } of await store.notices.unshown('log')) {
      log.warn({ notice: code, source, ...params }, 'see pulse status, which shows this until it is over');
      await store.notices.markShown(id, 'log');
    }
  } catch (error) {
    // A damaged ledger keeps nobody from the records.
    if (!(error instanceof PulseError)) throw error;
    log.warn({ code: error.code }, 'notices could not be kept');
  }
}
