import { formatMinor, type Minor, toMinor } from '../records/money.ts';
import { compareCodePoints } from '../records/order.ts';
import type { ToldBefore, ToldFigure } from './report.ts';
import { type Restated, type RestatementReason, restatementReasons } from './restated.ts';

const MOST_RECORDS = 10;

type Part = ToldFigure['parts'][number];

/** What a record is now; null: it is gone. `state` of a deal: open, won, lost … */
export interface RecordNow {
  readonly label: string | null;
  readonly url: string | null;
  readonly state: string;
}
export type Lookup = (record: string, id: string) => RecordNow | null;

/** A record whose share of a figure is another one now. */
interface Change {
  readonly reason: RestatementReason;
  readonly record: string;
  readonly id: string;
  readonly moves: Minor;
}

/**
 * The figures that were told and are other numbers now, in the order in which they were told, each with what moved it. Only
 * figures that `after` has too are compared. `basis`: what `after` was computed by; another one than before is a reason
 * of its own, whose weight nobody can tell from that of the records.
 */
export function restate(
  before: readonly ToldBefore[],
  after: readonly ToldFigure[],
  basis: string,
  lookup: Lookup,
): readonly Restated[] {
  const now = new Map(after.map((figure) => [slotOf(figure), figure]));
  return before.flatMap((told) => {
    const figure = now.get(slotOf(told));
    if (figure === undefined) return [];
    const digits = Math.max(decimalsOf(told.value), decimalsOf(figure.value));
    if (toMinor(told.value, '1', digits) === toMinor(figure.value, '1', digits)) return [];
    const { kpi, figure: name, period, value } = told;
    const reasons = reasonsOf(changesOf(told, figure, digits, lookup), told.basis !== basis, digits, lookup);
    return [{ kpi, figure: name, period, before: value, after: figure.value, reasons }];
  });
}

const slotOf = ({ kpi, figure, period }: ToldFigure): string => JSON.stringify([kpi, figure, period]);
const partSlot = ({ record, id }: Part): string => `${record}/${id}`;
const decimalsOf = (value: string): number => value.split('.')[1]?.length ?? 0;

function changesOf(before: ToldFigure, after: ToldFigure, digits: number, lookup: Lookup): readonly Change[] {
  const minor = (part: Part | undefined): Minor => (part === undefined ? 0n : toMinor(part.value, '1', digits));
  const then = new Map(before.parts.map((part) => [partSlot(part), part]));
  const now = new Map(after.parts.map((part) => [partSlot(part), part]));
  return [...new Map([...then, ...now])].flatMap(([slot, { record, id }]) => {
    const [was, is] = [then.get(slot), now.get(slot)];
    const moves = minor(is) - minor(was);
    // A record that came or went without an amount moves nothing.
    return moves === 0n ? [] : [{ reason: reasonOf(was, is, lookup), record, id, moves }];
  });
}

function reasonOf(was: Part | undefined, is: Part | undefined, lookup: Lookup): RestatementReason {
  if (was === undefined) return 'added';
  if (is !== undefined) return was.state === is.state ? 'amount-changed' : 'state-changed';
  const state = lookup(was.record, was.id)?.state;
  return was.record === 'deal' && (state === 'open' || state === 'lost') ? 'reopened' : 'removed';
}

const size = (value: Minor): Minor => (value < 0n ? -value : value);
const heavier = (a: Minor, b: Minor): number => (size(a) === size(b) ? 0 : size(a) > size(b) ? -1 : 1);

function reasonsOf(
  changes: readonly Change[],
  basisChanged: boolean,
  digits: number,
  lookup: Lookup,
): Restated['reasons'] {
  const grouped = [...Map.groupBy(changes, ({ reason }) => reason)].map(([reason, group]) => {
    const sorted = group.toSorted((a, b) => heavier(a.moves, b.moves) || compareCodePoints(a.id, b.id));
    return {
      moves: group.reduce((sum, { moves }) => sum + moves, 0n),
      reason,
      count: group.length,
      records: sorted.slice(0, MOST_RECORDS).map(({ record, id }) => {
        const known = lookup(record, id);
        return { record, id, label: known?.label ?? null, url: known?.url ?? null };
      }),
    };
  });
  const place = (reason: RestatementReason): number => restatementReasons.indexOf(reason);
  grouped.sort((a, b) => heavier(a.moves, b.moves) || place(a.reason) - place(b.reason));
  const told = grouped.map(({ moves, ...rest }) => ({ ...rest, value: formatMinor(moves, digits) }));
  if (!basisChanged && told.length > 0) return told;
  return [{ reason: 'basis-changed', count: 1, value: null, records: [] }, ...told];
}
