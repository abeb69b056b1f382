import type { Report } from '../../reports/report.ts';
import type { Language } from '../../text/languages.ts';
import { joined } from '../../text/phrase.ts';
import { periodLabel } from '../../text/say/period.ts';
import { speaker } from '../../text/say/speaker.ts';
import { context, header, type OurBlock, section } from '../blocks/build.ts';
import { messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import { charactersOf, MESSAGE_BLOCKS, MESSAGE_CHARACTERS } from '../blocks/validate.ts';
import { fitToSlack } from '../messages/fit.ts';
import { dataAge } from '../messages/footer.ts';
import type { Message, Voice } from '../messages/voice.ts';
import type { DigestContent } from './content.ts';
import { closing, nothingPhrase, titleOf, warningBlocks, warnings } from './edges.ts';
import { kpiFields } from './kpi-fields.ts';
import { partsOf } from './parts.ts';
import { restatedInRoot, restatedMessage } from './restated.ts';

/** A digest in Slack: one message that says what matters, and the details in its thread. */
export interface DigestMessages {
  /** Exactly one. */
  readonly root: readonly Message[];
  readonly thread: readonly Message[];
}

/** How the bot speaks in a digest, which is read by many: in its own language, in the program's zone and currency. */
export const digestVoice = (
  { timeZone, currency }: Pick<Report, 'timeZone' | 'currency'>,
  language: Language,
  { now, command }: Pick<Voice, 'now' | 'command'>,
): Voice => ({ speak: speaker(language, timeZone, currency), now, command, refreshes: false });

/** The messages of a digest or review, each within Slack's limits. */
export function digestMessages(content: DigestContent, voice: Voice): DigestMessages {
  const { report, restated } = content;
  const parts = partsOf(content, voice);
  if (parts === null && restated.length === 0) return { root: [nothing(content, voice)], thread: [] };
  const { verdict, sentences, counts, list, thread } = parts ?? empty(report, voice);
  const title = titleOf(report, voice);
  const said = joined([verdict, ...sentences], ' ');
  const rootOf = (rows: number): Message => ({
    text: messageText(joined([...warnings(content, voice), joined([title, said], '. ')], ' ')),
    blocks: [
      header(title),
      ...warningBlocks(content, voice),
      section(mrkdwn`${verdict}`),
      ...(sentences.length === 0 ? [] : [section(mrkdwn`${joined(sentences, '\n')}`)]),
      ...(counts === null ? [] : [context([mrkdwn`${counts}`])]),
      ...kpiFields(report.kpis, voice),
      ...lastQuarter(report, voice),
      ...list(rows),
      ...restatedInRoot(restated, voice),
      ...closing(content, voice),
    ],
  });
  const messages = [...thread, ...restatedMessage(restated, voice)];
  return {
    root: [fittingRoot(rootOf)],
    thread: messages.flatMap((message) => fitToSlack(message, voice).messages),
  };
}

/** What the last complete quarter brought: said every week, so that a later change of it can be said too. */
function lastQuarter(report: Report, { speak }: Voice): readonly OurBlock[] {
  if (report.report !== 'weekly') return [];
  const { period, sourced, influenced } = report.lastQuarter;
  const { words, format } = speak;
  const line = words.digest.lastQuarter({
    period: periodLabel(period.name, speak),
    sourced: format.moneyShort(sourced),
    influenced: format.moneyShort(influenced),
  });
  return [context([mrkdwn`${line}`])];
}

/** Rows in the root of a digest. */
const TOP = 10;

/** With as many rows as Slack takes in one message; long names may cost some, which the thread has all the same. */
function fittingRoot(rootOf: (rows: number) => Message): Message {
  for (let rows = TOP; rows > 0; rows -= 1) {
    const root = rootOf(rows);
    if (fits(root.blocks)) return root;
  }
  return rootOf(0);
}

const fits = (blocks: readonly OurBlock[]): boolean =>
  blocks.length <= MESSAGE_BLOCKS && charactersOf(blocks) <= MESSAGE_CHARACTERS;

/** Only earlier figures have changed. */
const empty = (report: Report, voice: Voice) => ({
  verdict: nothingPhrase(report, voice),
  sentences: [],
  counts: null,
  list: (): readonly OurBlock[] => [],
  thread: [],
});

/** One line, and what makes it less than certain. */
function nothing(content: DigestContent, voice: Voice): Message {
  const { report } = content;
  const line = joined([nothingPhrase(report, voice), dataAge(report.dataAsOf, voice)], ' · ');
  return {
    text: messageText(joined([...warnings(content, voice), line], ' ')),
    blocks: [...warningBlocks(content, voice), section(mrkdwn`${line}`)],
  };
}
