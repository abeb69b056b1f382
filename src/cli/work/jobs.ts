import { emptyBoard, failureOfResult, type JobLog, type JobResult } from '../../../jobs/job.ts';
import { runOnce } from '../../../jobs/start.ts';
import { jobSettingsOf, timedOf } from '../../main/jobs.ts';
import { outsideOf } from '../../main/outside.ts';
import { newReference } from '../../main/reference.ts';
import { keepHeapSmall } from '../../main/small-heap.ts';
import { createSyncer } from '../../main/sync-thread.ts';
import type { Store } from '../../store/store.ts';
import { ownOrAsk } from '../ask-bot.ts';
import { type Command, type Context, type Exit, exits } from '../command.ts';
import { jobsOf } from '../jobs-of.ts';
import { withStore } from '../open.ts';
import { createProgress } from '../progress.ts';
import { jobJson, jobLines, reasonOf } from '../render/jobs.ts';
import { untilStopped } from './sync.ts';

/** `pulse jobs`. */
export const list: Command['run'] = async (context) => {
  const { args, out, words, width } = context;
  const told = await withStore(context, 'read', (store) => jobsOf(store, context));
  if (args.flag('json')) {
    await out.json({ version: 1, botRuns: told.botRuns, jobs: told.jobs.map(jobJson) });
    return exits.well;
  }
  for (const line of jobLines(told, words, context.config().program, width)) await out.line(line);
  return exits.well;
};

/** `pulse run JOB`: the bot does it, or it is done here. */
export const run: Command['run'] = async (context) => {
  const job = context.args.positionals[0] ?? '';
  const began = context.host.now();
  const tell = ({ outcome, code }: { readonly outcome: string; readonly code?: string | null }): Promise<void> => {
    const { out, words, host } = context;
    if (outcome === 'skipped') return out.line(words('run.skipped', { job, reason: reasonOf(code ?? '', words) }));
    return out.line(words('run.well', { job, seconds: Math.round((host.now() - began) / 1_000) }));
  };
  return untilStopped(context, (signal) =>
    ownOrAsk(
      context,
      async (): Promise<Exit> => {
        keepHeapSmall();
        const result = await withStore(context, 'own', (store) => here(context, store, job, signal));
        signal.throwIfAborted();
        if (result.outcome === 'failed') throw failureOfResult(job, result);
        await tell(result);
        return exits.well;
      },
      { command: 'run', job },
      async ({ ran }) => {
        if (ran !== null && ran !== undefined) await tell(ran);
      },
      signal,
    ),
  );
};

async function here(context: Context, store: Store, job: string, signal: AbortSignal): Promise<JobResult> {
  const config = context.config();
  const progress = createProgress(context.host);
  const syncer = createSyncer({
    store: config.store,
    personKey: config.personKey?.reveal(),
    timeZone: config.program.timeZone,
    currency: config.program.currency,
    retentionDays: config.retention.days,
    outside: outsideOf(config),
    log: silent,
  });
  try {
    return await runOnce(
      job,
      timedOf(config),
      {
        ...jobSettingsOf(config),
        store,
        syncer,
        board: emptyBoard(),
        deliveries: null,
        digests: null,
        log: logOf(context),
        now: context.host.now,
        reference: newReference,
        signal,
      },
      (done, total) => progress.show(done, total, job),
    );
  } finally {
    progress.clear();
  }
}

const silent = { info: () => undefined, warn: () => undefined };

/** What nobody foresaw has a reference: here is its log. Never the message, which may name partners. */
const logOf = ({ note }: Context): JobLog => ({
  ...silent,
  error: (values, message) => {
    const error = 'err' in values && values.err instanceof Error ? values.err.name : undefined;
    const reference = 'reference' in values ? values.reference : undefined;
    note(JSON.stringify({ level: 'error', reference, error, message }));
  },
});
