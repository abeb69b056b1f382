import { type PipelineBar, pipelineBy, pipelineTotal, REST, shortened } from '../../charts/pipeline.ts';
import { axisUnit } from '../../charts/sums.ts';
import type { WeeklyReport } from '../../reports/report.ts';
import type { Phrase } from '../../text/phrase.ts';
import { barChart, header, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Message, Voice } from '../messages/voice.ts';
import { commandOf } from './edges.ts';
import { capitalised, stageName } from './rows.ts';

/** Bars that can be read beside each other on a phone. */
const BARS = 10;
/** Stages or months told in words; what is beyond is counted. */
const TOLD = 15;

/** The open pipeline by expected close month and by stage, sourced and influenced apart: a chart each, and the same in words. */
export function pipelineMessage(report: WeeklyReport, voice: Voice): readonly Message[] {
  const { words } = voice.speak;
  const { digest } = words;
  if (report.pipeline.length === 0) return [];
  const { currency, pipeline } = report;
  const months = pipelineBy(pipeline, 'month', currency);
  const stages = pipelineBy(pipeline, 'stage', currency);
  const title = digest.pipelineTitle();
  return [
    {
      text: messageText(title),
      blocks: [
        header(title),
        section(mrkdwn`${barLine(digest.all().text, pipelineTotal(pipeline, currency), voice)}`),
        ...chart(months, digest.byMonth(), (bar) => monthName(bar.key, voice), voice),
        twin(months, digest.byMonth(), (bar) => monthName(bar.key, voice), report, voice),
        ...chart(stages, digest.byStage(), (bar) => barStage(bar.key, voice), voice),
        twin(stages, digest.byStage(), (bar) => stageName(bar.key, voice), report, voice),
      ],
    },
  ];
}

type Name = (bar: PipelineBar) => string;

export function monthName(key: string, { speak: { words, format } }: Voice): string {
  if (key === 'overdue') return words.digest.overdue().text;
  if (key === REST) return words.digest.rest().text;
  return key === 'unknown' ? words.digest.monthUnknown().text : format.month(key);
}

/** A stage's name on a bar. */
export const barStage = (key: string, voice: Voice): string =>
  key === REST ? voice.speak.words.digest.rest().text : stageName(key, voice);

function chart(bars: readonly PipelineBar[], heading: Phrase, name: Name, voice: Voice): readonly OurBlock[] {
  const { words, format } = voice.speak;
  const { digest } = words;
  const shown = shortened(bars, BARS, format.currency);
  const sourced = shown.map((bar) => Number(bar.sourced));
  const influenced = shown.map((bar) => Number(bar.influenced));
  if ([...sourced, ...influenced].every((amount) => amount === 0)) return [];
  const unit = axisUnit([...sourced, ...influenced]);
  const scaled = (amounts: readonly number[]): number[] =>
    amounts.map((amount) => Math.round((amount / unit) * 10) / 10);
  return [
    barChart({
      title: digest.pipelineChart({ by: heading }),
      categories: shown.map(name),
      series: [
        { name: digest.sourced().text, values: scaled(sourced) },
        { name: digest.influenced().text, values: scaled(influenced) },
      ],
      yLabel: format.moneyShort(unit),
    }),
  ];
}

function twin(bars: readonly PipelineBar[], heading: Phrase, name: Name, report: WeeklyReport, voice: Voice): OurBlock {
  const { digest } = voice.speak.words;
  const lines = bars.slice(0, TOLD).map((bar) => mrkdwn`${barLine(name(bar), bar, voice)}`);
  const more = bars.length - lines.length;
  return section(
    joinedMarks(
      [
        mrkdwn`*${capitalised(heading)}*`,
        ...lines,
        ...(more > 0 ? [mrkdwn`${digest.moreGroups({ count: more, command: commandOf(report, 'json') })}`] : []),
      ],
      '\n',
    ),
  );
}

function barLine(name: string, bar: PipelineBar, { speak: { words, format } }: Voice): Phrase {
  const values = { name, amount: format.moneyShort(bar.sourced), deals: bar.sourcedDeals };
  return bar.influencedDeals === 0
    ? words.digest.pipelineLine(values)
    : words.digest.pipelineBoth({
        ...values,
        influenced: format.moneyShort(bar.influenced),
        influencedDeals: bar.influencedDeals,
      });
}
