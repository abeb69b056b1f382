import { minorDigits, openRates, type Rates } from '../../records/money.ts';
import { type Calendar, openCalendar } from '../../records/period.ts';
import type { Key, RecordOf, SourceState } from '../../records/records.ts';
import type { ProgramSettings } from '../../records/settings.ts';
import { UNKNOWN } from '../segment.ts';
import { buildDeals } from './build-deals.ts';
import { type BuiltEvents, buildEvents } from './build-events.ts';
import { buildPartners, type PartnerName } from './build-partners.ts';
import { buildRegistrations } from './build-registrations.ts';
import type { TextPool } from './columns.ts';
import type { DealDetails } from './deal-details.ts';
import { type DealIndex, indexDeals, Sorted } from './deal-index.ts';
import type { DealFacts, PartnerFacts, RegistrationFacts, SurveyFacts, TrainingFacts } from './facts.ts';
import { all, type ProgramReader } from './reader.ts';
import { collectStamps } from './stamps.ts';

/** Everything that the KPIs compute from: one program's records, read once, never changed. */
export interface Program extends Omit<BuiltEvents, 'trainings' | 'surveys'> {
  readonly settings: ProgramSettings;
  readonly calendar: Calendar;
  readonly digits: number;
  readonly rates: Rates;
  /** Survivors, in code-point order of their ids. */
  readonly partners: readonly PartnerFacts[];
  /** The partners of each joining quarter, in the same order; those without a joining date are in none. */
  readonly cohorts: ReadonlyMap<string, readonly PartnerFacts[]>;
  /** Those that stay themselves because their merges run in a circle (rule 1.3). */
  readonly inMergeCycle: readonly PartnerFacts[];
  /** The survivor behind any partner's key. */
  readonly partnerOf: ReadonlyMap<Key, PartnerFacts>;
  /** What every partner is called, merged ones included. */
  readonly names: readonly PartnerName[];
  readonly deals: readonly DealFacts[];
  readonly dealIndex: DealIndex;
  readonly dealDetails: DealDetails;
  readonly registrations: readonly RegistrationFacts[];
  /** Training rows by the moment of their completion. */
  readonly completions: Sorted<TrainingFacts>;
  readonly surveysByAnswer: Sorted<SurveyFacts>;
  readonly surveysByInvitation: Sorted<SurveyFacts>;
  /** Every stamp of partners, deals, registrations, surveys and assets, sorted (events have their own tables). */
  readonly stamps: Float64Array;
  /** Position of each onboarding step name: the smallest that any row gives it (rule 3.4). */
  readonly stepPositions: ReadonlyMap<string, number>;
  readonly targets: readonly TargetRow[];
  readonly sources: readonly SourceState[];
  /** Since when histories are known (rule 1.4), ms; null without any. */
  readonly historySince: number | null;
  /** Keys, addresses and names, read only for the records behind a number. */
  readonly pools: {
    readonly dealKeys: TextPool;
    readonly dealUrls: TextPool;
    readonly dealNames: TextPool;
    readonly registrationKeys: TextPool;
    readonly registrationUrls: TextPool;
    readonly registrationAccounts: TextPool;
  };
}

export type TargetRow = Pick<RecordOf<'target'>, 'kpi' | 'figure' | 'period' | 'value' | 'segment'>;

/** Builds the facts of one program; independent of the order of rows except where a rule says otherwise. */
export async function buildProgram(reader: ProgramReader, settings: ProgramSettings): Promise<Program> {
  const calendar = openCalendar(settings);
  const built = await buildPartners(reader, calendar, settings.people);
  const deals = await buildDeals(reader, built, calendar.zone, settings.countTypes);
  const { registrations, ...registrationPools } = await buildRegistrations(reader, built, deals, calendar.zone);
  const { trainings, surveys, ...events } = await buildEvents(reader, built, calendar.zone);
  const rates = await all(reader, 'exchange-rate', ['currency', 'date', 'rate']);
  return {
    settings,
    calendar,
    digits: minorDigits(settings.currency),
    rates: openRates(rates, settings.currency),
    partners: built.partners,
    cohorts: Map.groupBy(
      built.partners.filter((p) => p.cohort !== UNKNOWN),
      (p) => p.cohort,
    ),
    inMergeCycle: built.partners.filter((p) => p.inMergeCycle),
    partnerOf: built.partnerOf,
    names: built.names,
    deals: deals.deals,
    dealIndex: indexDeals(deals.deals),
    dealDetails: deals.details,
    registrations,
    ...events,
    completions: new Sorted(trainings, (row) => row.completedAt),
    surveysByAnswer: new Sorted(surveys, (row) => row.at),
    surveysByInvitation: new Sorted(surveys, (row) => row.invitedAt),
    stamps: collectStamps({ ...built, deals: deals.deals, registrations, surveys, assets: events.assets }),
    stepPositions: built.stepPositions,
    targets: await all(reader, 'target', ['kpi', 'figure', 'period', 'value', 'segment']),
    sources: await reader.sources(),
    historySince: earliestHistory(built.partners),
    pools: { dealKeys: deals.keys, dealUrls: deals.urls, dealNames: deals.names, ...registrationPools },
  };
}

function earliestHistory(partners: readonly PartnerFacts[]): number | null {
  let earliest: number | null = null;
  for (const { tier, region, motion, manager, active } of partners) {
    for (const { since } of [tier, region, motion, manager, active]) {
      if (since !== null && (earliest === null || since < earliest)) earliest = since;
    }
  }
  return earliest;
}
