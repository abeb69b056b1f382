import { sharedUnit } from '../../charts/scale.ts';
import { sparkline } from '../../charts/sparkline.ts';
import { leadingSeries } from '../../charts/weekly.ts';
import type { KpiAnswer, Scorecard, SignalMove } from '../../kpi/answer.ts';
import type { KpiId } from '../../kpi/list.ts';
import { joined } from '../../text/phrase.ts';
import { headlineTrend, kpiLine } from '../../text/say/kpi-line.ts';
import { answerOf, nextStep, verdict } from '../../text/say/verdict.ts';
import { context, fields, lineChart, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, type Mark, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Question } from '../question.ts';
import { answerButtons } from './answer-buttons.ts';
import { footer } from './footer.ts';
import { leftOutOf } from './left-out.ts';
import type { Message, Setting, Voice } from './voice.ts';

const WEEKS = 20;
const engagement: readonly KpiId[] = ['content-adoption', 'portal-engagement', 'partner-satisfaction'];
/** Left what leads, right what follows: Slack fills two columns row by row. */
const pairs: readonly (readonly [leading: KpiId, lagging: KpiId | 'pipeline'])[] = [
  ['registered-deals', 'sourced-revenue'],
  ['onboarding-completion', 'time-to-first-deal'],
  ['training-certification', 'pipeline'],
];

/** How one partner is doing: verdict and next step first, then all eight KPIs, a chart, and where the numbers come from. */
export function scorecardMessage(card: Scorecard, question: Question, setting: Setting, voice: Voice): Message {
  const { speak } = voice;
  const { words } = speak;
  const [judged, next] = [verdict(card, speak), nextStep(card, speak)];
  const first = card.kpis[0];
  const merged = card.partnerInfo.mergedFrom;
  const blocks: readonly OurBlock[] = [
    section(mrkdwn`${judged}\n${next}`),
    ...(merged === null
      ? []
      : [context([mrkdwn`${words.scorecard.merged({ name: card.partnerInfo.name, from: merged })}`])]),
    fields(
      [...engagement.flatMap((kpi) => kpiField(card, kpi, voice)), ...standing(card, voice)],
      mrkdwn`*${words.scorecard.engagement()}*`,
    ),
    fields(
      pairs.flatMap(([leading, lagging]) => [
        ...kpiField(card, leading, voice),
        ...(lagging === 'pipeline' ? pipelineField(first, voice) : kpiField(card, lagging, voice)),
      ]),
      mrkdwn`*${words.scorecard.readiness()}*`,
    ),
    ...chart(card, voice),
    ...facts(card, voice),
    ...(first === undefined ? [] : [footer(first, voice)]),
    answerButtons(question, first?.period.name ?? 'last-90-days', card.partnerInfo.url, setting, voice),
  ];
  return { text: messageText(words.scorecard.twin({ verdict: judged, next })), blocks };
}

function kpiField(card: Scorecard, kpi: KpiId, { speak }: Voice): readonly Mark[] {
  const answer = answerOf(card, kpi);
  if (answer === undefined) return [];
  const { words } = speak;
  const kind = answer.kind === 'leading' ? words.lines.leading() : words.lines.lagging();
  const [value, ...beside] = kpiLine(answer, speak);
  const trend = headlineTrend(answer, 'previous', speak);
  const lines = [value, beside.length === 0 ? undefined : joined(beside, ', '), trend ?? undefined].filter(
    (line) => line !== undefined,
  );
  return [mrkdwn`*${words.kpis[kpi].name}* ·\u00a0${kind}\n${joinedMarks(lines, '\n')}`];
}

function pipelineField(answer: KpiAnswer | undefined, { speak: { words, format } }: Voice): readonly Mark[] {
  if (answer === undefined) return [];
  const { sourcedPipelineCreated, openSourcedPipeline } = answer.paired;
  const lines = [
    words.lines.pairedPipeline({ amount: format.moneyShort(sourcedPipelineCreated) }),
    words.lines.pairedOpen({ amount: format.moneyShort(openSourcedPipeline) }),
  ];
  return [mrkdwn`*Pipeline* ·\u00a0${words.lines.lagging()}\n${joinedMarks(lines, '\n')}`];
}

function chart(card: Scorecard, { speak: { words, format } }: Voice): readonly OurBlock[] {
  const { weeks, registrations, pipeline } = leadingSeries(card.weekly, WEEKS);
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  if (weeks.length < 2 || (total(registrations) === 0 && total(pipeline) === 0)) return [];
  const unit = sharedUnit(pipeline, registrations);
  const { scorecard } = words;
  return [
    lineChart({
      title: scorecard.chartTitle(),
      categories: weeks.map((week) => format.dayMonth(week)),
      series: [
        { name: scorecard.chartRegistrations().text, values: registrations },
        {
          name: scorecard.chartPipeline({ unit: format.moneyShort(unit) }).text,
          values: pipeline.map((amount) => Math.round((amount / unit) * 100) / 100),
        },
      ],
      xLabel: scorecard.chartWeek(),
    }),
    context([
      mrkdwn`${scorecard.chartTwin({
        weeks: String(weeks.length),
        registrations: total(registrations),
        registrationsLine: sparkline(registrations),
        pipeline: format.moneyShort(total(pipeline)),
        pipelineLine: sparkline(pipeline),
      })}`,
    ]),
  ];
}

/** Who the partner is, and what the numbers rest on. */
function facts(card: Scorecard, voice: Voice): readonly OurBlock[] {
  const { words } = voice.speak;
  const { tier, region, motion } = card.partnerInfo;
  const unknown = words.lines.unknown();
  const lines: Mark[] = [
    mrkdwn`${words.scorecard.profile({ tier: tier ?? unknown, region: region ?? unknown, motion: motion ?? unknown })}`,
  ];
  if (card.movementSignals !== null) lines.push(mrkdwn`${words.scorecard.rankScale()}`);
  const leftOut = leftOutOf(
    card.kpis.flatMap((answer) => answer.leftOut),
    voice,
  );
  if (leftOut !== null) lines.push(mrkdwn`${leftOut}`);
  for (const note of new Set(card.kpis.flatMap(({ notes }) => notes))) lines.push(mrkdwn`${words.note(note)}`);
  return [context(lines)];
}

/** Where the partner ranks among its like, before and now (rule 3.12). */
function standing({ movementSignals: signals }: Scorecard, { speak: { words, format } }: Voice): readonly Mark[] {
  if (signals === null) return [];
  const { scorecard } = words;
  const place = ({ before, now }: SignalMove) =>
    scorecard.rankPlace({ before: format.count(before), now: format.count(now) });
  const group = signals.group === 'program' ? scorecard.rankProgram() : signals.group;
  return [
    joinedMarks(
      [
        scorecard.rank({ partners: String(signals.partners), group }),
        scorecard.rankRegistrations({ place: place(signals.registrations) }),
        scorecard.rankEngagement({ place: place(signals.engagement) }),
        scorecard.rankPipeline({ place: place(signals.pipeline) }),
      ],
      '\n',
    ),
  ];
}
