import type { MonthlyReport, QuarterlyReport, WeeklyReport } from '../../../reports/report.ts';
import { joined, type Phrase, verbatim } from '../../../text/phrase.ts';
import { safeUrl } from '../../blocks/mrkdwn.ts';
import type { Voice } from '../../messages/voice.ts';
import type { DigestContent } from '../content.ts';
import { accountLine, footerLine, nothingPhrase, qualityLine, titleOf, warnings } from '../edges.ts';
import { goalLine } from '../goals.ts';
import { partsOf } from '../parts.ts';
import { restatedLine } from '../restated.ts';
import { type Row, rowName, rowReason, short, workOn } from '../rows.ts';
import { alsoHolds, topRows, weeklyRows } from '../weekly-rows.ts';
import type { PageChart, PageList, PageModel } from './model.ts';
import { cardsOf, cohortCharts, columnsOf, pipelineCharts, trainingCharts } from './parts.ts';

const ROWS = 12;

/** One page of a digest: what its messages say, with charts. */
export function pageModel(content: DigestContent, voice: Voice): PageModel {
  const { report, restated } = content;
  const parts = partsOf(content, voice);
  const account = accountLine(content, voice);
  const { words } = voice.speak;
  return {
    language: words.language,
    title: titleOf(report, voice),
    warnings: warnings(content, voice),
    verdict: parts?.verdict ?? nothingPhrase(report, voice),
    sentences: [...(parts?.sentences ?? []), ...(parts?.counts === null || parts === null ? [] : [parts.counts])],
    cards: parts === null ? [] : cardsOf(report, voice),
    charts: parts === null ? [] : chartsOf(report, voice),
    lists: [
      ...listsOf(content, voice),
      ...restatedList(
        restated.map((one) => restatedLine(one, voice)),
        voice,
      ),
    ],
    notes: [qualityLine(report, voice), ...(account === null ? [] : [account]), footerLine(content, voice)],
  };
}

function chartsOf(report: DigestContent['report'], voice: Voice): readonly PageChart[] {
  const { words } = voice.speak;
  const { digest } = words;
  const answer = (kpi: string) => report.kpis.find((one) => one.kpi === kpi);
  switch (report.report) {
    case 'weekly':
      return [
        ...columnsOf(
          answer('registered-deals'),
          ['registrations'],
          [words.figure('registrations')],
          digest.registrationsByWeek(),
          voice,
        ),
        ...pipelineCharts(report, voice),
        ...trainingCharts(report, voice),
      ];
    case 'monthly':
      return cohortCharts(report, voice);
    case 'quarterly':
      return columnsOf(
        answer('sourced-revenue'),
        ['sourced', 'influenced'],
        [digest.sourced().text, digest.influenced().text],
        digest.revenueChart(),
        voice,
      );
  }
}

function listsOf(content: DigestContent, voice: Voice): readonly PageList[] {
  const { report } = content;
  switch (report.report) {
    case 'weekly':
      return workList(report, content, voice);
    case 'monthly':
      return [...certificates(report, voice), ...goals(report, voice)];
    case 'quarterly':
      return [...movers(report, voice), ...goals(report, voice)];
  }
}

/** A list of at most so many rows; none where it is empty. */
function list<R>(
  title: Phrase,
  all: readonly R[],
  row: (one: R) => PageList['rows'][number],
  { speak }: Voice,
): readonly PageList[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, ROWS);
  const more = all.length - shown.length;
  return [{ title, rows: shown.map(row), more: more > 0 ? speak.words.digest.pageMore({ count: more }) : null }];
}

function workList(report: WeeklyReport, content: DigestContent, voice: Voice): readonly PageList[] {
  const { words, format } = voice.speak;
  const rows = topRows(weeklyRows(report, content));
  const taken = (row: Row): readonly Phrase[] =>
    (workOn(row, content.work)?.assignedTo ?? null) === null ? [] : [words.digest.takenAlready()];
  return list(
    words.digest.topTitle({ count: Math.min(rows.length, ROWS) }),
    rows,
    ({ row, folded }) => ({
      name: rowName(row, voice),
      url: safeUrl(row.url),
      value: row.amount === null ? '–' : format.moneyShort(row.amount),
      partner: row.partner === null ? undefined : { name: short(row.partner.name), url: safeUrl(row.partner.url) },
      detail: joined([rowReason(row, voice), ...alsoHolds({ row, folded }, voice), ...taken(row)], ' · '),
    }),
    voice,
  );
}

function certificates({ expiring }: MonthlyReport, voice: Voice): readonly PageList[] {
  const { words, format } = voice.speak;
  return list(
    words.digest.expiringTitle({ count: expiring.length }),
    expiring,
    (one) => ({
      name: short(one.partner.name),
      url: safeUrl(one.partner.url),
      value: format.date(one.expiresOn),
      detail: joined([short(one.name), one.manager === null ? words.digest.noManager() : short(one.manager)], ' · '),
    }),
    voice,
  );
}

function movers({ movers: all }: QuarterlyReport, voice: Voice): readonly PageList[] {
  const { digest, scorecard } = voice.speak.words;
  const down = all.filter(({ movement }) => movement === 'down');
  const up = all.filter(({ movement }) => movement === 'up');
  const place = (value: { readonly now: number; readonly before: number }): Phrase =>
    scorecard.rankPlace({ before: String(Math.round(value.before)), now: String(Math.round(value.now)) });
  return list(
    digest.moversTitle(),
    [...down, ...up],
    ({ partner, movement, signals }) => ({
      name: short(partner.name),
      url: safeUrl(partner.url),
      value: (movement === 'up' ? digest.up() : digest.down()).text,
      detail:
        signals === null
          ? verbatim('')
          : joined(
              [
                scorecard.rankRegistrations({ place: place(signals.registrations) }),
                scorecard.rankEngagement({ place: place(signals.engagement) }),
                scorecard.rankPipeline({ place: place(signals.pipeline) }),
              ],
              ' · ',
            ),
    }),
    voice,
  );
}

const goals = ({ goals: all }: MonthlyReport | QuarterlyReport, voice: Voice): readonly PageList[] =>
  list(
    voice.speak.words.digest.goalsTitle(),
    all,
    (goal) => ({ name: '', url: null, value: '', detail: goalLine(goal, voice) }),
    voice,
  );

const restatedList = (lines: readonly Phrase[], voice: Voice): readonly PageList[] =>
  list(
    voice.speak.words.digest.restatedTitle(),
    lines,
    (detail) => ({ name: '', url: null, value: '', detail }),
    voice,
  );
