import { randomInt } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import { PulseError } from '../errors.ts';
import type { FilterSource } from '../proof/index.ts';
import type { PostedMessages } from '../store/ledger/posted.ts';
import type { Language } from '../text/languages.ts';
import { speaker } from '../text/say/speaker.ts';
import { type AdmitSettings, admit, type Deeds, type Judged, languageOf } from './access/admit.ts';
import type { Decision } from './access/decide.ts';
import { Refused } from './access/refused.ts';
import type { Sight } from './access/sight.ts';
import type { AnalystState } from './analyst-state.ts';
import type { SlackCalls } from './clients.ts';
import { refusedMessage, wentWrongMessage } from './messages/plain-words.ts';
import type { Message, Setting, Voice } from './messages/voice.ts';
import { createReply, type Reply, type Respond } from './reply.ts';
import type { DigestSettings } from './subscriptions/settings.ts';

/** Reads a partner, by the id that answers name it by, from its CRM; resolves when newer data answer. Throws PulseError. */
export type RefreshPartner = (partner: string) => Promise<void>;

/** What everybody at the desk shares. */
export interface DeskSettings extends AdmitSettings {
  readonly client: SlackCalls;
  /** For look-ups. */
  readonly reading: Pick<WebClient, 'conversations' | 'users'>;
  readonly fallbackLanguage: Language;
  readonly command: string;
  readonly refresh: RefreshPartner | undefined;
  /** The sources that are CRMs now. */
  readonly crms: () => readonly FilterSource[];
  /** Where it is noted what stands in channels; null: nowhere. */
  readonly posted: Pick<PostedMessages, 'note'> | null;
  /** Without it nobody can subscribe to anything. */
  readonly digests: DigestSettings | undefined;
}

/** One thing that somebody did in Slack. */
export interface Turn extends Deeds {
  readonly respond: Respond | null;
  readonly thread?: string | undefined;
  /** What was pressed is seen by this person alone, so that an answer may take its place. */
  readonly onlyTheirs?: boolean | undefined;
}

/** Somebody who may see the answer, and all that is needed to give it. */
export interface Admitted extends Omit<Judged, 'decision'> {
  readonly email: string | null;
  readonly setting: Setting;
  readonly voice: Voice;
  readonly reply: Reply;
}

export interface Desk {
  readonly settings: DeskSettings;
  /** Checks who asks and who reads along, then works; a refusal or failure is told to the person and logged. */
  serve(turn: Turn, work: (admitted: Admitted) => Promise<void>): Promise<void>;
  /** The same where the answer is no message: decides, and hands the refusal to the work. */
  judge(turn: Turn): Promise<Admitted & { readonly decision: Decision }>;
  /** What to say of an error that work threw; logs it. */
  sorry(error: unknown, turn: Turn, voice: Voice): Message;
  /** Runs a piece of work that `stop` waits for, and never throws. */
  track(name: string, work: () => Promise<void>): Promise<void>;
  /** A voice for somebody who is not looked up yet. */
  voice(): Voice;
  /** Reports a failure in the log under a new reference, and returns it with the error. */
  failed(error: unknown, fields: object): { readonly error: PulseError; readonly reference: string };
  /** Tells somebody of a failure under a reference, and logs it; nobody who may see nothing learns of it. */
  tell(turn: Turn, error: unknown): Promise<void>;
  /** Resolves when all work under way is done. */
  idle(): Promise<void>;
}

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A short id that can be read aloud and is the same in the message and in the log. */
export const newReference = (): string =>
  `PP-${Array.from({ length: 8 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')}`;

export function createDesk(settings: DeskSettings): Desk {
  const { directory, log, clock, command, fallbackLanguage, client } = settings;
  const working = new Set<Promise<void>>();

  const voiceIn = (language: Language, state: AnalystState<Sight> | null): Voice => {
    const program = state === null || state.kind === 'loading' ? null : (state.analyst?.settings ?? null);
    return {
      speak: speaker(language, program?.timeZone ?? 'UTC', program?.currency ?? 'EUR'),
      now: clock(),
      command,
      refreshes: settings.refresh !== undefined,
      crmFilters: settings.crms().length > 0,
    };
  };

  const failed: Desk['failed'] = (error, fields) => {
    const reference = newReference();
    const known = error instanceof PulseError ? error : new PulseError('internal', {}, error);
    const entry = { reference, err: error, ...fields };
    if (known.code === 'internal') log.error(entry, 'failed in Slack');
    else log.info({ reference, code: known.code, ...fields }, 'could not be answered');
    return { error: known, reference };
  };

  const judge: Desk['judge'] = async (turn) => {
    const judged = await admit(turn, settings);
    const { decision, actor, place, state } = judged;
    const voice = voiceIn(languageOf(actor, fallbackLanguage), state);
    const elsewhere = decision.allow && decision.where === 'direct';
    const direct = place.kind === 'direct';
    const reply = createReply({
      client,
      directory,
      log,
      voice,
      reference: newReference,
      respond: turn.respond,
      user: turn.user,
      channel: turn.channel,
      thread: turn.thread,
      onlyTheirs: turn.onlyTheirs === true,
      direct,
      elsewhere,
    });
    const setting = direct || elsewhere ? 'direct' : 'private-in-channel';
    return { ...judged, email: actor.kind === 'known' ? actor.email : null, setting, voice, reply };
  };

  /** A refusal found on the way is said like one at the door; anything else is a failure with a reference. */
  const sorry = (error: unknown, turn: Turn, voice: Voice): Message => {
    const fields = { user: turn.user, channel: turn.channel, action: turn.action };
    if (error instanceof Refused) {
      log.info({ ...fields, reason: error.reason }, 'refused');
      return refusedMessage(error.reason, voice);
    }
    const { error: known, reference } = failed(error, fields);
    return wentWrongMessage(known, reference, voice);
  };

  return {
    settings,
    failed,
    judge,
    voice: () => voiceIn(fallbackLanguage, null),
    async serve(turn, work) {
      const { decision, ...admitted } = await judge(turn);
      if (!decision.allow) {
        log.info({ user: turn.user, channel: turn.channel, reason: decision.reason, action: turn.action }, 'refused');
        return admitted.reply.privately(refusedMessage(decision.reason, admitted.voice));
      }
      try {
        await work(admitted);
      } catch (error) {
        await admitted.reply.privately(sorry(error, turn, admitted.voice));
      }
    },
    sorry,
    async track(name, work) {
      const running = work().catch((error: unknown) => {
        failed(error, { handler: name });
      });
      working.add(running);
      await running;
      working.delete(running);
    },
    async tell(turn, error) {
      const { error: known, reference } = failed(error, {
        user: turn.user,
        channel: turn.channel,
        action: turn.action,
      });
      const { decision, voice, reply } = await judge(turn);
      if (decision.allow) await reply.privately(wentWrongMessage(known, reference, voice));
    },
    async idle() {
      while (working.size > 0) await Promise.all(working);
    },
  };
}
