// Inserts and updates with a given stamp: what the record, its derived fields and its history become.
import { OrgError } from '../errors.ts';
import type { Row } from '../schema/definitions.ts';
import type { SchemaObject } from '../schema/schema.ts';
import { trackFields, trackStages } from './history.ts';
import type { OrgState } from './state.ts';
import { type Cell, encode } from './values.ts';

/** Fields that only the server's clock writes. */
const SERVER_ONLY = new Set(['systemmodstamp', 'id', 'isdeleted']);

/** The cells of values that somebody writes; refuses unknown, computed and system fields. */
export function encodeRow(state: OrgState, object: SchemaObject, row: Row): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const [name, value] of Object.entries(row)) {
    const field = state.schema.field(object, name);
    const key = field.name.toLowerCase();
    if (field.formula !== undefined || SERVER_ONLY.has(key))
      throw new OrgError('INVALID_FIELD_FOR_INSERT_UPDATE', `${object.name}.${field.name} cannot be written`);
    cells.set(key, encode(field, value));
  }
  return cells;
}

/** A stage brings its probability and forecast category unless they are written with it. */
function deriveFromStage(state: OrgState, object: SchemaObject, cells: Map<string, Cell>): void {
  const stage = cells.get('stagename');
  if (object.name !== 'Opportunity' || stage === undefined || stage === null) return;
  const stages = state.schema.object('OpportunityStage');
  const [id] = state.tables.idsWhere(stages, 'ApiName', stage);
  const row = id === undefined ? undefined : state.tables.read(stages, id);
  if (row === undefined) return;
  if (!cells.has('probability')) cells.set('probability', row.get('defaultprobability') ?? null);
  if (!cells.has('forecastcategoryname')) cells.set('forecastcategoryname', row.get('forecastcategoryname') ?? null);
}

function withDefaults(
  state: OrgState,
  object: SchemaObject,
  given: Map<string, Cell>,
  stamp: number,
): Map<string, Cell> {
  const cells = new Map(given);
  for (const [key, field] of object.fields)
    if (!cells.has(key) && field.default !== undefined && field.formula === undefined)
      cells.set(key, encode(field, field.default));
  const system: [string, Cell][] = [
    ['createddate', stamp],
    ['createdbyid', state.actor],
    // Audit fields may be set at creation; the last change is then no older than the creation.
    ['lastmodifieddate', cells.get('createddate') ?? stamp],
    ['lastmodifiedbyid', state.actor],
    ['systemmodstamp', stamp],
    ['ownerid', state.actor],
  ];
  for (const [key, value] of system) if (object.fields.has(key) && !cells.has(key)) cells.set(key, value);
  return cells;
}

function requireValues(object: SchemaObject, cells: Map<string, Cell>): void {
  const missing = [...object.fields].filter(
    ([key, field]) => field.nillable === false && field.formula === undefined && (cells.get(key) ?? null) === null,
  );
  if (missing.length === 0) return;
  const names = missing.map(([, field]) => field.name).join(', ');
  throw new OrgError('REQUIRED_FIELD_MISSING', `${object.name}: Required fields are missing: [${names}]`);
}

/** A lookup points at a living record of the right kind. */
function requireParents(state: OrgState, object: SchemaObject, given: ReadonlyMap<string, Cell>): void {
  for (const [key, cell] of given) {
    const field = object.fields.get(key);
    if (field?.type !== 'reference' || typeof cell !== 'string') continue;
    const parent = state.schema.byId(cell);
    const row = field.referenceTo?.includes(parent.name) === true ? state.tables.read(parent, cell) : undefined;
    if (row === undefined || row.get('isdeleted') === 1)
      throw new OrgError('INVALID_CROSS_REFERENCE_KEY', `${object.name}.${field.name}: no such record: ${cell}`);
  }
}

/** Writes a new record. `given` comes from `encodeRow`. */
export function insertRecord(
  state: OrgState,
  object: SchemaObject,
  id: string,
  given: Map<string, Cell>,
  stamp: number,
) {
  const cells = withDefaults(state, object, given, stamp);
  cells.set('id', id);
  deriveFromStage(state, object, cells);
  requireValues(object, cells);
  requireParents(state, object, given);
  state.tables.insert(object, cells);
  trackFields(state, object, undefined, cells, stamp);
  trackStages(state, object, undefined, cells, stamp);
}

/** Changes a record, moves its stamps and writes its history. */
export function updateRecord(
  state: OrgState,
  object: SchemaObject,
  id: string,
  given: Map<string, Cell>,
  stamp: number,
) {
  if (object.definition.updateable === false)
    throw new OrgError('CANNOT_UPDATE', `${object.name} knows no update: delete it and insert another`);
  const before = state.tables.read(object, id);
  if (before === undefined || before.get('isdeleted') === 1)
    throw new OrgError('ENTITY_IS_DELETED', `${id} is deleted`);
  const cells = new Map(given);
  const stage = cells.get('stagename');
  if (stage !== undefined && stage !== before.get('stagename')) deriveFromStage(state, object, cells);
  const stamps: [string, Cell][] = [
    ['lastmodifieddate', stamp],
    ['lastmodifiedbyid', state.actor],
    ['systemmodstamp', stamp],
  ];
  for (const [key, value] of stamps) if (object.fields.has(key)) cells.set(key, value);
  const after = new Map([...before, ...cells]);
  requireValues(object, after);
  requireParents(state, object, given);
  state.tables.update(object, id, cells);
  trackFields(state, object, before, after, stamp);
  trackStages(state, object, before, after, stamp);
}
