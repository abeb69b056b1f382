import { PulseError } from '../../errors.ts';
import type { Segment } from '../../kpi/segment.ts';
import type { RemoteReporter, Report, ReportQuery } from '../../reports/report.ts';
import type { Restated } from '../../reports/restated.ts';
import type { NewMessage } from '../../store/ledger/outbox.ts';
import type { PublishedFigure, Restatement } from '../../store/ledger/published.ts';
import type { RowWorkEntry } from '../../store/ledger/row-work.ts';
import type { Subscription } from '../../store/ledger/subscriptions.ts';
import type { Store } from '../../store/store.ts';
import type { OurBlock } from '../blocks/build.ts';
import type { Message } from '../messages/voice.ts';
import type { DigestContent } from './content.ts';
import { segmentOf } from './row-values.ts';

/** Why a digest comes after its time. */
export type LateReason = NonNullable<DigestContent['late']>['reason'];

/** What a digest is made with. */
export interface ProduceSettings {
  readonly store: Pick<Store, 'subscriptions' | 'outbox' | 'published' | 'rowWork' | 'jobRuns' | 'together'>;
  /** Of the newest complete data. */
  readonly reporter: () => Promise<RemoteReporter>;
  /** What figures are computed by: definitions, mapping, settings of the program. Another one is a reason to restate. */
  readonly basis: string;
  /** The messages of a content in a language; each fits into Slack. The first is the one that the others answer. */
  readonly messages: (content: DigestContent, language: string) => readonly Message[];
  /** What stands under a subscription's first digest only; null: nothing. */
  readonly firstNote: (subscription: Subscription) => Promise<OurBlock | null>;
  /** Sources whose data are older than they should be. */
  readonly stale: () => Promise<DigestContent['stale']>;
  /** Epoch milliseconds, the next due time of a subscription after an instant. */
  readonly nextDue: (subscription: Subscription, after: number) => number;
  readonly clock: () => number;
}

export interface Produced {
  /** `already`: a run before this one came to its end. */
  readonly kind: 'queued' | 'already' | 'removed';
  readonly messages: number;
}

/** How long a digest that cannot be delivered is worth delivering. */
const worthDays = { weekly: 2, monthly: 5, quarterly: 10 } as const;
const dayMs = 86_400_000;
const accountRuns = 60;
const comparedPeriods = 4;
const lateReasons: readonly LateReason[] = ['was-down', 'waited-for-sync', 'quiet-hours', 'holiday'];

export const digestJob = (subscription: string): string => `digest/${subscription}`;
export const digestKey = (subscription: string, dueAt: string): string => `digest/${subscription}/${dueAt}`;

const isDigestKey = (key: string, id: string): boolean => key.startsWith(`${digestJob(id)}/`) && key.endsWith('Z');

const instant = (ms: number): string => new Date(ms).toISOString();

/**
 * Computes a subscription's digest and puts it into the outbox, together with the figures that it tells: all of it or
 * nothing. A second call for the same due time does nothing.
 */
export async function produceDigest(
  id: string,
  due: { readonly at: string; readonly late: LateReason | null },
  settings: ProduceSettings,
): Promise<Produced> {
  const { store, clock } = settings;
  const subscription = await store.subscriptions.find(id);
  if (subscription === undefined) return { kind: 'removed', messages: 0 };
  const key = digestKey(id, due.at);
  if ((await store.outbox.byKey(key)) !== undefined) return { kind: 'already', messages: 0 };
  const now = clock();
  const scope = { ...scopeOf(subscription), asOf: now };
  const since = subscription.lastAsOf === null ? null : Date.parse(subscription.lastAsOf);
  const reporter = await settings.reporter();
  const before = await toldBefore(subscription, settings);
  const { report, told, restated } = await reporter.edition({
    ...scope,
    report: subscription.report,
    since,
    published: before,
    basis: settings.basis,
  });
  // What is said to be another number now is what was told last.
  const retold = restated.length === 0 ? [] : await reporter.retell({ ...scope, figures: restated });
  const content: DigestContent = {
    report,
    since,
    subscription: id,
    restated,
    work: await workAt(store, now),
    late: due.late === null ? null : { dueAt: due.at, reason: due.late },
    stale: await settings.stale(),
    account: await accountOf(id, due.at, settings),
    next: { at: instant(settings.nextDue(subscription, now)), zone: subscription.schedule.zone },
  };
  const note = subscription.lastAsOf === null ? await settings.firstNote(subscription) : null;
  const messages = settings
    .messages(content, subscription.language)
    .map((message, index) =>
      index === 0 && note !== null ? { ...message, blocks: [...message.blocks, note] } : message,
    )
    .map((message, index) => queued(subscription, key, index, message, now));
  const kept = { subscription: id, basis: settings.basis, asOf: report.asOf };
  await store.together(async (parts) => {
    await parts.outbox.add(messages);
    await parts.subscriptions.noteDigest(id, report.asOf);
    // What is unchanged by another mapping is not to be blamed on it later.
    await parts.published.put(before.map((figure) => ({ ...figure, basis: settings.basis })));
    await parts.published.put([...retold, ...told].map((figure) => ({ ...figure, ...kept })));
    await parts.published.restate(restated.map((one) => restatement(id, one, report.asOf)));
  });
  return { kind: 'queued', messages: messages.length };
}

/** What a digest would be now, for one person's eyes: nothing is kept of it. */
export async function previewDigest(
  asked: { readonly report: Report['report']; readonly language: string } & Subscription['scope'],
  settings: Pick<ProduceSettings, 'store' | 'reporter' | 'messages' | 'stale' | 'clock'>,
): Promise<readonly Message[]> {
  const { store, clock } = settings;
  const now = clock();
  const { report: kind, language, ...wished } = asked;
  const scope = scopeOf({ scope: wished });
  const reporter = await settings.reporter();
  const report = await reporter.report({ report: kind, asOf: now, since: null, ...scope });
  const work = await workAt(store, now);
  const stale = await settings.stale();
  const alone = { subscription: null, restated: [], late: null, account: null, next: null };
  return settings.messages({ report, work, stale, ...alone }, language);
}

type Scope = Pick<ReportQuery, 'segment' | 'partners'>;

const scopeOf = ({ scope }: Pick<Subscription, 'scope'>): Scope => ({
  segment: checkedSegment(scope.segment),
  partners: scope.partners,
});

/** The keys of a segment that there are; the store keeps them as text. */
function checkedSegment(segment: Readonly<Record<string, string>>): Segment {
  const read = segmentOf(segment);
  if (read === null) throw new PulseError('unknown-segment', { segment: Object.keys(segment).join(', ') });
  return read;
}

/** Of each figure the last few periods: older ones move no decision, and each costs a computation. */
async function toldBefore({ id }: Subscription, { store }: ProduceSettings): Promise<readonly PublishedFigure[]> {
  const byFigure = Map.groupBy(await store.published.of(id), ({ kpi, figure }) => `${kpi} ${figure}`);
  return [...byFigure.values()].flatMap((periods) =>
    periods.toSorted((a, b) => (a.asOf < b.asOf ? 1 : -1)).slice(0, comparedPeriods),
  );
}

/** What holds now: a snooze that is over is none. */
export async function workAt({ rowWork }: Pick<Store, 'rowWork'>, now: number): Promise<DigestContent['work']> {
  const at = instant(now);
  const rows = (await rowWork.all()).flatMap((row): RowWorkEntry[] => {
    const snoozed = row.snoozedUntil !== null && row.snoozedUntil > at;
    if (!snoozed && row.assignedTo === null) return [];
    return [snoozed ? row : { ...row, snoozedUntil: null, snoozedBy: null }];
  });
  return new Map(rows.map((row) => [`${row.record}/${row.id}`, row]));
}

/** How the digests before went: what reached Slack, what came late and why, what never came. */
async function accountOf(id: string, dueAt: string, { store }: ProduceSettings): Promise<DigestContent['account']> {
  const runs = (await store.jobRuns.list({ job: digestJob(id), last: accountRuns })).filter(
    (run) => run.outcome !== 'running' && run.dueAt !== dueAt,
  );
  if (runs.length === 0) return null;
  // What else it was told, that it waits or is paused, is no digest.
  const roots = (await store.outbox.roots(id, 2 * accountRuns)).filter(({ key }) => isDigestKey(key, id));
  const late = runs.filter(({ outcome, code }) => outcome === 'well' && lateReasons.some((one) => one === code));
  const latest = late[0]?.code;
  // One that still waits now that the next one comes never comes itself.
  const missed = runs.filter(
    ({ outcome, code }) =>
      outcome === 'failed' || outcome === 'missed' || (outcome === 'skipped' && code?.startsWith('waits-') === true),
  ).length;
  const lost = roots.filter(({ state }) => ['failed', 'dropped', 'parked'].includes(state)).length;
  return {
    sent: roots.filter(({ state }) => state === 'sent').length,
    late: late.length,
    lateReason: lateReasons.find((one) => one === latest) ?? null,
    failed: missed + lost,
  };
}

function queued(
  subscription: Subscription,
  key: string,
  index: number,
  { text, blocks }: Message,
  now: number,
): NewMessage {
  return {
    key: index === 0 ? key : `${key}/${index}`,
    subscription: subscription.id,
    destination: subscription.destination,
    thread: index === 0 ? null : key,
    bulk: true,
    figures: true,
    body: { text, blocks },
    createdAt: instant(now),
    notBefore: instant(now),
    expiresAt: instant(now + worthDays[subscription.report] * dayMs),
  };
}

const restatement = (subscription: string, one: Restated, at: string): Restatement => ({
  subscription,
  kpi: one.kpi,
  figure: one.figure,
  period: one.period,
  before: one.before,
  after: one.after,
  reasons: one.reasons,
  at,
});
