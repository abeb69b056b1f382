import { createHash } from 'node:crypto';
import type { ObjectFacts, StageFact } from '../crm/contract.ts';
import { meets } from '../mapping/conditions.ts';
import type { Filter, ObjectNeed, RawRow } from '../mapping/index.ts';
import type { Warning } from '../source.ts';
import type { ObjectDescription } from './client.ts';
import { pushdown } from './pushdown.ts';
import { type Layout, selected } from './rows.ts';
import type { Column, Schema } from './schema.ts';
import type { Condition } from './soql.ts';

/** How one object is read, as the org has it now. */
export interface ObjectPlan {
  readonly facts: ObjectFacts;
  readonly layout: Layout;
  /** Alternatives that a row may meet, without those on what the org lacks; null: all rows are wanted. */
  readonly alternatives: readonly (readonly Filter[])[] | null;
  /** What of them Salesforce sees to. */
  readonly where: Condition | null;
  readonly isExact: boolean;
  /** Columns that the filters look at. */
  readonly filtered: readonly Column[];
  /** Columns whose values change while the row's stamp stays. */
  readonly calculated: readonly Column[];
  /** Lookups that Salesforce empties when what they lead to is deleted. */
  readonly clearable: readonly Column[];
  /** Whether a row can begin or cease to meet the filters while its stamp stays. */
  readonly driftsByFilter: boolean;
  /** Whether the service tells which rows changed and which were deleted. */
  readonly replicated: boolean;
}

/** What the plan of an object depends on beside its need. */
export interface Ground {
  readonly schema: Schema;
  readonly account: string;
  readonly origin: string;
  readonly stages: readonly StageFact[];
  /** `Object.Field`, folded: changes without a stamp. */
  readonly refreshed: ReadonlySet<string>;
}

export interface Planned {
  readonly plan: ObjectPlan | null;
  /** Required properties that are missing, as words of a failure. */
  readonly missing: readonly string[];
  readonly warnings: readonly Warning[];
}

const stamps = ['SystemModstamp', 'LastModifiedDate', 'CreatedDate', 'LoginTime'];
/** What a stage says of opportunities: an edit of it changes them without their stamps. */
const ofStage = /^(StageName|IsClosed|IsWon|ForecastCategory|ForecastCategoryName|Probability)$/i;

/** Fields that Salesforce keeps up by itself, without a stamp; `refreshFields` names others. */
const unstamped =
  /^(LastActivityDate|LastLoginDate|LastViewedDate|LastReferencedDate|HasOpenActivity|HasOverdueTask)$/i;

/** Holds a need against what the org has. */
export function planOf(need: ObjectNeed, ground: Ground): Planned {
  const { schema } = ground;
  const described = schema.object(need.object);
  const file = `salesforce ${need.object}`;
  if (described === null || !described.queryable) {
    if (!need.optional) return { plan: null, missing: [need.object], warnings: [] };
    const message = 'there is no such object, or the bot’s user may not read it; the mapping has it as optional';
    return { plan: null, missing: [], warnings: [{ file, message }] };
  }
  const pairs = need.properties.map((property) => [property, schema.column(described.name, property)] as const);
  const absent = pairs.filter(([, column]) => column === null).map(([property]) => property);
  const may = new Set(need.optional ? need.properties : need.optionalProperties);
  const missing = absent.filter((name) => !may.has(name)).map((name) => schema.missing(described.name, name));
  if (missing.length > 0) return { plan: null, missing, warnings: [] };
  const columns = pairs.flatMap(([, column]) => column ?? []);
  const warnings = [
    ...absent.map((name) => lackingWarning(file, schema.missing(described.name, name))),
    ...longTextWarnings(file, columns),
    ...need.histories.map((name) => ({
      file,
      message: `the history of ${name} is not read with the rows: map ${historyObject(described.name)} as partner-history`,
    })),
  ];
  return { plan: build(need, described, { columns, absent }, ground), missing: [], warnings };
}

const lackingWarning = (file: string, words: string): Warning => ({
  file,
  message: `${words}: there is no such field, or field-level security hides it from the bot’s user; what rests on it is unknown`,
});

const historyObject = (object: string): string =>
  object.endsWith('__c') ? object.replace(/__c$/, '__History') : `${object}History`;

function longTextWarnings(file: string, columns: readonly Column[]): readonly Warning[] {
  const long = columns.filter(({ field }) => field.custom && field.type === 'textarea' && field.length > 255);
  if (long.length < 2) return [];
  const names = long.map(({ property }) => property).join(', ');
  return [{ file, message: `${names}: with two long texts Salesforce gives 200 rows a call in place of 2,000` }];
}

function build(
  need: ObjectNeed,
  described: ObjectDescription,
  { columns, absent }: { columns: readonly Column[]; absent: readonly string[] },
  ground: Ground,
): ObjectPlan {
  const { schema, refreshed } = ground;
  const object = described.name;
  const has = (name: string): boolean => schema.column(object, name) !== null;
  const stamp = stamps.find((name) => schema.column(object, name)?.field.filterable === true) ?? null;
  const lacking = new Set(absent);
  // A filter on what the org lacks is met by no row.
  const alternatives = need.filters?.filter((filters) => !filters.some(({ field }) => lacking.has(field))) ?? null;
  const byName = new Map(columns.map((column) => [column.property, column]));
  const pushed = alternatives === null ? null : pushdown(alternatives, (name) => byName.get(name) ?? null);
  const names = new Set(alternatives?.flat().map(({ field }) => field));
  const filtered = columns.filter(({ property }) => names.has(property));
  const drifts = ({ property, calculated, field }: Column): boolean =>
    calculated || unstamped.test(field.name) || refreshed.has(`${object}.${property}`.toLowerCase());
  const calculated = columns.filter(drifts);
  const layout: Layout = {
    object: need.object,
    columns,
    stamp,
    hasDeleted: has('IsDeleted'),
    hasMaster: has('MasterRecordId'),
    origin: ground.origin,
  };
  return {
    facts: {
      need,
      lacking: absent,
      calculated: calculated.map(({ property }) => property),
      basis: basisOf(need, described, layout, ground),
    },
    layout,
    alternatives,
    where: pushed?.where ?? null,
    isExact: pushed?.exact ?? true,
    filtered,
    calculated,
    clearable: columns.filter(({ path, field }) => path.length === 1 && field.type === 'reference' && field.nillable),
    driftsByFilter: filtered.some(drifts),
    replicated: described.replicateable,
  };
}

/** Changes whenever rows that are known may differ from what would be read now though no stamp moved. */
function basisOf(need: ObjectNeed, described: ObjectDescription, layout: Layout, ground: Ground): string {
  const own = layout.columns.filter(({ path }) => path.length === 1);
  const isOfStages = described.name === 'Opportunity' && own.some(({ field }) => ofStage.test(field.name));
  // A renamed value is written into all rows, and no stamp moves.
  const choices = own
    .filter(({ field }) => /^(multi)?picklist$/.test(field.type) && !(isOfStages && ofStage.test(field.name)))
    .map(({ field }) => [field.name, field.picklistValues.map(({ value }) => value).sort()]);
  const usesTypes = layout.columns.some(({ path }) => path[0] === 'RecordType');
  const types = usesTypes
    ? described.recordTypeInfos.map((type) => [type.recordTypeId, type.developerName, type.name])
    : [];
  const parts = [
    ground.account,
    described.name,
    selected(layout),
    layout.columns.map(({ property }) => property),
    need.filters,
    choices,
    types,
    isOfStages ? ground.stages.map(({ stage, status }) => [stage, status]) : [],
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Whether a row is one of those that the mapping wants. */
export const isWanted = ({ alternatives }: ObjectPlan, row: RawRow): boolean =>
  alternatives === null || alternatives.some((filters) => meets(row, filters));
