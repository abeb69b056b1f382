import type { ModalView } from '@slack/types';
import type { KpiAnswer } from '../../kpi/answer.ts';
import type { AnswerFilter } from '../../proof/index.ts';
import { type FilterWords, filterWords } from '../../text/say/filter.ts';
import { periodLabel } from '../../text/say/period.ts';
import { context, modal, type OurBlock, section } from '../blocks/build.ts';
import { codeBlocks } from '../blocks/code.ts';
import { mrkdwn } from '../blocks/mrkdwn.ts';
import { scopePhrase } from './scope.ts';
import type { Voice } from './voice.ts';

/** What a modal holds, less a remark. */
const MOST_BLOCKS = 98;

/** The CRM's own filters for an answer's figures, to be pasted, each with what it leaves out. */
export function crmFilterView(answer: KpiAnswer, found: readonly AnswerFilter[], voice: Voice): ModalView {
  const { speak } = voice;
  const { words } = speak;
  const period = periodLabel(answer.period.name, speak).text;
  const blocks = found.flatMap(({ figure, filters }) =>
    filterWords(filters, figure, period, speak).flatMap((one) => filterBlocks(one)),
  );
  return modal(words.talk.crmFilterTitle(), words.talk.close(), [
    section(mrkdwn`*${scopePhrase(answer, voice)}*`),
    ...(blocks.length === 0 ? [section(mrkdwn`${words.filter.nothing()}`)] : blocks.slice(0, MOST_BLOCKS)),
  ]);
}

function filterBlocks({ title, lines, searchTitle, searches, caveats }: FilterWords): readonly OurBlock[] {
  return [
    section(mrkdwn`${title}`),
    ...codeBlocks(lines.join('\n')),
    ...(searchTitle === null ? [] : [context([mrkdwn`${searchTitle}`]), ...searches.flatMap(codeBlocks)]),
    ...(caveats.length === 0 ? [] : [context(caveats.map((text) => mrkdwn`${text}`))]),
  ];
}
