import type { ModalView } from '@slack/types';
import { DEFINITION_VERSION } from '../../kpi/answer.ts';
import { type KpiId, kpiIds, kpiOf } from '../../kpi/list.ts';
import { context, divider, modal, type OurBlock, section } from '../blocks/build.ts';
import { mrkdwn } from '../blocks/mrkdwn.ts';
import type { Voice } from './voice.ts';

/** What the numbers mean: all eight, or the one that was asked about. */
export function definitionsView(kpi: KpiId | null, voice: Voice): ModalView {
  const { answer, talk } = voice.speak.words;
  const shown = kpi === null ? kpiIds : [kpi];
  const blocks = shown.flatMap((id, index) => [...(index === 0 ? [] : [divider()]), ...definition(id, voice)]);
  return modal(answer.definitionsTitle(), talk.close(), [
    ...blocks,
    context([mrkdwn`${answer.definitionsNote({ version: String(DEFINITION_VERSION) })}`]),
  ]);
}

function definition(id: KpiId, { speak: { words } }: Voice): readonly OurBlock[] {
  const { answer, lines } = words;
  const kpi = kpiOf(id);
  const text = words.kpis[id];
  const areas = { engagement: answer.engagement(), readiness: answer.readiness(), 'revenue outcome': answer.revenue() };
  const kind = answer.kind({
    area: areas[kpi.area],
    kind: kpi.kind === 'leading' ? lines.leading() : lines.lagging(),
    cadence: answer[kpi.cadence](),
  });
  return [
    section(mrkdwn`*${text.name}*\n${text.meaning}\n${text.definition}`),
    context([
      mrkdwn`${answer.decision({ decision: text.decision })}`,
      mrkdwn`${answer.bad({ bad: text.bad })}`,
      mrkdwn`${kind}`,
    ]),
  ];
}
