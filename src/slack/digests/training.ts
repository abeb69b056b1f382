import { type TrainingSeries, trainingTrend } from '../../charts/training.ts';
import type { WeeklyReport } from '../../reports/report.ts';
import type { Phrase } from '../../text/phrase.ts';
import { trend } from '../../text/say/trend.ts';
import { context, header, lineChart, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, type Mark, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Message, Voice } from '../messages/voice.ts';
import { cohortName } from './cohort-name.ts';
import { commandOf } from './edges.ts';
import { capitalised, short } from './rows.ts';

/** More lines than this in one chart cannot be told apart. */
const LINES = 6;
/** Groups told in words; what is beyond is counted. */
const TOLD = 12;

/** The groups of one key with what they are called. */
interface Groups {
  readonly heading: Phrase;
  readonly weeks: readonly string[];
  readonly series: readonly TrainingSeries[];
  readonly nameOf: (one: TrainingSeries) => string;
  /** So many of the largest tiers, or of the newest cohorts. */
  readonly most: (series: readonly TrainingSeries[], count: number) => readonly TrainingSeries[];
}

/** Training completion by tier and by joining cohort: a chart each, and the same in words. */
export function trainingMessage(report: WeeklyReport, voice: Voice): readonly Message[] {
  const { words, format } = voice.speak;
  if (!report.training.some(({ withRequired, completions }) => withRequired + completions > 0)) return [];
  const title = words.digest.trainingTitle();
  const both = (['tier', 'cohort'] as const).map((by) => groupsBy(by, report, voice));
  const weeks = both[0]?.weeks ?? [];
  const [first = '', last = first] = [weeks[0], weeks.at(-1)];
  const note = words.digest.trainingNote({ weeks: weeks.length, from: format.date(first), to: format.date(last) });
  return [
    {
      text: messageText(title),
      blocks: [
        header(title),
        context([mrkdwn`${note}`]),
        ...both.flatMap((groups) => [...chart(groups, voice), twin(groups, report, voice)]),
      ],
    },
  ];
}

function groupsBy(by: 'tier' | 'cohort', { training }: WeeklyReport, voice: Voice): Groups {
  const { digest, lines } = voice.speak.words;
  const nameOf = ({ name }: TrainingSeries): string => {
    if (name === null) return lines.unknown().text;
    return by === 'cohort' ? cohortName(name, voice) : short(name);
  };
  return {
    ...trainingTrend(training, by),
    heading: by === 'tier' ? digest.byTier() : digest.byCohort(),
    nameOf,
    most: (series, count) => (by === 'tier' ? series.slice(0, count) : series.slice(-count)),
  };
}

/** The chart holds the groups that are known in every week: Slack draws no gaps. */
function chart({ weeks, series, heading, nameOf, most }: Groups, { speak }: Voice): readonly OurBlock[] {
  const known = series.filter(({ shares }) => shares.every((share) => share !== null));
  const drawn = most(known, LINES);
  if (weeks.length < 2 || drawn.length === 0) return [];
  return [
    lineChart({
      title: speak.words.digest.trainingChart({ by: heading }),
      categories: weeks.map((week) => speak.format.dayMonth(week)),
      series: drawn.map((one) => ({
        name: nameOf(one),
        values: one.shares.map((share) => Math.round((share ?? 0) * 1000) / 10),
      })),
      yLabel: '%',
    }),
  ];
}

/** Every group in a line: share, count, change over the weeks, completions. */
function twin({ series, heading, nameOf, most }: Groups, report: WeeklyReport, voice: Voice): OurBlock {
  const { digest } = voice.speak.words;
  const lines = most(series, TOLD).map((one) => line(one, nameOf(one), voice));
  const more = series.length - lines.length;
  const rest = more > 0 ? [mrkdwn`${digest.moreGroups({ count: more, command: commandOf(report, 'json') })}`] : [];
  return section(joinedMarks([mrkdwn`*${capitalised(heading)}*`, ...lines, ...rest], '\n'));
}

function line(one: TrainingSeries, name: string, { speak }: Voice): Mark {
  const { digest } = speak.words;
  const share = one.shares.at(-1) ?? null;
  const values = { name, completions: one.completions.at(-1) ?? 0 };
  if (share === null) return mrkdwn`${digest.trainingUnknown(values)}`;
  const told = { share: speak.format.share(share), trained: one.trained, of: one.withRequired };
  return mrkdwn`${digest.trainingLine({ ...values, ...told, trend: trend(share, one.shares[0], 'share', speak) })}`;
}
