import type { KpiAnswer } from '../../kpi/answer.ts';
import { joined } from '../../text/phrase.ts';
import { headlineTrend, kpiLine } from '../../text/say/kpi-line.ts';
import { fields, type OurBlock } from '../blocks/build.ts';
import { joinedMarks, type Mark, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Voice } from '../messages/voice.ts';

/** The KPIs of a report with pipeline and revenue of the same scope and period beside them (rule 3.9): never one without the other. */
export function kpiFields(answers: readonly KpiAnswer[], voice: Voice): readonly OurBlock[] {
  const [first] = answers;
  if (first === undefined) return [];
  return [fields([...answers.map((answer) => kpiField(answer, voice)), pairedField(first, voice)])];
}

function kpiField(answer: KpiAnswer, { speak }: Voice): Mark {
  const { words } = speak;
  const kind = answer.kind === 'leading' ? words.lines.leading() : words.lines.lagging();
  const [value, ...beside] = kpiLine(answer, speak);
  const trend = headlineTrend(answer, 'previous', speak);
  const lines = [value, beside.length === 0 ? undefined : joined(beside, ', '), trend ?? undefined].filter(
    (line) => line !== undefined,
  );
  return mrkdwn`*${words.kpis[answer.kpi].name}* ·\u00a0${kind}\n${joinedMarks(lines, '\n')}`;
}

function pairedField({ paired }: KpiAnswer, { speak: { words, format } }: Voice): Mark {
  const { lines, digest } = words;
  const parts = [
    lines.pairedRevenue({ amount: format.moneyShort(paired.sourcedRevenue) }),
    lines.pairedPipeline({ amount: format.moneyShort(paired.sourcedPipelineCreated) }),
    lines.pairedOpen({ amount: format.moneyShort(paired.openSourcedPipeline) }),
    ...(paired.sourcedRevenue12Months === null
      ? []
      : [lines.paired12({ amount: format.moneyShort(paired.sourcedRevenue12Months) })]),
  ];
  return mrkdwn`*${digest.besideTitle()}* ·\u00a0${lines.lagging()}\n${joinedMarks(parts, '\n')}`;
}
