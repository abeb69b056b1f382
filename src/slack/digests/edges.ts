import type { LeftOut } from '../../kpi/answer.ts';
import type { Report } from '../../reports/report.ts';
import { formatter } from '../../text/formatter.ts';
import { joined, type Phrase, verbatim } from '../../text/phrase.ts';
import { periodDates, periodLabel } from '../../text/say/period.ts';
import { actions, button, context, type OurBlock } from '../blocks/build.ts';
import { type Mark, mrkdwn } from '../blocks/mrkdwn.ts';
import { dataAge } from '../messages/footer.ts';
import { leftOutOf } from '../messages/left-out.ts';
import { segmentPhrase } from '../messages/scope.ts';
import type { Voice } from '../messages/voice.ts';
import type { DigestContent } from './content.ts';
import { packReport, segmentOf } from './row-values.ts';
import { short } from './rows.ts';

/** Partners of a list that are named in a title. */
const NAMED = 3;

/** “Weekly digest · 16 Nov 2026 – 22 Nov 2026 · tier Gold”. */
export function titleOf(report: Report, voice: Voice): Phrase {
  const { words } = voice.speak;
  const kinds = {
    weekly: words.digest.weekly,
    monthly: words.digest.monthly,
    quarterly: words.digest.quarterly,
  } as const;
  const dates = periodDates(report.period, voice.speak) ?? periodLabel(report.period.name, voice.speak);
  return joined([kinds[report.report](), dates, scopeOf(report, voice)], ' · ');
}

/** One line where there is nothing to report. */
export const nothingPhrase = (report: Report, voice: Voice): Phrase =>
  voice.speak.words.digest.nothing({ title: titleOf(report, voice) });

/** Whom the report is about, in words. */
export function scopeOf({ scope }: Report, { speak }: Voice): Phrase {
  const { digest } = speak.words;
  const { partners, segment } = scope;
  if (partners !== null) {
    const names = partners.slice(0, NAMED).map(({ name }) => short(name));
    const more = partners.length - names.length;
    const list = verbatim(speak.format.list(names));
    return more > 0 ? joined([verbatim(names.join(', ')), digest.more({ count: more })], ' ') : list;
  }
  return Object.keys(segment).length === 0 ? digest.wholeProgram() : segmentPhrase(segment, speak);
}

/** What a reader must know first: that it comes late, and that data are old. */
export function warnings({ late, stale }: DigestContent, voice: Voice): readonly Phrase[] {
  const { words, format } = voice.speak;
  const { digest } = words;
  const lines: Phrase[] = [];
  if (late !== null) lines.push(digest.late({ due: format.instant(late.dueAt), reason: reasonOf(late.reason, voice) }));
  for (const { source, dataAsOf } of stale) {
    lines.push(
      dataAsOf === null
        ? digest.neverLoaded({ source })
        : digest.oldData({ source, moment: format.instant(dataAsOf), ago: format.ago(dataAsOf, voice.now) }),
    );
  }
  return lines;
}

type LateReason = NonNullable<DigestContent['late']>['reason'];

function reasonOf(reason: LateReason, { speak: { words } }: Voice): Phrase {
  const { digest } = words;
  const said: Readonly<Record<LateReason, Phrase>> = {
    'was-down': digest.wasDown(),
    'waited-for-sync': digest.waitedForSync(),
    'quiet-hours': digest.quietHours(),
    holiday: digest.holiday(),
  };
  return said[reason];
}

export const warningBlocks = (content: DigestContent, voice: Voice): readonly OurBlock[] =>
  warnings(content, voice).map((line) => context([mrkdwn`:warning: ${line}`]));

/** In the weekly digest these are of open deals, which the gaps count; elsewhere of won ones, as their words say. */
const ofAmounts: readonly LeftOut['reason'][] = [
  'no-amount',
  'unconverted',
  'influenced-no-amount',
  'influenced-unconverted',
];

/** One line of what gaps distort the figures. */
export function qualityLine({ report, quality, leftOut }: Report, voice: Voice): Phrase {
  const { digest } = voice.speak.words;
  const { partnersWithoutManager, activePartners, dealsWithoutAmount, dealsUnconverted } = quality;
  const gaps = [
    partnersWithoutManager === 0 ? null : digest.gapManagers({ count: partnersWithoutManager, of: activePartners }),
    dealsWithoutAmount === 0 ? null : digest.gapAmounts({ count: dealsWithoutAmount }),
    dealsUnconverted === 0 ? null : digest.gapRates({ count: dealsUnconverted }),
  ].filter((gap) => gap !== null);
  const told = leftOut.filter(({ reason }) => report !== 'weekly' || !ofAmounts.includes(reason));
  const left = leftOutOf(told, voice);
  const line = gaps.length === 0 ? digest.qualityFine() : digest.quality({ gaps: joined(gaps, '; ') });
  return left === null ? line : joined([line, left], ' ');
}

/** One line of how the digests before arrived; null before the first. */
export function accountLine({ account }: DigestContent, voice: Voice): Phrase | null {
  const { digest } = voice.speak.words;
  if (account === null) return null;
  const { sent, late, lateReason, failed } = account;
  const why = lateReason === null || late === 0 ? null : reasonOf(lateReason, voice);
  return why === null
    ? digest.account({ sent, late, failed })
    : digest.accountLate({ sent, late, reason: why, failed });
}

/** As-of, age of the data, definition version, and when the next one comes. */
export function footerLine({ report, next }: DigestContent, voice: Voice): Phrase {
  const { words, format } = voice.speak;
  const facts = [
    words.time.asOf({ moment: format.instant(report.asOf), zone: report.timeZone.replaceAll('_', ' ') }),
    dataAge(report.dataAsOf, voice),
    words.time.definitionVersion({ version: String(report.definitionVersion) }),
    ...(next === null
      ? []
      : [
          words.digest.next({
            moment: formatter(words.language, next.zone, report.currency).instant(next.at),
            zone: next.zone.replaceAll('_', ' '),
          }),
        ]),
  ];
  return joined(facts, ' · ');
}

/** What every root ends with: quality, delivery, where the numbers come from, and the button for all rows. */
export function closing(content: DigestContent, voice: Voice): readonly OurBlock[] {
  const account = accountLine(content, voice);
  const lines: readonly Mark[] = [
    mrkdwn`${qualityLine(content.report, voice)}`,
    ...(account === null ? [] : [mrkdwn`${account}`]),
    mrkdwn`${footerLine(content, voice)}`,
  ];
  return [...lines.map((line) => context([line])), ...csvButton(content, voice)];
}

/** The button for all rows as a file; none where the list of partners does not fit into it. */
function csvButton({ report, since }: DigestContent, { speak: { words } }: Voice): readonly OurBlock[] {
  const segment = segmentOf(report.scope.segment);
  const value =
    segment === null
      ? null
      : packReport({
          report: report.report,
          asOf: Date.parse(report.asOf),
          since: since ?? null,
          segment,
          partners: report.scope.partners?.map(({ id }) => id) ?? null,
        });
  if (value === null) return [];
  return [
    actions([button({ action: 'digest-csv', label: words.digest.csv(), spoken: words.digest.csvSpoken(), value })]),
  ];
}

/** Partners that a command names; with more it would not be typed. */
const COMMAND_PARTNERS = 5;

/** The command that writes the report's rows (`csv`), or all that it computes (`json`). */
export function commandOf({ report, scope }: Report, format: 'csv' | 'json'): string {
  const quoted = (value: string): string =>
    /^[\w@.=:/-]+$/.test(value) ? value : `"${value.replace(/["\\$`]/g, '')}"`;
  const ids = scope.partners ?? [];
  return [
    `pulse digest ${report} --preview`,
    format === 'csv' ? '--csv' : '--format json',
    ...Object.entries(scope.segment).map(([key, value]) => `--segment ${quoted(`${key}=${short(value)}`)}`),
    ...(ids.length > COMMAND_PARTNERS ? [] : ids.map(({ id }) => `--partner ${quoted(short(id))}`)),
  ].join(' ');
}

/** Where all rows are, when not all are shown. */
export function moreLine(count: number, report: Report, { speak: { words } }: Voice): OurBlock {
  return context([mrkdwn`${words.digest.moreRows({ count, command: commandOf(report, 'csv') })}`]);
}
