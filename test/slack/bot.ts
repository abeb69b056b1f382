import { type Analyst, asRemote } from '../../src/kpi/analyst.ts';
import type { AccessSettings } from '../../src/slack/access/rights.ts';
import type { AnalystState } from '../../src/slack/analyst-state.ts';
import { createSlackApp, type SlackApp, type SlackAppSettings } from '../../src/slack/app.ts';
import type { AuditEntry } from '../../src/store/ledger/audit.ts';
import { type SlackMessage, type SlackOptions, type SlackStandIn, startSlack } from '../doubles/slack/index.ts';
import { NOW } from './program.ts';

export interface LogLine {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** The real bot, connected to a stand-in workspace. */
export interface Bot {
  readonly slack: SlackStandIn;
  readonly app: SlackApp;
  readonly log: readonly LogLine[];
  /** Decisions, oldest first. */
  readonly audit: readonly AuditEntry[];
  /** What the bot answers from, from now on. */
  answerFrom(state: AnalystState): void;
  /** Types the command and waits for the answer that only this person sees. */
  ask(text: string, where?: { readonly user?: string; readonly channel?: string }): Promise<SlackMessage>;
  stop(): Promise<void>;
}

export const COMMAND = '/partner-kpi';

/** Every member sees everything, and the guest in this channel is known of. */
export const EVERYONE: AccessSettings = { everyone: true, admins: [], guestChannels: ['C0PARTNERS'] };

export async function startBot(
  analyst: Analyst | null,
  options: { readonly slack?: SlackOptions; readonly app?: Partial<SlackAppSettings> } = {},
): Promise<Bot> {
  const slack = await startSlack(options.slack);
  const log: LogLine[] = [];
  const audit: AuditEntry[] = [];
  const write = (level: string) => (fields: object, message: string) => {
    log.push({ level, fields: { ...fields }, message });
  };
  let state: AnalystState =
    analyst === null ? { kind: 'loading', progress: null } : { kind: 'ready', analyst: asRemote(analyst) };
  const app = createSlackApp({
    tokens: { bot: slack.tokens.bot, app: slack.tokens.app, signingSecret: slack.signingSecret },
    apiUrl: slack.apiUrl,
    mode: 'socket',
    analyst: async () => state,
    access: EVERYONE,
    audit: (entry) => audit.push(entry),
    clock: () => NOW,
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    ...options.app,
  });
  return {
    slack,
    app,
    log,
    audit,
    answerFrom: (next) => {
      state = next;
    },
    async ask(text, { user = 'U0BEN', channel = 'C0PARTNERS' } = {}) {
      const after = slack.mark();
      const delivery = await slack.command({ user, channel, command: COMMAND, text });
      if (delivery.error !== undefined) throw new Error(delivery.error);
      return slack.waitForMessage(user, channel, (message) => message.bot_id !== undefined, { after });
    },
    async stop() {
      await app.stop();
      await slack.close();
    },
  };
}
