// History rows that the service writes by itself when records change.
import type { SchemaField, SchemaObject } from '../schema/schema.ts';
import type { OrgState } from './state.ts';
import { type Cell, formatDatetime } from './values.ts';

type Cells = ReadonlyMap<string, Cell>;

function asText(field: SchemaField, cell: Cell): Cell {
  if (cell === null) return null;
  if (field.type === 'datetime') return formatDatetime(Number(cell), 'rest');
  if (field.type === 'boolean') return cell === 1 ? 'true' : 'false';
  return String(cell);
}

function write(state: OrgState, name: string, stamp: number, values: [string, Cell][]): void {
  const object = state.schema.object(name);
  const stamped = object.fields.has('systemmodstamp') ? [['systemmodstamp', stamp] satisfies [string, Cell]] : [];
  state.tables.insert(
    object,
    new Map<string, Cell>([
      ['id', state.ids.next(object.definition.keyPrefix)],
      ['isdeleted', 0],
      ['createddate', stamp],
      ['createdbyid', state.actor],
      ...stamped,
      ...values,
    ]),
  );
}

/** One row of field history for each tracked field that changed, or one `created` row. */
export function trackFields(
  state: OrgState,
  object: SchemaObject,
  before: Cells | undefined,
  after: Cells,
  stamp: number,
) {
  const { history } = object.definition;
  if (history === undefined) return;
  const parent: [string, Cell] = [history.parent.toLowerCase(), after.get('id') ?? null];
  if (before === undefined) {
    write(state, history.object, stamp, [parent, ['field', 'created'], ['datatype', 'Text']]);
    return;
  }
  for (const [key, field] of object.fields) {
    if (field.trackHistory !== true) continue;
    const [old, now] = [before.get(key) ?? null, after.get(key) ?? null];
    if (old === now) continue;
    write(state, history.object, stamp, [
      parent,
      ['field', field.name],
      ['datatype', field.type],
      ['oldvalue', asText(field, old)],
      ['newvalue', asText(field, now)],
    ]);
  }
}

const WATCHED = ['stagename', 'amount', 'closedate', 'probability', 'forecastcategoryname'];

/** OpportunityHistory: a row when stage, amount, probability, forecast category or close date changes. */
export function trackStages(
  state: OrgState,
  object: SchemaObject,
  before: Cells | undefined,
  after: Cells,
  stamp: number,
) {
  if (object.name !== 'Opportunity') return;
  if (before !== undefined && WATCHED.every((key) => (before.get(key) ?? null) === (after.get(key) ?? null))) return;
  write(state, 'OpportunityHistory', stamp, [
    ['opportunityid', after.get('id') ?? null],
    ['stagename', after.get('stagename') ?? null],
    ['amount', after.get('amount') ?? null],
    ['closedate', after.get('closedate') ?? null],
    ['probability', after.get('probability') ?? null],
    ['forecastcategory', after.get('forecastcategoryname') ?? null],
    ['prevamount', before?.get('amount') ?? null],
    ['prevclosedate', before?.get('closedate') ?? null],
  ]);
}
