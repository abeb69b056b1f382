import { statSync } from 'node:fs';
import type { Logger } from 'pino';
import { emptyBoard } from '../jobs/job.ts';
import { startWork, type Work } from '../jobs/start.ts';
import type { Config } from './config/config.ts';
import { PulseError } from './errors.ts';
import { analystState } from './main/analyst-state.ts';
import { AnalystThread } from './main/analyst-thread.ts';
import { createAnalysts } from './main/analysts.ts';
import { createDigests } from './main/digests.ts';
import { createFilterSources } from './main/filter-sources.ts';
import { intervalsOf, jobSettingsOf, timedOf } from './main/jobs.ts';
import { routeOutgoing } from './main/outgoing.ts';
import { outsideOf } from './main/outside.ts';
import { newReference } from './main/reference.ts';
import { createRefresher } from './main/refresher.ts';
import { subscribing } from './main/subscribing.ts';
import { createSyncer } from './main/sync-thread.ts';
import { createSlackApp, type SlackApp } from './slack/app.ts';
import { applyConfigured } from './slack/subscriptions/applied.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/store.ts';

const keepRequestsMs = 7 * 86_400_000;

export interface BotOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => number;
}

/** A running bot. */
export interface Bot {
  /** HTTP mode: the port that Slack's requests come to. */
  readonly port: number | null;
  /** Settles only if the bot cannot go on by itself: Slack withdrew its token. */
  readonly failed: Promise<PulseError>;
  /** Ends jobs and Slack, waits for what is being written, closes the store. */
  stop(): Promise<void>;
}

/**
 * Puts the house together: store, sources, analysts, Slack, jobs. Resolves when Slack is connected; the first sync then
 * runs. Throws PulseError: `slack-token-missing`, `folder-missing`, what `openStore` and the Slack app throw.
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { config, log, now } = options;
  checkTokens(config);
  checkFolders(config);
  const since = now();
  const store = await openStore({
    address: config.store,
    mode: 'own',
    role: 'bot',
    now,
    personKey: config.personKey?.reveal(),
    warn: (message) => log.warn(message),
  });
  try {
    await succeed(store, since, now());
    await applyConfigured(store, config, now());
    return await startOn(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** What was asked of a bot that is gone is ended: whoever asked is told, or has long left. */
async function succeed(store: Store, since: number, until: number): Promise<void> {
  const at = (ms: number): string => new Date(ms).toISOString();
  const report = { reports: [], removed: null, failure: { code: 'owner-gone', params: { pid: '?' } } };
  await store.requests.succeed({ since: at(since), until: at(until) }, at(since - keepRequestsMs), {
    state: 'failed',
    exitCode: 1,
    report,
  });
}

async function startOn(store: Store, { config, log, now }: BotOptions): Promise<Bot> {
  const thread = new AnalystThread({ store: config.store, settings: config.program });
  const analysts = createAnalysts(store, thread, (error) => {
    log.error(
      { reference: newReference(), err: error },
      'newer data could not be read; answers come from those before',
    );
  });
  const board = emptyBoard();
  const syncer = createSyncer({
    store: config.store,
    personKey: config.personKey?.reveal(),
    timeZone: config.program.timeZone,
    currency: config.program.currency,
    retentionDays: config.retention.days,
    outside: outsideOf(config),
    log,
  });
  const digests = createDigests({ config, store, analysts, board, now });
  const reporter = async () => (await analysts.reporting()).reporter;
  const fatal = Promise.withResolvers<PulseError>();
  const { slack } = config;
  const app = createSlackApp({
    tokens: {
      bot: slack.botToken?.reveal(),
      app: slack.appToken?.reveal(),
      signingSecret: slack.signingSecret?.reveal(),
    },
    apiUrl: slack.apiUrl,
    mode: slack.mode,
    port: slack.port,
    connections: slack.connections,
    dispatcher: routeOutgoing(config.proxy),
    command: slack.command,
    fallbackLanguage: slack.language,
    access: config.access,
    audit: (entry) => {
      store.audit.add(entry).catch((error: unknown) => {
        log.error({ reference: newReference(), err: error, entry }, 'a decision could not be written to the audit');
      });
    },
    analyst: () => analystState(analysts, board, store.notices),
    clock: now,
    log,
    crms: createFilterSources(store, config.sources, now),
    refresh: createRefresher({ store, sources: config.sources, syncer, analysts, now }),
    deliveries: { store, hideWhenShared: config.slack.hideWhenShared },
    digests: subscribing(config, store, digests),
    digestDesk: { rowWork: store.rowWork, reporter },
    onFatal: fatal.resolve,
  });
  tellAccess(config.access, log);
  const configured = new Set(config.sources.map(({ name }) => name));
  for (const { source, rows } of await store.sourceStates()) {
    if (configured.has(source)) continue;
    log.warn(
      { source, rows },
      'a source left the configuration, its records still count; pulse sync --forget removes them',
    );
  }
  const { port } = await app.start();
  log.info({ mode: slack.mode, command: slack.command }, 'connected to Slack');
  const work = await startWork({
    scheduled: intervalsOf(config),
    timed: timedOf(config),
    context: {
      ...jobSettingsOf(config),
      store,
      syncer,
      board,
      deliveries: {
        ...app.deliveries,
        // Who manages partners changes with the data, so it is looked at as often as what is paused.
        recheck: async () => {
          await app.deliveries.recheck();
          await app.presetManagers();
        },
      },
      digests,
      log,
      now,
      reference: newReference,
    },
    reportFailure: (job, error) => {
      log.error({ job, reference: newReference(), err: error }, 'a job failed; its next run comes as planned');
    },
  });
  return { port, failed: fatal.promise, stop: () => stopAll(work, app, thread, store) };
}

/** Slack goes last of those that read the store, so that answers under way still get out. */
async function stopAll(work: Work, app: SlackApp, thread: AnalystThread, store: Store): Promise<void> {
  await Promise.all([work.stop(), app.stop()]);
  await thread.stop();
  await store.close();
}

/** Who sees what decides whether an answer comes at all, so the start says it. */
function tellAccess({ everyone, admins }: Config['access'], log: Logger): void {
  if (everyone) log.info('access.everyone: every full member of the workspace sees everything');
  else if (admins.length > 0)
    log.info({ admins: admins.length }, 'admins see everything, CRM owners their own partners');
  else
    log.warn(
      'nobody is listed in access.admins, so there is no admin: CRM owners see their own partners, others nothing',
    );
}

/** All missing tokens at once, before anything is opened. Throws `slack-token-missing`. */
export function checkTokens({ slack }: Pick<Config, 'slack'>): void {
  const needed = [
    ['SLACK_BOT_TOKEN', slack.botToken],
    slack.mode === 'socket' ? ['SLACK_APP_TOKEN', slack.appToken] : ['SLACK_SIGNING_SECRET', slack.signingSecret],
  ] as const;
  const missing = needed.filter(([, secret]) => secret === undefined).map(([name]) => name);
  if (missing.length > 0) throw new PulseError('slack-token-missing', { name: missing.join(', ') });
}

/** A folder that is not there at the start is a mistake; one that goes away later is a failed sync. */
function checkFolders({ sources }: Config): void {
  for (const source of sources) {
    if (source.kind !== 'files') continue;
    const { folder, files = [], match } = source;
    // What comes by address only needs no folder.
    if (match !== undefined && files.length > 0 && files.every(({ url }) => url !== undefined)) continue;
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new PulseError('folder-missing', { folder });
    }
  }
}
