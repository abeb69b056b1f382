import { tellDeal, tellPartner, tellRegistration } from '../kpi/behind.ts';
import type { BehindRecord } from '../kpi/definition.ts';
import { dealState } from '../kpi/program/deal-state.ts';
import type { DealFacts, RegistrationFacts } from '../kpi/program/facts.ts';
import { displayedId } from '../kpi/program/identify.ts';
import { registrationState } from '../kpi/program/registration-state.ts';
import type { Asked } from './asked.ts';
import type { ToldFigure } from './report.ts';
import type { Lookup, RecordNow } from './restate.ts';

/**
 * What the records behind figures are now: found in one pass over those of each kind, since ids are kept for reading, not
 * for being looked up. What was not asked for here is not found either.
 */
export function recordsNow({ program, asOf }: Asked, figures: readonly ToldFigure[]): Lookup {
  const wanted = new Set(figures.flatMap(({ parts }) => parts.map(({ record, id }) => `${record}/${id}`)));
  const found = new Map<string, RecordNow>();
  const collect = <T extends { readonly index: number }>(
    items: readonly T[],
    prefix: string,
    idOf: (item: T) => string,
    tell: (item: T) => BehindRecord,
    stateOf: (item: T) => string,
  ): void => {
    for (const item of items) {
      const slot = `${prefix}/${idOf(item)}`;
      if (!wanted.has(slot)) continue;
      const { label, url } = tell(item);
      found.set(slot, { label, url, state: stateOf(item) });
    }
  };
  const asksFor = (record: string): boolean =>
    figures.some(({ parts }) => parts.some((part) => part.record === record));
  const { pools } = program;
  const dealId = ({ index }: DealFacts) => displayedId(pools.dealKeys, index);
  if (asksFor('deal')) collect(program.deals, 'deal', dealId, tellDeal(program), (deal) => dealState(deal, asOf));
  const registrationId = ({ index }: RegistrationFacts) => displayedId(pools.registrationKeys, index);
  if (asksFor('registration')) {
    const stateOf = (registration: RegistrationFacts) => registrationState(registration, asOf);
    collect(program.registrations, 'registration', registrationId, tellRegistration(program), stateOf);
  }
  if (asksFor('partner')) {
    collect(
      program.partners,
      'partner',
      ({ id }) => id,
      tellPartner,
      () => 'partner',
    );
  }
  return (record, id) => found.get(`${record}/${id}`) ?? null;
}
