import type { Entry, Mapping } from '../sources/mapping/index.ts';
import { matchOf } from '../sources/mapping/references.ts';
import type { Writing } from './dates.ts';
import { meaningParts, valuesFor } from './meanings.ts';
import { ANYBODY, partnerParts, type Whose } from './partner-parts.ts';
import { type Caveat, isNever, NEVER, type Part, tidy } from './plan.ts';

export type Role = 'sourced' | 'influenced';

/** One way in which the CRM attributes a deal. */
export interface Attributed {
  readonly parts: readonly Part[];
  readonly caveats: ReadonlySet<Caveat>;
}

/** The entries that attribute deals of an object. */
export const attributionsOf = ({ entries }: Mapping, deals: Entry): readonly Entry[] =>
  entries.filter(
    (entry) =>
      entry.record === 'attribution' && (entry.fields.get('deal')?.self !== true || entry.object === deals.object),
  );

/** Whether a deal can have several partners. */
export const canBeShared = (entries: readonly Entry[]): boolean =>
  entries.length > 1 ||
  entries.some(({ fields }) => {
    const partner = fields.get('partner');
    return fields.get('deal')?.self !== true || partner?.association !== undefined || partner?.split !== undefined;
  });

/** Every way in which a deal can be attributed in this role to those meant; without any, none ever is. */
export function attributed(mapping: Mapping, deals: Entry, role: Role, whose: Whose, writing: Writing): Attributed[] {
  const entries = attributionsOf(mapping, deals);
  // Rule 3.1: who sourced a deal did not influence it, and the program counts influence only where nobody sourced it.
  const others = whose.partner === null ? ANYBODY : whose;
  const exclude =
    role === 'influenced' && canBeShared(entries)
      ? entries.flatMap((entry) => ways(mapping, entry, 'sourced', others, writing).map(({ parts }) => parts))
      : [];
  return entries
    .flatMap((entry) => ways(mapping, entry, role, whose, writing))
    .map(({ parts, caveats }) => ({ parts: [...parts, ...exclude.map((not) => ({ not }))], caveats }));
}

function ways(mapping: Mapping, entry: Entry, role: Role, whose: Whose, around: Writing): Attributed[] {
  const caveats = new Set<Caveat>();
  const writing = { ...around, entry, caveat: (code: Caveat) => void caveats.add(code) };
  const parts = partsOf(mapping, role, whose, writing);
  return parts.some(isNever) ? [] : [{ parts, caveats }];
}

function partsOf(mapping: Mapping, role: Role, whose: Whose, writing: Writing): readonly Part[] {
  const { entry, caveat } = writing;
  const spec = entry.fields.get('role');
  const labels = spec?.label === undefined ? null : spec.values === null ? [role] : valuesFor(spec.values, [role]);
  const said = labels === null ? meaningParts('role', [role], writing) : [];
  const own = tidy([...entry.conditions, ...said, ...partnerParts(mapping, whose, writing, labels)]);
  const deal = entry.fields.get('deal');
  if (deal?.self === true) return own;
  if (deal?.field !== undefined && matchOf(deal) === 'id')
    return own.some(isNever) ? [NEVER] : [{ related: { object: entry.object, field: deal.field, where: own } }];
  caveat('attribution-not-said');
  return [];
}
