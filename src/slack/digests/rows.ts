import { sumOf } from '../../charts/sums.ts';
import { UNKNOWN } from '../../kpi/segment.ts';
import type { PartnerName, RegistrationRow, Report, StalledRow } from '../../reports/report.ts';
import { CLOSED_SINCE } from '../../reports/weekly/stage.ts';
import type { RowWorkEntry } from '../../store/ledger/row-work.ts';
import type { Phrase } from '../../text/phrase.ts';
import { menu, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, linkedName, linkTo, type Mark, mention, mrkdwn, plainText, safeUrl } from '../blocks/mrkdwn.ts';
import type { Voice } from '../messages/voice.ts';
import type { DigestContent } from './content.ts';
import { packRow, type RowRef, type RowVerb } from './row-values.ts';

export type Row = RegistrationRow | StalledRow;

/** Names longer than this are cut; the CRM shows them whole. */
const NAME = 80;
/** Addresses longer than this are not linked beside others: a list of them would outgrow its message. */
const ADDRESS = 400;

/** What is listed, and how many are out of sight for a while. */
export interface Sorted<R extends Row> {
  readonly listed: readonly R[];
  readonly snoozed: number;
  /** The end of the snooze that lasts longest, UTC instant; null without any. */
  readonly until: string | null;
}

export const workOn = (row: Row, work: DigestContent['work']): RowWorkEntry | undefined =>
  work.get(`${row.record}/${row.id}`);

/** Takes snoozed rows out, as of the report. */
export function sorted<R extends Row>(rows: readonly R[], { report, work }: DigestContent): Sorted<R> {
  const untilOf = (row: R): string | null => {
    const until = workOn(row, work)?.snoozedUntil ?? null;
    return until !== null && until > report.asOf ? until : null;
  };
  const snoozes = rows.map(untilOf).filter((until) => until !== null);
  return {
    listed: rows.filter((row) => untilOf(row) === null),
    snoozed: snoozes.length,
    until: snoozes.toSorted().at(-1) ?? null,
  };
}

/** The known amounts of rows together, exact; null where none is known. */
export function amountOf(rows: readonly Row[], { currency }: Pick<Report, 'currency'>): string | null {
  const known = rows.flatMap(({ amount }) => (amount === null ? [] : [amount]));
  return known.length === 0 ? null : sumOf(known, currency);
}

/** Largest amount first, unknown last; then as they stood. */
export const byAmount = <R extends Row>(rows: readonly R[]): readonly R[] =>
  rows.toSorted((a, b) => Number(b.amount ?? Number.NEGATIVE_INFINITY) - Number(a.amount ?? Number.NEGATIVE_INFINITY));

/** A name from the CRM as one short line. */
export const short = (name: string): string => plainText(name, NAME) || '–';

/** The partner's name, linked to its page in the CRM. */
export const partnerLink = ({ name, url }: PartnerName): Phrase =>
  linkedName(short(name), url !== null && url.length <= ADDRESS ? url : null);

/** Words of a sentence as a heading. */
export const capitalised = ({ text }: Phrase): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What people call the row: the deal, or the account of a registration. */
export function rowName(row: Row, { speak: { words } }: Voice): string {
  if (row.record === 'deal') return short(row.name);
  return short(row.account ?? words.answer.recordLine({ record: words.record(row.record), id: row.id }).text);
}

/** A stage as the CRM calls it; two have no name there. */
export function stageName(stage: string, { speak: { words } }: Voice): string {
  if (stage === UNKNOWN) return words.digest.stageUnknown().text;
  return stage === CLOSED_SINCE ? words.digest.stageClosed().text : short(stage);
}

/** Why the row is here: “expired 3 Nov, 21 days ago”, “stalled for 45 days in Negotiation”. */
export function rowReason(row: Row, voice: Voice): Phrase {
  const { words, format } = voice.speak;
  const { digest } = words;
  if (row.record === 'deal') {
    return row.stage === null
      ? digest.stalledFor({ days: row.days })
      : digest.stalledIn({ days: row.days, stage: stageName(row.stage, voice) });
  }
  if (row.expiresOn === null || row.days === null) return digest.expiredUnknown();
  const date = format.date(row.expiresOn);
  return row.group === 'coming'
    ? digest.expiresOn({ date, days: row.days })
    : digest.expiredOn({ date, days: row.days });
}

/** One row with its menu: what it is and how much, whose and why (`also`: why else), and who works on it. */
export function rowBlock(row: Row, work: DigestContent['work'], voice: Voice, also: readonly Phrase[] = []): OurBlock {
  const { words, format } = voice.speak;
  const { digest } = words;
  const amount = row.amount === null ? digest.noAmount() : mrkdwn`*${format.moneyShort(row.amount)}*`;
  const facts = [row.partner === null ? '' : partnerLink(row.partner), rowReason(row, voice), ...also];
  const manager = row.manager === null ? digest.noManager() : short(row.manager);
  const lines = [
    mrkdwn`${linkTo(rowName(row, voice), row.url)} · ${amount}`,
    joinedMarks([...facts, manager], ' · '),
    ...takenLine(row, work, voice),
  ];
  return section(joinedMarks(lines, '\n'), rowMenu(row, voice));
}

function takenLine(row: Row, work: DigestContent['work'], { speak: { words, format } }: Voice): readonly Mark[] {
  const entry = workOn(row, work);
  if (entry === undefined || entry.assignedTo === null) return [];
  return [mrkdwn`${words.digest.taken()} ${mention(entry.assignedTo)}, ${format.date(entry.at)}`];
}

/** What can be done about a row; without a menu where its ids do not fit into one. */
function rowMenu(row: Row, { speak: { words } }: Voice) {
  const { digest, talk } = words;
  const ref: RowRef = { record: row.record, id: row.id, partner: row.partner?.id ?? null };
  const entry = (verb: RowVerb, label: Phrase, url?: string | null) => {
    const value = packRow(verb, ref);
    return value === null ? [] : [{ label, value, url }];
  };
  const entries = [
    ...(safeUrl(row.url) === null ? [] : entry('open', talk.openCrm(), row.url)),
    ...entry('snooze', digest.snooze()),
    ...entry('take', digest.take()),
    ...entry('undo', digest.undo()),
  ];
  return entries.length === 0 ? undefined : menu('digest-row', entries);
}
