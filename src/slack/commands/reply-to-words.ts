import type { RemoteAnalyst } from '../../kpi/analyst.ts';
import type { Segment } from '../../kpi/segment.ts';
import type { Sight } from '../access/sight.ts';
import { type AnalystState, usable } from '../analyst-state.ts';
import { answerTo } from '../answers.ts';
import { context } from '../blocks/build.ts';
import { mrkdwn } from '../blocks/mrkdwn.ts';
import { examplesOf, helpMessage } from '../messages/help.ts';
import { attentionMessage } from '../messages/needs-attention.ts';
import { withRemarks } from '../messages/notes.ts';
import type { Message, Setting, Voice } from '../messages/voice.ts';
import {
  unknownPartnerMessage,
  unknownSegmentMessage,
  whichKpiMessage,
  whichPartnerMessage,
} from '../messages/which-one.ts';
import type { FiscalToday } from './grammar/keywords.ts';
import { parse } from './grammar/parse.ts';
import { understand } from './understand.ts';

/** What is known of the asker that an answer depends on. */
export interface Asker {
  readonly email: string | null;
}

/** The reply to the words after the command (or in a direct message); `help` is answered whatever the data are. */
export async function replyToWords(
  typed: string,
  asker: Asker,
  state: AnalystState<Sight>,
  setting: Setting,
  voice: Voice,
): Promise<Message> {
  if (parse(typed, { year: 1970, quarter: 1 }).kind === 'help') {
    const analyst = state.kind === 'loading' ? null : state.analyst;
    return helpMessage(await examplesOf(analyst, voice.now), voice, { long: true });
  }
  const ready = usable(state, voice);
  if (ready.kind === 'message') return ready.message;
  const { analyst, remarks } = ready;
  return withRemarks(await understood(typed, asker, analyst, setting, voice), remarks, voice);
}

async function understood(
  typed: string,
  asker: Asker,
  analyst: Sight,
  setting: Setting,
  voice: Voice,
): Promise<Message> {
  const meant = await understand(typed, analyst, fiscalToday(analyst, voice.now));
  switch (meant.kind) {
    case 'help':
      return helpMessage(await examplesOf(analyst, voice.now), voice, { long: true });
    case 'empty':
    case 'mine':
      return mine(asker, analyst, voice);
    case 'which-kpi':
      return whichKpiMessage(meant.question, voice);
    case 'unknown-partner':
      return amongOwn(unknownPartnerMessage(meant.name, meant.near, meant.question, voice), analyst, voice);
    case 'which-partner':
      return whichPartnerMessage(meant.name, meant, meant.question, voice);
    case 'unknown-segment':
      return amongOwn(unknownSegmentMessage(meant.key, meant.value, meant.there, voice), analyst, voice);
    case 'question': {
      const own = meant.mine ? await ownSegment(asker, analyst) : {};
      // Somebody without partners must not take the program's number for her own.
      if (meant.mine && own.manager === undefined) return mine(asker, analyst, voice);
      const question = { ...meant.question, segment: { ...meant.question.segment, ...own } };
      return withRemarks(await answerTo(question, analyst, setting, voice), meant.remarks, voice);
    }
  }
}

/** Whoever sees only his own partners is told that no others were looked at; not whether there are such. */
const amongOwn = (message: Message, { sees }: Sight, { speak }: Voice): Message =>
  sees === 'own'
    ? { ...message, blocks: [...message.blocks, context([mrkdwn`${speak.words.talk.amongOwn()}`])] }
    : message;

/** “My partners” as a group: those whose manager has the asker's e-mail; no group where there are none. */
async function ownSegment({ email }: Asker, analyst: Sight): Promise<Segment> {
  const managers = await analyst.segmentValues('manager');
  const known = managers.find((manager) => manager.toLowerCase() === email?.toLowerCase());
  return known === undefined ? {} : { manager: known };
}

/** Who manages partners gets what needs attention, everybody else a short help. */
async function mine({ email }: Asker, analyst: Sight, voice: Voice): Promise<Message> {
  const own = email?.toLowerCase();
  const managers = own === undefined ? [] : [own];
  const count = (await analyst.partnersLike('', { managers, most: Number.POSITIVE_INFINITY })).length;
  if (email === null || count === 0) {
    return helpMessage(await examplesOf(analyst, voice.now), voice, { long: false, nobody: true });
  }
  return attentionMessage(await analyst.attention(email, voice.now), count, analyst.dataAsOf, voice);
}

/** Today's fiscal year and quarter in the reporting zone (rules 2.1, 2.2). */
export function fiscalToday({ settings }: Pick<RemoteAnalyst, 'settings'>, now: number): FiscalToday {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: settings.timeZone, year: 'numeric', month: 'numeric' });
  const named = new Map(parts.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  const [year, month] = [named.get('year') ?? 1970, named.get('month') ?? 1];
  const start = settings.fiscalYearStart;
  return {
    year: start > 1 && month >= start ? year + 1 : year,
    quarter: Math.floor(((month - start + 12) % 12) / 3) + 1,
  };
}
