import type { Program } from '../kpi/program/program.ts';
import { type AnyRecord, idOfKey, type Key, keyOf } from '../records/records.ts';
import type { Linked, Mapping, RawRow } from '../sources/mapping/index.ts';
import { recordId } from '../sources/mapping/references.ts';
import { alternativesOf, type Conjunction } from './alternatives.ts';
import type { CrmRows } from './ask.ts';
import type { Statement } from './plan.ts';
import { junctionRecords, type Reading, recordsFrom } from './their-records.ts';

/** What was read of a CRM's rows for one figure. */
export interface TheirRows {
  readonly records: readonly AnyRecord[];
  /** Rows that the CRM has, whether or not they are records: when each last changed. */
  readonly seen: ReadonlyMap<Key, number | null>;
}

export interface TheirSide extends Reading {
  readonly record: 'deal' | 'registration';
  readonly program: Program;
  readonly rows: CrmRows;
  /** Attributions are read through links, and nobody can be asked for them: ours are taken. */
  readonly borrowed: boolean;
}

/** Objects that the record type comes from. */
const objectsOf = ({ entries }: Mapping, record: TheirSide['record']): readonly string[] => [
  ...new Set(entries.filter((entry) => entry.record === record).map(({ object }) => object)),
];

/** The rows that some of the statements find. */
export async function rowsFor(statements: readonly Statement[], side: TheirSide): Promise<TheirRows> {
  const wanted = new Map<string, Conjunction[]>();
  for (const { object, where } of statements) {
    // What makes a row not count is looked at here: the fewer conditions, the more surely a CRM takes them.
    const asked = where.filter((part) => !('not' in part));
    wanted.set(object, [...(wanted.get(object) ?? []), ...alternativesOf(asked)]);
  }
  const parts: TheirRows[] = [];
  for (const [object, alternatives] of wanted) {
    parts.push(await told(object, await side.rows.meeting(object, alternatives), side));
  }
  return together(parts);
}

/** The rows of records that we have and the filter did not find. */
export async function rowsOf(ids: readonly string[], side: TheirSide): Promise<TheirRows> {
  const objects = objectsOf(side.mapping, side.record);
  const parts: TheirRows[] = [];
  for (const object of objects) {
    const own = ids.flatMap((id) => rawId(id, object, objects, side.mapping) ?? []);
    parts.push(await told(object, await side.rows.byIds(object, own), side));
  }
  return together(parts);
}

/** The id that the CRM knows; null where it is one of another object. */
function rawId(id: string, object: string, objects: readonly string[], { crm }: Mapping): string | null {
  if (crm === 'salesforce' || objects.length < 2) return id;
  return id.startsWith(`${object}-`) ? id.slice(object.length + 1) : null;
}

export const together = (parts: readonly TheirRows[]): TheirRows => ({
  records: parts.flatMap(({ records }) => records),
  seen: new Map(parts.flatMap(({ seen }) => [...seen])),
});

async function told(object: string, rows: ReadonlyMap<string, RawRow>, side: TheirSide): Promise<TheirRows> {
  const { mapping, source, record } = side;
  const whole = side.borrowed ? withOurPartners(object, rows, side) : await side.rows.withLinks(object, rows);
  const made = recordsFrom(object, whole, side);
  const seen = new Map(
    whole.map((row) => [keyOf(source, recordId(mapping, record, object, row.id)), side.rows.changedAt(row)] as const),
  );
  if (record === 'registration') return { records: made.filter((one) => one.record === 'registration'), seen };
  const attributions = side.borrowed
    ? borrowed(side.program, seen)
    : [
        ...made.filter((one) => one.record === 'attribution'),
        ...(await junctionRecords({ object, ids: [...rows.keys()] }, side, side.rows)),
      ];
  return { records: [...made.filter((one) => one.record === 'deal'), ...attributions], seen };
}

/** Registrations with links to the partners that we know of them; those that we do not know have none. */
function withOurPartners(object: string, rows: ReadonlyMap<string, RawRow>, side: TheirSide): readonly RawRow[] {
  const { program, mapping, source, record } = side;
  if (record === 'deal') return [...rows.values()];
  const ours = new Map(
    program.registrations.map(({ index, partner }) => [program.pools.registrationKeys.at(index), partner.key]),
  );
  const specs = mapping.entries
    .filter((entry) => entry.record === record && entry.object === object)
    .flatMap(({ fields }) => fields.get('partner') ?? []);
  return [...rows.values()].map((row) => {
    const partner = ours.get(keyOf(source, recordId(mapping, record, object, row.id)));
    if (partner === undefined) return row;
    const linkOf = (labels: ReadonlySet<string> | null): Linked => ({
      id: idOfKey(partner),
      labels: [...(labels ?? [])],
      values: {},
    });
    const links = specs.flatMap(({ association, labels }) =>
      association === undefined ? [] : [[association, [linkOf(labels)]] as const],
    );
    return { ...row, associations: Object.fromEntries(links) };
  });
}

/** Our own attributions of these deals. */
function borrowed({ deals, pools }: Program, keys: ReadonlyMap<Key, unknown>): readonly AnyRecord[] {
  const wanted = new Map<string, Key>([...keys.keys()].map((key) => [key, key]));
  return deals.flatMap(({ index, sourcing, influencing }): AnyRecord[] => {
    const deal = wanted.get(pools.dealKeys.at(index) ?? '');
    if (deal === undefined) return [];
    const of = { record: 'attribution', source: deal.slice(0, deal.indexOf('/')), id: null, deal } as const;
    return [
      ...sourcing.map(({ key }) => ({ ...of, partner: key, role: 'sourced' as const })),
      ...influencing.map(({ key }) => ({ ...of, partner: key, role: 'influenced' as const })),
    ];
  });
}
