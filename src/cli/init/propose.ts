import { inPipelines, meaningOf as stageMeaning } from '../../doctor/stages.ts';
import type { Entry } from '../../sources/mapping/entry-schema.ts';
import {
  type Crm,
  type MappedType,
  type Mapping,
  type ReadyMapping,
  readMapping,
  readyMappings,
} from '../../sources/mapping/index.ts';
import { fold } from '../../sources/mapping/names.ts';
import { adaptEntry, type Entries } from './adapt.ts';
import { partnerFilter } from './partner-filter.ts';
import { because, type Reason } from './reason.ts';
import type { CrmView } from './schema-cache.ts';

/** A mapping as it would stand in the file, with the reasons for its parts. */
export interface Proposal {
  readonly ready: ReadyMapping;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly mapping: Mapping;
  readonly reasons: readonly Reason[];
  /** Records that cannot be had with this ready mapping. */
  readonly without: readonly MappedType[];
  /** Rows that say which partner a deal has; null where only links tell. */
  readonly attributed: number | null;
}

/** Without these nothing can be answered. */
const essential: readonly MappedType[] = ['partner', 'deal', 'attribution'];

/** The proposals for a CRM, the best first: the fewest things lacking, then the most attributed rows. */
export async function propose(crm: Crm, view: CrmView): Promise<readonly Proposal[]> {
  const proposals: Proposal[] = [];
  const filter = await partnerFilter(crm, view);
  for (const ready of readyMappings.filter((one) => one.crm === crm)) {
    const proposal = await adapted(ready, filter, view);
    if (proposal !== null) proposals.push(proposal);
  }
  const lacks = ({ without }: Proposal): number =>
    without.reduce((sum, record) => sum + (essential.includes(record) ? 100 : 1), 0);
  const worth = (proposal: Proposal): number => -lacks(proposal) + (proposal.attributed === 0 ? -50 : 0);
  return proposals.toSorted(
    (a, b) => worth(b) - worth(a) || (b.attributed ?? 1) - (a.attributed ?? 1) || richness(b) - richness(a),
  );
}

const richness = ({ mapping }: Proposal): number => new Set(mapping.entries.map(({ record }) => record)).size;

async function adapted(
  ready: ReadyMapping,
  filter: Awaited<ReturnType<typeof partnerFilter>>,
  view: CrmView,
): Promise<Proposal | null> {
  const base = readMapping(ready.crm, ready.mapping).mapping;
  if (base === null) return null;
  const reasons: Reason[] = [];
  const without: MappedType[] = [];
  const raw: Record<string, unknown> = { ready: ready.name };
  for (const record of new Set(base.entries.map((entry) => entry.record))) {
    const entries = base.entries.filter((entry) => entry.record === record);
    const written: Entries = ready.mapping[record];
    const change = await adaptEntry(record, entries, written, view, reasons);
    if (change.kind === 'none') without.push(record);
    if (change.kind !== 'same') raw[record] = change.kind === 'none' ? null : change.raw;
  }
  if (filter === null) reasons.push(because('partner', 'init.why-no-partner'));
  // The ready mapping that matches partners by a key says itself who they are.
  const isKeyed = base.entries.some(
    ({ record, conditions }) => record === 'partner' && conditions.some(({ op }) => op === 'filled'),
  );
  if (filter !== null && !isKeyed && raw.partner !== null) {
    reasons.push(filter.reason);
    if (filter.where !== null)
      raw.partner = { ...(typeof raw.partner === 'object' ? raw.partner : {}), where: filter.where };
  }
  const { mapping } = readMapping(ready.crm, raw);
  if (mapping !== null) reasons.push(...(await stageReasons(mapping, view)));
  return mapping === null
    ? null
    : { ready, raw, mapping, reasons, without, attributed: await attributedRows(mapping, view, reasons) };
}

/** Rows of deals, or of what stands between them and partners, that name a partner. */
async function attributedRows({ entries }: Mapping, view: CrmView, reasons: Reason[]): Promise<number | null> {
  let rows = 0;
  for (const entry of entries.filter(({ record }) => record === 'attribution')) {
    const { object, fields } = entry;
    const property = fields.get('partner')?.field;
    if (property === undefined) return (await isLabelled(entry, view)) ? null : 0;
    const facts = await view.property(object, property);
    if (facts === undefined || !facts.filterable) continue;
    const count = await view.count(object, property, 'filled');
    reasons.push(because('attribution', 'init.why-attribution', { object, property, count }));
    rows += count;
  }
  return rows;
}

/** What the stages of deals count as, where the CRM itself says so. */
async function stageReasons({ entries }: Mapping, view: CrmView): Promise<readonly Reason[]> {
  const deal = entries.find(({ record, fields }) => record === 'deal' && fields.get('status')?.stages === 'auto');
  const status = deal?.fields.get('status');
  if (deal === undefined || status === undefined || !view.has(deal.object)) return [];
  const stages = inPipelines(deal, await view.stages(deal.object));
  const named = (meaning: string): string =>
    [...new Set(stages.filter((stage) => stageMeaning(status, stage) === meaning).map(({ label }) => label))].join(
      ', ',
    ) || '–';
  return [because('deal', 'init.why-stages', { won: named('won'), lost: named('lost'), count: stages.length })];
}

/** Whether links have one of the labels by which an entry attributes deals. */
async function isLabelled({ object, fields }: Entry, view: CrmView): Promise<boolean> {
  const link = fields.get('partner')?.association;
  const role = fields.get('role');
  if (link === undefined || role?.label === undefined || link.includes('.')) return link !== undefined;
  return (await view.labels(object, link)).some((label) => role.values?.has(fold(label)) === true);
}
