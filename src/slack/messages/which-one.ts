import type { PartnerInfo } from '../../kpi/answer.ts';
import { type KpiId, kpiIds } from '../../kpi/list.ts';
import { type SegmentKey, UNKNOWN } from '../../kpi/segment.ts';
import { joined } from '../../text/phrase.ts';
import { actions, context, option, section, select, typeAhead } from '../blocks/build.ts';
import { messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import { pack, type Question } from '../question.ts';
import { askButtons } from './answer-buttons.ts';
import { segmentPhrase } from './scope.ts';
import type { Message, Voice } from './voice.ts';

/** More than these go into a type-ahead list. */
const BUTTONS = 5;

/** No partner is called so; the nearest names as buttons. */
export function unknownPartnerMessage(
  name: string,
  near: readonly PartnerInfo[],
  question: Question,
  voice: Voice,
): Message {
  const { talk } = voice.speak.words;
  const unknown = talk.unknownPartner({ name });
  const hint = near.length === 0 ? talk.unknownNoIdea({ command: `${voice.command} help` }) : talk.unknownSuggest();
  return {
    text: messageText(joined([unknown, hint], ' ')),
    blocks: [
      section(mrkdwn`*${unknown}* ${hint}`),
      ...(near.length === 0 ? [] : [partnerButtons(near.slice(0, BUTTONS), question)]),
    ],
  };
}

/** Several partners fit: buttons for a few, a type-ahead list for many. */
export function whichPartnerMessage(
  name: string,
  { fitting, total }: { readonly fitting: readonly PartnerInfo[]; readonly total: number },
  question: Question,
  voice: Voice,
): Message {
  const { talk } = voice.speak.words;
  const which = talk.whichPartner({ count: total, name });
  const few = total <= BUTTONS;
  return {
    text: messageText(which),
    blocks: [
      section(mrkdwn`*${which}*`),
      few
        ? partnerButtons(fitting, question)
        : actions(
            [typeAhead('pick-partner', talk.pickPartner())],
            `q:${pack({ ...question, partner: null, segment: {} })}`,
          ),
    ],
  };
}

const partnerButtons = (partners: readonly PartnerInfo[], question: Question) =>
  askButtons(
    partners.map((partner) => ({ label: partner.name, question: { ...question, partner: partner.id, segment: {} } })),
  );

/** A group without a number: which of the eight? */
export function whichKpiMessage(question: Question, voice: Voice): Message {
  const { words } = voice.speak;
  const scope = segmentPhrase(question.segment, voice.speak);
  const which = words.talk.whichKpi({
    scope: scope.text === '' ? words.answer.programScope({ kpi: '' }).text.replace(/^, /, '') : scope,
  });
  const isShort = `q:${pack({ ...question, kpi: null })}`.length <= 255;
  const choices = kpiIds.map((kpi): { readonly label: string; readonly kpi: KpiId } => ({
    label: words.kpis[kpi].name,
    kpi,
  }));
  return {
    text: messageText(which),
    blocks: [
      section(mrkdwn`*${which}*`),
      isShort
        ? actions(
            [
              select(
                'pick-kpi',
                words.talk.pickKpi(),
                choices.map(({ label, kpi }) => option(label, kpi)),
              ),
            ],
            `q:${pack({ ...question, kpi: null })}`,
          )
        : askButtons(choices.map(({ label, kpi }) => ({ label, question: { ...question, kpi } }))),
    ],
  };
}

/** A group value that no partner has; the values there are. */
export function unknownSegmentMessage(key: SegmentKey, value: string, there: readonly string[], voice: Voice): Message {
  const { words, format } = voice.speak;
  const unknown = words.talk.unknownSegment({ key: words.answer[key](), value });
  const values = words.talk.segmentValues({
    values: format.list(there.slice(0, 20).map((one) => (one === UNKNOWN ? words.lines.unknown().text : one))),
  });
  return {
    text: messageText(joined([unknown, values], ' ')),
    blocks: [section(mrkdwn`*${unknown}*`), ...(there.length === 0 ? [] : [context([mrkdwn`${values}`])])],
  };
}
