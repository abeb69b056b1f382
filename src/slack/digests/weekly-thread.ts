import type { RegistrationRow, WeeklyReport } from '../../reports/report.ts';
import type { Phrase } from '../../text/phrase.ts';
import { context, header, type OurBlock, section } from '../blocks/build.ts';
import { messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Message, Voice } from '../messages/voice.ts';
import type { DigestContent } from './content.ts';
import { moreLine } from './edges.ts';
import { pipelineMessage } from './pipeline.ts';
import { amountOf, type Row, rowBlock, type Sorted } from './rows.ts';
import { trainingMessage } from './training.ts';
import type { WeeklyRows } from './weekly-rows.ts';

/** Rows of one list that are shown; Slack takes fifty blocks in a message, and nobody works through more in a week. */
const SHOWN = 40;
/** What is about to expire is seen even where much has expired. */
const COMING = 10;

/** The details of a weekly digest, a message for each part. */
export function weeklyThread(
  report: WeeklyReport,
  rows: WeeklyRows,
  work: DigestContent['work'],
  voice: Voice,
): readonly Message[] {
  return [
    ...registrations(report, rows, work, voice),
    ...stalled(report, rows, work, voice),
    ...trainingMessage(report, voice),
    ...pipelineMessage(report, voice),
  ];
}

function registrations(
  report: WeeklyReport,
  { expired, expiring }: WeeklyRows,
  work: DigestContent['work'],
  voice: Voice,
): readonly Message[] {
  const { digest } = voice.speak.words;
  const total = expired.listed.length + expiring.listed.length + expired.snoozed + expiring.snoozed;
  if (total === 0 && report.expiredOlder === 0) return [];
  const titles: Readonly<Record<RegistrationRow['group'], (values: { readonly count: number }) => Phrase>> = {
    new: digest.groupNew,
    older: digest.groupOlder,
    'date-unknown': digest.groupUnknown,
    coming: digest.groupComing,
  };
  const all = [...expired.listed, ...expiring.listed];
  const room = SHOWN - Math.min(expiring.listed.length, COMING);
  const first = expired.listed.slice(0, room);
  const shown = [...first, ...expiring.listed.slice(0, SHOWN - first.length)];
  const groups = Map.groupBy(shown, ({ group }) => group);
  const blocks = [...groups].flatMap(([group, own]): readonly OurBlock[] => [
    section(mrkdwn`*${titles[group]({ count: all.filter((row) => row.group === group).length })}*`),
    ...own.map((row) => rowBlock(row, work, voice)),
  ]);
  const title = digest.registrationsTitle({ count: expired.listed.length });
  return [
    {
      text: messageText(title),
      blocks: [
        header(title),
        ...blocks,
        ...(report.expiredOlder === 0
          ? []
          : [context([mrkdwn`${digest.onlyCounted({ count: report.expiredOlder })}`])]),
        ...rest(all, shown, report, voice),
        ...snoozedNote([expired, expiring], voice),
      ],
    },
  ];
}

function stalled(
  report: WeeklyReport,
  { stalled: sorted }: WeeklyRows,
  work: DigestContent['work'],
  voice: Voice,
): readonly Message[] {
  const { words, format } = voice.speak;
  const { listed, snoozed } = sorted;
  if (listed.length + snoozed === 0) return [];
  const amount = amountOf(listed, report);
  const title = words.digest.stalledTitle({ count: listed.length });
  const shown = listed.slice(0, SHOWN);
  return [
    {
      text: messageText(title),
      blocks: [
        header(title),
        ...(amount === null ? [] : [context([mrkdwn`${words.digest.together({ amount: format.money(amount) })}`])]),
        ...shown.map((row) => rowBlock(row, work, voice)),
        ...rest(listed, shown, report, voice),
        ...snoozedNote([sorted], voice),
      ],
    },
  ];
}

const rest = (
  all: readonly unknown[],
  shown: readonly unknown[],
  report: WeeklyReport,
  voice: Voice,
): readonly OurBlock[] => (all.length === shown.length ? [] : [moreLine(all.length - shown.length, report, voice)]);

function snoozedNote(lists: readonly Sorted<Row>[], { speak: { words, format } }: Voice): readonly OurBlock[] {
  const count = lists.reduce((sum, { snoozed }) => sum + snoozed, 0);
  const until = lists
    .flatMap((list) => list.until ?? [])
    .toSorted()
    .at(-1);
  if (count === 0 || until === undefined) return [];
  return [context([mrkdwn`${words.digest.snoozedUntil({ count, date: format.date(until) })}`])];
}
