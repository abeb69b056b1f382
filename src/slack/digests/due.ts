import type { ErrorParams } from '../../errors.ts';
import { afterHolidays, deliverable, isHoliday } from '../../schedule/index.ts';
import type { JobRun } from '../../store/ledger/job-runs.ts';
import type { Subscription } from '../../store/ledger/subscriptions.ts';
import type { Message } from '../messages/voice.ts';
import { digestJob, digestKey, type LateReason, type ProduceSettings, produceDigest } from './produce.ts';

/** A source without new data for longer than a digest puts up with. */
export interface FailingSource {
  readonly source: string;
  /** UTC instant of its newest data; null: there never were any. */
  readonly since: string | null;
  /** Why its last run failed. */
  readonly code: string;
  readonly params: ErrorParams;
}

export interface DueSettings extends ProduceSettings {
  /** Whether the syncs with which the bot begins have ended, well or not: until then the data are those of its last life. */
  readonly begun: () => boolean;
  /** Sources whose syncs fail, and whose data are older than a digest may be. */
  readonly failing: () => Promise<readonly FailingSource[]>;
  /** What is said at the place of a digest that waits; `until`: UTC instant. */
  readonly waits: (failing: readonly FailingSource[], until: string, language: string) => Message;
  /** How long a digest waits for data before it comes with old ones that say so. */
  readonly waitMs: number;
}

/** How the run of a digest ended, as its job keeps it. */
export interface DigestRun {
  readonly outcome: 'well' | 'skipped';
  readonly code: string | null;
  readonly params: ErrorParams;
}

const waitsForStart = 'waits-for-start';
const waitsForSync = 'waits-for-sync';
const waitsForHours = 'waits-for-hours';
const waitsForHoliday = 'waits-for-holiday';
const instant = (ms: number): string => new Date(ms).toISOString();

/** Makes a digest that is due, or notes what it waits for; `waited`: what it waited for until now. */
export async function runDigest(
  id: string,
  due: { readonly at: string; readonly late: boolean; readonly waited: LateReason | null },
  settings: DueSettings,
): Promise<DigestRun> {
  const { store, clock } = settings;
  const subscription = await store.subscriptions.find(id);
  if (subscription === undefined) return skipped('removed');
  if (subscription.pause !== null) return skipped(`paused-${subscription.pause.reason}`);
  const now = clock();
  const silence = { zone: subscription.schedule.zone, quiet: subscription.quiet, holidays: subscription.holidays };
  const open = Math.max(deliverable(afterHolidays(Date.parse(due.at), silence), silence), deliverable(now, silence));
  if (open > now)
    return skipped(isHoliday(Date.parse(due.at), silence) ? waitsForHoliday : waitsForHours, { until: instant(open) });
  const until = Date.parse(due.at) + settings.waitMs;
  if (now < until && !settings.begun()) return skipped(waitsForStart, { until: instant(until) });
  const failing = now < until ? await settings.failing() : [];
  if (failing.length > 0) {
    await sayThatItWaits(subscription, due.at, failing, until, settings);
    return skipped(waitsForSync, { until: instant(until) });
  }
  const late = due.waited ?? (due.late ? 'was-down' : null);
  const { kind, messages } = await produceDigest(id, { at: due.at, late }, settings);
  return kind === 'removed' ? skipped('removed') : { outcome: 'well', code: late, params: { messages } };
}

const skipped = (code: string, params: ErrorParams = {}): DigestRun => ({ outcome: 'skipped', code, params });

/** Goes on with the digests that wait, unless their next one has come. How many came. */
export async function resumeWaiting(settings: DueSettings): Promise<number> {
  const { store, clock } = settings;
  let came = 0;
  for (const { id } of await store.subscriptions.list()) {
    const job = digestJob(id);
    const run = await store.jobRuns.last(job);
    if (run === undefined || !isWaiting(run)) continue;
    const { dueAt } = run;
    const due = { at: dueAt, late: run.late, waited: waitedFor(run) };
    const { outcome, ...end } = await runDigest(id, due, settings);
    if (outcome === 'well') came += 1;
    if (outcome !== run.outcome || end.code !== run.code)
      await store.jobRuns.end(job, dueAt, { outcome, at: instant(clock()), ...end });
  }
  return came;
}

const isWaiting = ({ outcome, code }: JobRun): boolean => outcome === 'skipped' && code?.startsWith('waits-') === true;

function waitedFor({ code }: JobRun): LateReason | null {
  if (code === waitsForSync) return 'waited-for-sync';
  if (code === waitsForHoliday) return 'holiday';
  return code === waitsForHours ? 'quiet-hours' : null;
}

/** Once per digest, and not where nothing may be said now. */
async function sayThatItWaits(
  { id, destination, language }: Subscription,
  dueAt: string,
  failing: readonly FailingSource[],
  until: number,
  { store, waits, clock }: DueSettings,
): Promise<void> {
  const at = instant(clock());
  const { text, blocks } = waits(failing, instant(until), language);
  await store.outbox.add([
    {
      key: `${digestKey(id, dueAt)}/waits`,
      subscription: id,
      destination,
      thread: null,
      bulk: true,
      // No number, but it names a source and its trouble: nobody from outside is to read it.
      figures: true,
      body: { text, blocks },
      createdAt: at,
      notBefore: at,
      expiresAt: instant(until),
    },
  ]);
}
