import type { ModalView } from '@slack/types';
import type { KpiAnswer, RecordLink } from '../../kpi/answer.ts';
import { actions, button, context, linkList, modal, type OurBlock, section } from '../blocks/build.ts';
import { mrkdwn, plainText } from '../blocks/mrkdwn.ts';
import { pack, type Question } from '../question.ts';
import { scopePhrase } from './scope.ts';
import type { Voice } from './voice.ts';

/** Records on one page of one KPI; of each KPI where all eight are shown. */
const PAGE = 40;
const SAMPLE = 8;
const MOST_LABEL = 80;

/** The records behind one number, page by page, each with its link into the CRM. */
export function recordsView(answer: KpiAnswer, question: Question, page: number, voice: Voice): ModalView {
  const { words } = voice.speak;
  const pages = Math.max(1, Math.ceil(answer.records.length / PAGE));
  const current = Math.min(page, pages - 1);
  const shown = answer.records.slice(current * PAGE, (current + 1) * PAGE);
  const capped = answer.recordsTotal > answer.records.length;
  const turn = [
    ...(current > 0
      ? [button({ action: 'records-previous', label: words.talk.previousPage(), value: pack(question, current - 1) })]
      : []),
    ...(current < pages - 1
      ? [button({ action: 'records-next', label: words.talk.nextPage(), value: pack(question, current + 1) })]
      : []),
  ];
  return modal(words.answer.recordsTitle(), words.talk.close(), [
    ...heading(answer, voice),
    ...(shown.length === 0 ? [] : [linkList(shown.map((record) => line(record, voice)))]),
    ...(pages === 1 ? [] : [context([mrkdwn`${words.answer.recordsPage({ page: current + 1, pages })}`])]),
    ...(capped ? [context([mrkdwn`${words.answer.recordsCapped({ shown: String(answer.records.length) })}`])] : []),
    ...(turn.length === 0 ? [] : [actions(turn)]),
  ]);
}

/** The records behind a scorecard: the first of each KPI. */
export function allRecordsView(answers: readonly KpiAnswer[], voice: Voice): ModalView {
  const { words } = voice.speak;
  const blocks = answers.flatMap((answer): readonly OurBlock[] => {
    const shown = answer.records.slice(0, SAMPLE);
    const more = answer.recordsTotal - shown.length;
    return [
      ...heading(answer, voice),
      ...(shown.length === 0 ? [] : [linkList(shown.map((record) => line(record, voice)))]),
      ...(more > 0 ? [context([mrkdwn`${words.answer.recordsMore({ count: more })}`])] : []),
    ];
  });
  return modal(words.answer.recordsTitle(), words.talk.close(), blocks);
}

function heading(answer: KpiAnswer, voice: Voice): readonly OurBlock[] {
  const { words } = voice.speak;
  const scope = scopePhrase(answer, voice);
  const { partner, partnerFigures, recordsTotal } = answer;
  if (recordsTotal > 0) return [section(mrkdwn`*${words.answer.recordsOf({ scope, total: recordsTotal })}*`)];
  // Rule 3.10: what is said of one partner is its state, whether or not something happened in the period.
  if (partner === null || partnerFigures === null) return [section(mrkdwn`*${scope}*\n${words.answer.recordsNone()}`)];
  return [
    section(mrkdwn`*${scope}*\n${words.answer.recordsState()}`),
    linkList([{ text: plainText(partner.name, MOST_LABEL), url: partner.url }]),
  ];
}

/** The name first, as people call it; the id is what the CRM finds. */
function line({ record, id, url, label }: RecordLink, { speak: { words } }: Voice) {
  const named = { record: words.record(record), id: id ?? '' };
  const text =
    label === null
      ? words.answer.recordLine(named)
      : words.answer.recordNamed({ ...named, label: plainText(label, MOST_LABEL) });
  return { text: text.text, url };
}
