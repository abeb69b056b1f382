import type { Kpi } from '../kpi/definition.ts';
import { kpis } from '../kpi/list.ts';
import { openCalendar, type PeriodUnit, periodOf } from '../records/period.ts';
import { dateOfDay } from '../records/zone.ts';
import type { Entry } from '../sources/mapping/entry-schema.ts';
import type { FieldSpec } from '../sources/mapping/field-schema.ts';
import { type Filter, kpiNeeds, type Mapping, recordFields } from '../sources/mapping/index.ts';
import { type RawRow, textOf } from '../sources/mapping/row.ts';
import { propertiesOf } from '../sources/mapping/whole.ts';
import type { Asked } from './asked.ts';
import { type Finding, found } from './findings.ts';
import type { Gathered } from './gathered.ts';
import { propertyAt, type Schema } from './schema.ts';
import type { World } from './world.ts';

/** How full one field is in the rows of one entry. */
export interface Fill {
  readonly entry: Entry;
  readonly field: string;
  /** As people of the CRM call it. */
  readonly label: string;
  readonly rows: number;
  readonly empty: number;
  /** Of the rows that were made since set-up; null where nobody knows when, or there are none. */
  readonly recent: { readonly rows: number; readonly empty: number } | null;
}

const someShare = 0.1;
const poorShare = 0.3;

/** Fields that are asked of rows which are too many to be read: what most numbers rest on. */
const asksFor: Readonly<Record<string, readonly string[]>> = {
  partner: ['tier', 'region', 'onboardingCompletedAt'],
  deal: ['amount'],
  attribution: ['role'],
  registration: ['decidedAt', 'deal'],
};

/** How full the fields of each entry are. */
export async function fillsOf(
  gathered: readonly Gathered[],
  mapping: Mapping,
  schema: Schema,
  asked: Asked,
  { since }: World,
): Promise<readonly Fill[]> {
  const fills: Fill[] = [];
  for (const one of gathered) {
    const made = since === null ? null : madeAt(one.entry, mapping);
    for (const [field, spec] of fieldsWithFill(one.entry)) {
      const label = labelOf(spec, one.entry, schema);
      if (label === null) continue;
      const fill =
        one.rows === null ? await counted(one, field, spec, asked, made, since) : read(one.rows, spec, made, since);
      if (fill !== null) fills.push({ entry: one.entry, field, label, ...fill });
    }
  }
  return fills;
}

/** Empty is what these usually are, or must be: it says nothing of how a CRM is kept. */
const oftenEmpty: ReadonlySet<string> = new Set([
  'mergedInto',
  'closedAt',
  'expectedCloseOn',
  'stageEnteredAt',
  'lastActivityAt',
  'registration',
  'completedAt',
  'revokedAt',
  'retiredAt',
]);

/** Fields that a property of the row fills. */
const fieldsWithFill = ({ fields, record }: Entry): readonly (readonly [string, FieldSpec])[] =>
  [...fields].filter(
    ([name, spec]) =>
      propertiesOf(spec).length > 0 &&
      spec.since === undefined &&
      !oftenEmpty.has(name) &&
      !(recordFields[record][name]?.aside ?? false),
  );

function labelOf(spec: FieldSpec, entry: Entry, schema: Schema): string | null {
  for (const name of propertiesOf(spec)) {
    const facts = propertyAt(schema, entry.object, name);
    if (facts !== undefined) return facts === 'elsewhere' ? name : facts.label;
  }
  return null;
}

type Rates = Pick<Fill, 'rows' | 'empty' | 'recent'>;

function read(rows: readonly RawRow[], spec: FieldSpec, made: string | null, since: string | null): Rates | null {
  if (rows.length === 0) return null;
  const names = propertiesOf(spec).filter((name) => name !== spec.pipeline);
  const isEmpty = (row: RawRow): boolean => names.every((name) => textOf(row, name) === '');
  const newer =
    made === null || since === null ? [] : rows.filter((row) => instantOf(textOf(row, made)) >= Date.parse(since));
  const recent = newer.length === 0 ? null : { rows: newer.length, empty: newer.filter(isEmpty).length };
  return { rows: rows.length, empty: rows.filter(isEmpty).length, recent };
}

const instantOf = (text: string): number => (/^\d{10,14}$/.test(text) ? Number(text) : Date.parse(text));

async function counted(
  { entry, count }: Gathered,
  field: string,
  spec: FieldSpec,
  asked: Asked,
  made: string | null,
  since: string | null,
): Promise<Rates | null> {
  const { object, record, conditions } = entry;
  const name = spec.field ?? spec.stage;
  if (count === null || count === 0 || name === undefined || asksFor[record]?.includes(field) !== true) return null;
  if (!asked.affords(1, `${object}.${name}`)) return null;
  const empty: Filter = { field: name, op: 'empty', values: [], negated: false };
  const all = { rows: count, empty: await asked.count(object, [...conditions, empty]) };
  if (made === null || since === null || !asked.affords(2, `${object}.${name}, ${since.slice(0, 10)}`))
    return { ...all, recent: null };
  const newer: Filter = { field: made, op: 'gte', values: [since], negated: false };
  const rows = await asked.count(object, [...conditions, newer]);
  if (rows === 0) return { ...all, recent: null };
  return { ...all, recent: { rows, empty: await asked.count(object, [...conditions, newer, empty]) } };
}

/** The property that says when a row of the entry was made: that of the deals or registrations of its object. */
function madeAt(entry: Entry, mapping: Mapping): string | null {
  const dated = [entry, ...mapping.entries.filter(({ object }) => object === entry.object)];
  for (const { fields } of dated) {
    for (const name of ['createdAt', 'submittedAt', 'joinedAt']) {
      const spec = fields.get(name);
      const property = spec?.field ?? spec?.firstOf?.[0];
      if (property !== undefined) return property;
    }
  }
  return null;
}

const empties = ({ rows, empty }: { readonly rows: number; readonly empty: number }): number => empty / rows;
const percent = (share: number): number => Math.round(share * 100);

/** Fill rates as findings; fields that every record has share one. */
export function fillFindings(fills: readonly Fill[], world: World): readonly Finding[] {
  const full = new Map<Entry, number>();
  for (const { entry, empty } of fills) if (empty === 0) full.set(entry, (full.get(entry) ?? 0) + 1);
  return [
    ...partlyFilled(fills, world),
    ...[...full].map(([{ record, object }, count]) => found('fill-full', { record, object, count })),
  ];
}

function partlyFilled(fills: readonly Fill[], world: World): readonly Finding[] {
  return fills
    .filter(({ empty }) => empty > 0)
    .map((fill) => {
      const { entry, field, label, rows, empty, recent } = fill;
      const share = empties(fill);
      const ready = readyOn(fill, world);
      const isAsked = kpisOf(fill).length > 0;
      const code = share <= someShare ? 'fill-ok' : share <= poorShare || !isAsked ? 'fill-some' : 'fill-poor';
      return found(code, {
        record: entry.record,
        field: `${entry.record}.${field}`,
        object: entry.object,
        label,
        percent: percent(share),
        empty,
        rows,
        since: recent === null ? 'none' : (world.since ?? '').slice(0, 10),
        recentPercent: recent === null ? 0 : percent(empties(recent)),
        recentRows: recent?.rows ?? 0,
        ready: ready ?? 'none',
        kpis: kpisOf(fill)
          .map(({ id }) => id)
          .join(', '),
      });
    });
}

/** The KPIs that need or want the field. */
function kpisOf({ entry, field }: Fill): readonly Kpi[] {
  const names = kpiNeeds
    .filter(({ needs, wants }) =>
      [...needs, ...wants].some(({ any }) => any.some(([record, name]) => record === entry.record && name === field)),
    )
    .map(({ kpi }) => kpi);
  return kpis.filter(({ id }) => names.includes(id));
}

const unitOf = { weekly: 'week', monthly: 'month', quarterly: 'quarter' } as const satisfies Record<string, PeriodUnit>;

/**
 * The day on which the slowest KPI of a field has enough: when its first whole period after set-up is over. null where the field
 * is well filled anyway, or is not filled well even in what was made since.
 */
export function readyOn(fill: Fill, { since, program }: World): string | null {
  if (since === null || fill.recent === null || empties(fill) <= someShare || empties(fill.recent) > someShare)
    return null;
  const calendar = openCalendar(program);
  const setUp = calendar.zone.dayOf(Date.parse(since));
  const ends = kpisOf(fill).map(({ cadence }) => {
    const running = periodOf(unitOf[cadence], setUp, calendar);
    return periodOf(unitOf[cadence], running.end ?? setUp, calendar).end ?? setUp;
  });
  return ends.length === 0 ? null : dateOfDay(Math.max(...ends));
}
