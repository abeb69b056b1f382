import type { Asked, Known, Pass } from '../crm/contract.ts';
import type { ObjectPlan } from './needed.ts';
import { isNever } from './passes.ts';

export type Kind = 'all' | 'changes' | 'check' | 'values';

/** A pass that is due, and for changes from when on. */
export interface Due {
  readonly kind: Kind;
  readonly basis: string;
  readonly phase: Pass['phase'];
  /** Milliseconds of the org's clock, the overlap included; only for changes. */
  readonly from: number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The recycle bin keeps what was deleted for 15 days; after a longer pause only a look at every id tells. */
const LONGEST_PAUSE_MS = 14 * DAY_MS;
/** Up to so many rows, reading all costs as much as asking for changes. */
const ONE_PAGE = 2_000;
/** Above so many rows, an object of which changes tell little is read whole once an hour only. */
const MANY = 10_000;

/** What is to be read of an object now. */
export function dueOf(plan: ObjectPlan, known: Known, asked: Asked, overlapMs: number): readonly Due[] {
  const { need, basis } = plan.facts;
  const name = (kind: Kind): string => `${kind}:${need.object}`;
  const all = known.pass(name('all'), basis);
  const whole: Due = { kind: 'all', basis, phase: 0, from: 0 };
  if (asked.mode === 'full' || all === null) return [whole];
  const changes = known.pass(name('changes'), basis);
  const watermarks = [all, changes].flatMap((end) => (end?.watermark ? [Date.parse(end.watermark)] : []));
  if (watermarks.length === 0 || isNever(plan)) return isNever(plan) ? [] : [whole];
  const lastEnd = latest([all, changes]);
  const count = known.count(need.object);
  if (isReadWhole(plan, count, asked.now - Date.parse(all.endedAt))) return [whole];
  const due: Due[] = [];
  if (plan.layout.stamp !== null) {
    due.push({ kind: 'changes', basis, phase: 0, from: Math.max(...watermarks) - overlapMs });
  }
  const check = known.pass(name('check'), basis);
  const checkEvery = plan.driftsByFilter ? Math.min(DAY_MS, asked.reconcileEveryMs) : asked.reconcileEveryMs;
  const isCheckDue =
    asked.mode === 'reconcile' ||
    asked.now - latest([all, check]) >= checkEvery ||
    asked.now - lastEnd > LONGEST_PAUSE_MS;
  if (isCheckDue) due.push({ kind: 'check', basis, phase: 1, from: 0 });
  if (plan.calculated.length > 0) {
    const ofValues = `${basis} ${plan.facts.calculated.join()}`;
    const values = known.pass(name('values'), ofValues);
    if (asked.now - latest([all, values]) >= DAY_MS) due.push({ kind: 'values', basis: ofValues, phase: 1, from: 0 });
  }
  return due;
}

/** Calls that a pass takes, as far as can be told from what is known. */
export function callsOf(kind: Kind, count: number, bulkAbove: number): number {
  if (kind === 'changes') return 1;
  return count > bulkAbove ? 8 + Math.ceil(count / 50_000) : Math.max(1, Math.ceil(count / ONE_PAGE));
}

/** Objects that do not say what changed or what was deleted are read whole each time, the largest ones once an hour. */
function isReadWhole({ layout, replicated }: ObjectPlan, count: number, ageMs: number): boolean {
  const tells = layout.stamp !== null && replicated;
  if (tells) return !layout.hasDeleted && count <= ONE_PAGE;
  return count <= MANY || ageMs >= HOUR_MS;
}

const latest = (ends: readonly ({ readonly endedAt: string } | null)[]): number =>
  Math.max(...ends.map((end) => (end === null ? 0 : Date.parse(end.endedAt))));
