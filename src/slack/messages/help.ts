import type { Examples, RemoteAnalyst } from '../../kpi/analyst.ts';
import { kpiIds } from '../../kpi/list.ts';
import { joined, type Phrase } from '../../text/phrase.ts';
import { context, section } from '../blocks/build.ts';
import { messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Message, Voice } from './voice.ts';

/** Examples from what is loaded; made-up names while nothing is. */
export async function examplesOf(analyst: RemoteAnalyst | null, asOf: number): Promise<Examples> {
  return analyst === null || analyst.partnerCount === 0 ? { partners: [], tier: null } : analyst.examples(asOf);
}

/** What can be asked, with three examples; `long` adds the words. */
export function helpMessage(
  examples: Examples,
  voice: Voice,
  options: { readonly long: boolean; readonly nobody?: boolean },
): Message {
  const { talk } = voice.speak.words;
  return {
    text: messageText(joined([talk.helpTitle(), '–', talk.helpMore({ command: `${voice.command} help` })], ' ')),
    blocks: [
      section(mrkdwn`*${talk.helpTitle()}*\n${talk.helpIntro()}`),
      section(mrkdwn`${talk.helpExamples({ examples: joined(exampleLines(examples, voice), '\n') })}`),
      ...(options.long ? [section(mrkdwn`${longHelp(examples, voice)}`)] : []),
      context([
        mrkdwn`${talk.helpPrivate()}`,
        ...(options.long ? [] : [mrkdwn`${talk.helpMore({ command: `${voice.command} help` })}`]),
        ...(options.nobody === true ? [mrkdwn`${talk.helpNobody()}`] : []),
      ]),
    ],
  };
}

function exampleLines({ partners, tier }: Examples, { speak: { words }, command }: Voice): readonly Phrase[] {
  const { talk } = words;
  const [first = 'Acme', second = first] = partners;
  const { registrations, revenue, lastQuarter: quarter } = words.vocabulary.examples;
  return [
    talk.helpScorecard({ command: `${command} ${first}` }),
    talk.helpKpi({ command: `${command} ${registrations} ${second} ${quarter}` }),
    talk.helpSegment({ command: `${command} ${revenue} tier:${quoted(tier ?? 'Gold')} ${quarter}` }),
  ];
}

const quoted = (value: string): string => (/\s/.test(value) ? `"${value}"` : value);

function longHelp({ partners }: Examples, { speak: { words }, command }: Voice): Phrase {
  const { talk } = words;
  return joined(
    [
      talk.helpWords({ kpis: kpiIds.map((id) => words.kpis[id].name).join(', ') }),
      talk.helpPeriods(),
      talk.helpQuotes({ command: `${command} "${partners[0] ?? 'Acme'}"` }),
      words.subscriptions.help({
        digest: `${command} digest`,
        subscribe: `${command} subscribe`,
        subscriptions: `${command} subscriptions`,
      }),
    ],
    '\n',
  );
}
