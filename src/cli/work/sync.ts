import { resolve } from 'node:path';
import type { Config } from '../../config/config.ts';
import { PulseError } from '../../errors.ts';
import { kpiIds } from '../../kpi/list.ts';
import { routeOutgoing } from '../../main/outgoing.ts';
import { outsideFor, outsideOf, removeBeside, toolsFor } from '../../main/outside.ts';
import { keepHeapSmall } from '../../main/small-heap.ts';
import { createSyncer } from '../../main/sync-thread.ts';
import type { SyncWork, WorkReport } from '../../sources/asked-work.ts';
import { openSource } from '../../sources/index.ts';
import { defaultRejectsFile } from '../../sources/rejects.ts';
import type { SourceSettings } from '../../sources/settings.ts';
import { type SyncReport, syncSource } from '../../sources/sync.ts';
import type { Syncer } from '../../sources/syncer.ts';
import type { Store } from '../../store/store.ts';
import { type Args, UsageError, unknownName } from '../arguments.ts';
import { ownOrAsk } from '../ask-bot.ts';
import { type Command, type Context, type Exit, exits } from '../command.ts';
import { drySync } from '../dry-sync.ts';
import { withStore } from '../open.ts';
import { createProgress } from '../progress.ts';
import { syncSummary } from '../render/sync.ts';

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = async (context) => {
  const { args } = context;
  const leaving = args.text('forget');
  if (leaving !== undefined) return forget(context, leaving);
  const sources = chosenSources(context.config(), args, context.folder);
  if (args.text('rejects') !== undefined && sources.length > 1) throw new UsageError('usage.rejects-one-source');
  if (args.flag('dry-run')) {
    await untilStopped(context, (signal) => drySync(context, sources, signal));
    return exits.well;
  }
  return untilStopped(context, (signal) =>
    ownOrAsk(
      context,
      () => {
        keepHeapSmall();
        return withStore(context, 'own', (store) => runAll(context, store, sources, signal));
      },
      askedOf(context),
      async ({ reports }) => {
        for (const report of reports) await tell(context, report);
      },
      signal,
    ),
  );
};

/** Does a piece of work that ends with `interrupted` on Ctrl-C or SIGTERM. */
export async function untilStopped<R>({ host }: Context, work: (signal: AbortSignal) => Promise<R>): Promise<R> {
  const stop = new AbortController();
  const unlisten = host.onStop((signal) => stop.abort(new PulseError('interrupted', { signal })));
  try {
    return await work(stop.signal);
  } finally {
    unlisten();
  }
}

function askedOf({ args, folder }: Context): SyncWork {
  const path = (flag: string): string | null => {
    const given = args.text(flag);
    return given === undefined ? null : resolve(folder, given);
  };
  return {
    command: 'sync',
    source: args.text('source') ?? null,
    from: path('from'),
    rejects: path('rejects'),
    acceptDeletions: args.flag('accept-deletions'),
    full: args.flag('full'),
    reconcile: args.flag('reconcile'),
  };
}

async function runAll(
  context: Context,
  store: Store,
  sources: readonly SourceSettings[],
  signal: AbortSignal,
): Promise<Exit> {
  const rejects = context.args.text('rejects');
  const syncer = syncerOf(context);
  let exit: Exit = exits.well;
  for (const settings of sources) {
    const file =
      rejects === undefined
        ? defaultRejectsFile(context.config().store, settings.name)
        : resolve(context.folder, rejects);
    const report = await runOne(context, store, syncer, settings, file, signal);
    await tell(context, report);
    if (report.rejectedRows + report.rejectedFields > 0) exit = exits.rejected;
  }
  await noteLeftOvers(context, store, sources);
  return exit;
}

async function tell({ out, words, width }: Context, report: SyncReport): Promise<void> {
  for (const line of syncSummary(report, words, width)) await out.line(line);
}

/** Rule 7.2 protects against what nobody meant; here somebody names what shall go. */
async function forget(context: Context, source: string): Promise<Exit> {
  const { args, out, words } = context;
  const beside = ['source', 'from', 'rejects', 'full', 'reconcile', 'dry-run', 'accept-deletions'].find(
    (name) => args.list(name).length > 0,
  );
  if (beside !== undefined) throw new UsageError('usage.forget-alone', { argument: `--${beside}` });
  if (context.config().sources.some(({ name }) => name === source)) {
    throw new UsageError('usage.forget-configured', { source });
  }
  const say = (count: number): Promise<void> => out.line(words('sync.forgotten', { source, count }));
  const own = async (): Promise<Exit> => {
    const removed = await withStore(context, 'own', async (store) => {
      const known = (await store.sourceStates()).map((state) => state.source);
      if (!known.includes(source)) {
        throw new UsageError('usage.forget-unknown', { source, known: known.join(', ') || words('answer.none') });
      }
      const count = await store.forget(source);
      removeBeside(context.config().beside, source);
      return count;
    });
    await say(removed);
    return exits.well;
  };
  const tellRemoved = async ({ removed }: WorkReport): Promise<void> => {
    if (removed !== null) await say(removed);
  };
  return untilStopped(context, (signal) => ownOrAsk(context, own, { command: 'forget', source }, tellRemoved, signal));
}

/** Records whose source is configured no more stay until somebody says that they shall go. */
async function noteLeftOvers(context: Context, store: Store, synced: readonly SourceSettings[]): Promise<void> {
  const known = new Set([...context.config().sources, ...synced].map(({ name }) => name));
  for (const { source, rows } of await store.sourceStates()) {
    if (!known.has(source)) context.note(`partner-pulse: ${context.words('sync.left-over', { source, rows })}`);
  }
}

const askedBy = ({ args }: Context) => ({
  acceptDeletions: args.flag('accept-deletions'),
  full: args.flag('full'),
  reconcile: args.flag('reconcile'),
});

/** What carries out the reading of CRMs. */
function syncerOf(context: Context): Syncer {
  const config = context.config();
  return createSyncer({
    store: config.store,
    personKey: config.personKey?.reveal(),
    timeZone: config.program.timeZone,
    currency: config.program.currency,
    retentionDays: config.retention.days,
    outside: outsideOf(config),
    log: silent,
  });
}

async function runOne(
  context: Context,
  store: Store,
  syncer: Syncer,
  settings: SourceSettings,
  rejectsFile: string | null,
  signal: AbortSignal,
): Promise<SyncReport> {
  const progress = createProgress(context.host);
  const config = context.config();
  const outside = outsideOf(config);
  const dispatcher = routeOutgoing(config.proxy);
  const onProgress = (done: number, total: number, what: string): void => progress.show(done, total, what);
  try {
    // In a thread as in the bot: its small nursery keeps a load of millions of rows within some hundred megabytes.
    if (settings.kind !== 'files')
      return await syncer.sync({ ...askedBy(context), settings, rejectsFile, onProgress, signal });
    return await syncSource({
      source: openSource(settings, config.program.timeZone, toolsFor(outside, dispatcher, silent)),
      store,
      now: context.host.now,
      acceptDeletions: context.args.flag('accept-deletions'),
      full: context.args.flag('full'),
      reconcile: context.args.flag('reconcile'),
      currency: config.program.currency,
      retentionDays: config.retention.days,
      outside: outsideFor(outside, settings.name, dispatcher),
      rejectsFile,
      kpiNames: kpiIds,
      onProgress,
      log: silent,
      signal,
    });
  } finally {
    progress.clear();
  }
}

/** What a sync would log stands in its report. */
const silent = { info: () => undefined, warn: () => undefined };

/** `--source` picks one; `--from` reads a folder in the place of the chosen (else the first) files source, under its name. */
function chosenSources(config: Config, args: Args, folder: string): readonly SourceSettings[] {
  const name = args.text('source');
  const from = args.text('from');
  const names = config.sources.map((source) => source.name);
  if (from !== undefined) {
    return [{ kind: 'files', name: name ?? firstFilesSource(config), folder: resolve(folder, from) }];
  }
  if (name === undefined) return config.sources;
  const chosen = config.sources.filter((source) => source.name === name);
  if (chosen.length > 0) return chosen;
  throw unknownName('usage.unknown-source', { source: name }, name, names);
}

const firstFilesSource = (config: Config): string =>
  config.sources.find((source) => source.kind === 'files')?.name ?? 'exports';
