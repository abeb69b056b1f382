import { sparkline } from '../../charts/sparkline.ts';
import { type TrainingSeries, type TrainingTrend, trainingTrend } from '../../charts/training.ts';
import type { WeeklyReport } from '../../reports/report.ts';
import type { Phrase } from '../../text/phrase.ts';
import { context, header, lineChart, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, type Mark, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Message, Voice } from '../messages/voice.ts';
import { commandOf } from './edges.ts';
import { capitalised, short } from './rows.ts';

/** More lines than this in one chart cannot be told apart. */
const LINES = 6;
/** Groups told in words; what is beyond is counted. */
const TOLD = 12;

/** Training completion by tier and by joining cohort: a chart each, and the same in words. */
export function trainingMessage(report: WeeklyReport, voice: Voice): readonly Message[] {
  const { digest } = voice.speak.words;
  if (!report.training.some(({ withRequired, completions }) => withRequired + completions > 0)) return [];
  const title = digest.trainingTitle();
  const parts = (['tier', 'cohort'] as const).flatMap((by) => {
    const trend = trainingTrend(report.training, by);
    const heading = by === 'tier' ? digest.byTier() : digest.byCohort();
    // The largest tiers, the newest cohorts.
    const most = (series: readonly TrainingSeries[], count: number) =>
      by === 'tier' ? series.slice(0, count) : series.slice(-count);
    return [...chart(trend, heading, most, voice), ...twin(trend, heading, most, report, voice)];
  });
  const [first, last] = [...new Set(report.training.map(({ week }) => week))]
    .sort()
    .filter((_, index, weeks) => index === 0 || index === weeks.length - 1);
  const { format } = voice.speak;
  const weeks = new Set(report.training.map(({ week }) => week)).size;
  const note =
    first === undefined
      ? []
      : [
          context([
            mrkdwn`${digest.trainingNote({ weeks, from: format.date(first), to: format.date(last ?? first) })}`,
          ]),
        ];
  return [{ text: messageText(title), blocks: [header(title), ...note, ...parts] }];
}

type Most = (series: readonly TrainingSeries[], count: number) => readonly TrainingSeries[];

/** The chart holds the groups that are known in every week: Slack draws no gaps. */
function chart({ weeks, series }: TrainingTrend, heading: Phrase, most: Most, voice: Voice): readonly OurBlock[] {
  const { speak } = voice;
  const known = series.filter(({ shares }) => shares.every((share) => share !== null));
  const drawn = most(known, LINES);
  if (weeks.length < 2 || drawn.length === 0) return [];
  return [
    lineChart({
      title: speak.words.digest.trainingChart({ by: heading }),
      categories: weeks.map((week) => speak.format.dayMonth(week)),
      series: drawn.map((one) => ({
        name: groupName(one, voice),
        values: one.shares.map((share) => Math.round((share ?? 0) * 1000) / 10),
      })),
      yLabel: '%',
    }),
  ];
}

/** Every group in a line: share, count, course over the weeks, completions. */
function twin(
  { series }: TrainingTrend,
  heading: Phrase,
  most: Most,
  report: WeeklyReport,
  voice: Voice,
): readonly OurBlock[] {
  const { digest } = voice.speak.words;
  const lines = most(series, TOLD).map((one) => line(one, voice));
  const more = series.length - lines.length;
  return [
    section(
      joinedMarks(
        [
          mrkdwn`*${capitalised(heading)}*`,
          ...lines,
          ...(more > 0 ? [mrkdwn`${digest.moreGroups({ count: more, command: commandOf(report, 'json') })}`] : []),
        ],
        '\n',
      ),
    ),
  ];
}

function line(one: TrainingSeries, voice: Voice): Mark {
  const { words, format } = voice.speak;
  const share = one.shares.at(-1) ?? null;
  const completions = one.completions.at(-1) ?? 0;
  const values = { name: groupName(one, voice), line: sparkline(one.shares), completions };
  return share === null
    ? mrkdwn`${words.digest.trainingUnknown(values)}`
    : mrkdwn`${words.digest.trainingLine({
        ...values,
        share: format.share(share),
        trained: one.trained,
        of: one.withRequired,
      })}`;
}

const groupName = ({ name }: TrainingSeries, { speak: { words } }: Voice): string =>
  name === null ? words.lines.unknown().text : short(name);
