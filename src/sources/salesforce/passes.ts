import type { PassPage } from '../crm/contract.ts';
import { isCrmFailure } from '../http/failure.ts';
import { type ChangesCursor, readChangesCursor, readSweepCursor } from './cursor.ts';
import { isWanted, type ObjectPlan } from './needed.ts';
import { type Layout, type ReadRow, rowOf, selected } from './rows.ts';
import type { Column } from './schema.ts';
import type { Condition } from './soql.ts';
import { type SweepContext, type SweepPart, sweep } from './sweep.ts';
import { walk } from './walk.ts';
import { within } from './window.ts';

export interface PassContext extends SweepContext {
  /** Rows of the object that are known. */
  readonly known: number;
  /** The org's clock when the run began: UTC instant. */
  readonly at: string;
  /** Up to when changes of the object were read; null where none were. */
  readonly changedUntil: string | null;
}

type Start = { readonly cursor: string | null; readonly signal: AbortSignal };

/** The shortest window that is still halved when a query takes too long. */
const SHORTEST_WINDOW_MS = 60_000;

/** Every row that the mapping wants, deleted ones as gone. */
export async function* readAll(context: PassContext, plan: ObjectPlan, start: Start): AsyncGenerator<PassPage> {
  if (isNever(plan)) {
    yield { rows: [], cursor: null, watermark: context.at, done: 0, total: 0 };
    return;
  }
  const { layout, where } = plan;
  yield* swept(context, { layout, where }, start, (rows) => contentOf(plan, rows, 'silent'));
}

/** The ids of all rows that the mapping wants and that are there; with them their lookups, which are cleared without a stamp when a parent is deleted. */
export async function* readPresent(context: PassContext, plan: ObjectPlan, start: Start): AsyncGenerator<PassPage> {
  if (isNever(plan)) {
    yield { present: [], cursor: null, watermark: context.at, done: 0, total: 0 };
    return;
  }
  // Fields of filters are looked at only where Salesforce sees to the filters more loosely than the mapping means them.
  const looked = new Set([...(plan.isExact ? [] : plan.filtered), ...plan.clearable]);
  const layout = reduced(plan.layout, [...looked]);
  const isThere = ({ row }: ReadRow): boolean => plan.isExact || isWanted(plan, row);
  yield* swept(context, { layout, where: living(plan) }, start, (rows) => ({
    present: rows.filter(isThere).map(({ row }) => row.id),
    ...(looked.size > 0 && { values: valuesOf(rows) }),
  }));
}

/** The values that change without a stamp, of all rows that are there. */
export async function* readValues(context: PassContext, plan: ObjectPlan, start: Start): AsyncGenerator<PassPage> {
  const layout = reduced(plan.layout, plan.calculated);
  yield* swept(context, { layout, where: living(plan) }, start, (rows) => ({
    values: valuesOf(rows),
  }));
}

const valuesOf = (rows: readonly ReadRow[]): NonNullable<PassPage['values']> =>
  rows.map(({ row: { object, id, values } }) => ({ object, id, values }));

/**
 * The rows that changed from a moment on. They are read without the mapping's filter: a row that has ceased to meet it is told as gone.
 */
export async function* readChanges(
  context: PassContext & { readonly from: number },
  plan: ObjectPlan,
  stamp: string,
  { cursor, signal }: Start,
): AsyncGenerator<PassPage> {
  const { client, at, from } = context;
  // The clock comes in whole seconds: what was stamped within this one belongs to the window too.
  const now = Date.parse(at);
  let state: ChangesCursor = readChangesCursor(cursor) ?? {
    until: now,
    windows: [{ from, until: now + 1_000 }],
    place: null,
  };
  const fields = selected(plan.layout);
  for (let window = state.windows[0]; window !== undefined; window = state.windows[0]) {
    const rest = state.windows.slice(1);
    const question = { object: plan.layout.object, fields, where: within({ field: stamp, ...window }), stamp };
    try {
      for await (const { records, place, done, total } of walk(client, question, state.place, signal)) {
        const read = records.map((record) => rowOf(plan.layout, record));
        if (place !== null) state = { ...state, place };
        else state = { ...state, windows: rest, place: null };
        const isLast = place === null && rest.length === 0;
        yield {
          ...contentOf(plan, read, 'gone'),
          cursor: isLast ? null : JSON.stringify(state),
          ...(isLast && { watermark: new Date(state.until).toISOString() }),
          done,
          total: rest.length === 0 ? total : null,
        };
      }
    } catch (error) {
      if (!isCrmFailure(error, 'crm-slow-query') || window.until - window.from <= SHORTEST_WINDOW_MS) throw error;
      const middle = Math.floor((window.from + window.until) / 2);
      const halves = [
        { from: window.from, until: middle },
        { from: middle, until: window.until },
      ];
      state = { ...state, windows: [...halves, ...rest], place: null };
    }
  }
}

/** What rows say: those that are there, are gone, or were merged. Unwanted ones are gone, or not spoken of. */
export function contentOf(
  plan: ObjectPlan,
  rows: readonly ReadRow[],
  unwanted: 'gone' | 'silent',
): Pick<PassPage, 'rows' | 'gone' | 'merged'> {
  const there = [];
  const gone = [];
  const merged = [];
  for (const { row, deleted, mergedInto } of rows) {
    const { object, id } = row;
    if (deleted && mergedInto !== null) merged.push({ object, id, into: mergedInto });
    else if (deleted) gone.push({ object, id });
    else if (isWanted(plan, row)) there.push(row);
    else if (unwanted === 'gone') gone.push({ object, id, apart: true });
  }
  return { rows: there, ...(gone.length > 0 && { gone }), ...(merged.length > 0 && { merged }) };
}

async function* swept(
  context: PassContext,
  what: { readonly layout: Layout; readonly where: Condition | null },
  { cursor, signal }: Start,
  content: (rows: SweepPart['rows']) => Omit<PassPage, 'cursor' | 'done' | 'total'>,
): AsyncGenerator<PassPage> {
  const kept = stillGood(readSweepCursor(cursor), context);
  const at = kept?.at ?? context.at;
  const question = { ...what, known: context.known };
  for await (const { rows, place, done, total } of sweep(context, question, kept?.sweep ?? null, signal)) {
    yield {
      ...content(rows),
      cursor: place === null ? null : JSON.stringify({ at, sweep: place }),
      ...(place === null && { watermark: at }),
      done,
      total,
    };
  }
}

/**
 * The files of a job hold the rows of when it began: what has been told of them since then must not be undone. Pages are of when they are
 * read.
 */
function stillGood(
  kept: ReturnType<typeof readSweepCursor>,
  { changedUntil }: PassContext,
): ReturnType<typeof readSweepCursor> {
  const isPast = kept?.sweep.way === 'bulk' && changedUntil !== null && Date.parse(kept.at) < Date.parse(changedUntil);
  return isPast ? null : kept;
}

/** Whether no row can be wanted: every alternative rests on something that the org lacks. */
export const isNever = ({ alternatives }: ObjectPlan): boolean => alternatives?.length === 0;

const reduced = (layout: Layout, columns: readonly Column[]): Layout => ({
  ...layout,
  columns,
  stamp: null,
  hasDeleted: false,
  hasMaster: false,
});

function living({ layout, where }: ObjectPlan): Condition | null {
  if (!layout.hasDeleted) return where;
  return { all: [{ field: 'IsDeleted', is: '=', value: false }, ...(where === null ? [] : [where])] };
}
