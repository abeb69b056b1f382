import type { Attention } from '../../kpi/analyst.ts';
import { joined } from '../../text/phrase.ts';
import { button, context, header, type OurBlock, section } from '../blocks/build.ts';
import { messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import { noQuestion, pack } from '../question.ts';
import { dataAge } from './footer.ts';
import type { Message, Voice } from './voice.ts';

const SHOWN = 12;

/** “My partners: what needs attention”, most urgent first; each opens its scorecard. */
export function attentionMessage(
  list: readonly Attention[],
  mine: number,
  dataAsOf: Readonly<Record<string, string>>,
  voice: Voice,
): Message {
  const { words } = voice.speak;
  const { talk } = words;
  const intro =
    list.length === 0 ? talk.attentionNone({ count: mine }) : talk.attentionIntro({ shown: list.length, total: mine });
  const rest = list.length - SHOWN;
  return {
    text: messageText(joined([talk.attentionTitle(), '–', intro], ' ')),
    blocks: [
      header(talk.attentionTitle()),
      section(mrkdwn`${intro}`),
      ...list.slice(0, SHOWN).map((entry, index) => row(entry, index, voice)),
      ...(rest > 0 ? [context([mrkdwn`${talk.attentionMore({ count: rest })}`])] : []),
      ...(Object.keys(dataAsOf).length === 0 ? [] : [context([mrkdwn`${dataAge(dataAsOf, voice)}`])]),
    ],
  };
}

function row(
  { partner, reasons, openPipeline }: Attention,
  index: number,
  { speak: { words, format } }: Voice,
): OurBlock {
  const why = joined(
    reasons.map((reason) => words.attention(reason)),
    ' · ',
  );
  const money = words.talk.attentionOpen({ amount: format.moneyShort(openPipeline) });
  return section(
    mrkdwn`*${partner.name}* · ${money}\n${why}`,
    button({
      // Opens beside the list instead of replacing it.
      action: `open:${index}`,
      label: words.talk.scorecard(),
      spoken: words.talk.showScorecard({ partner: partner.name }),
      value: pack({ ...noQuestion, partner: partner.id }),
    }),
  );
}
