import { minorDigits, openRates, type Rates } from '../../records/money.ts';
import { compareCodePoints } from '../../records/order.ts';
import { type Calendar, openCalendar } from '../../records/period.ts';
import type { Key, RecordSet, SourceState } from '../../records/records.ts';
import type { ProgramSettings } from '../../records/settings.ts';
import { buildDeals, linkRegistrations } from './build-deals.ts';
import { buildEvents } from './build-events.ts';
import { buildPartners } from './build-partners.ts';
import { type DealIndex, indexDeals, Sorted } from './deal-index.ts';
import type {
  AssetFacts,
  ContentFacts,
  DealFacts,
  PartnerFacts,
  RegistrationFacts,
  SessionFacts,
  SurveyFacts,
  TouchFacts,
  TrainingFacts,
} from './facts.ts';
import { resolveMerges } from './merges.ts';

/** Everything that the KPIs compute from: one program's records, read once, never changed. */
export interface Program {
  readonly settings: ProgramSettings;
  readonly calendar: Calendar;
  readonly digits: number;
  readonly rates: Rates;
  /** Survivors, in code-point order of their ids. */
  readonly partners: readonly PartnerFacts[];
  /** The survivor behind any partner's key. */
  readonly partnerOf: ReadonlyMap<Key, PartnerFacts>;
  readonly deals: readonly DealFacts[];
  readonly dealIndex: DealIndex;
  readonly registrations: readonly RegistrationFacts[];
  /** Training rows by the moment of their completion. */
  readonly completions: Sorted<TrainingFacts>;
  readonly assets: readonly AssetFacts[];
  readonly content: readonly ContentFacts[];
  readonly sessions: readonly SessionFacts[];
  readonly touches: readonly TouchFacts[];
  readonly surveysByAnswer: Sorted<SurveyFacts>;
  readonly surveysByInvitation: Sorted<SurveyFacts>;
  /** Position of each onboarding step name: the smallest that any row gives it (rule 3.4). */
  readonly stepPositions: ReadonlyMap<string, number>;
  readonly targets: RecordSet['target'];
  readonly sources: readonly SourceState[];
  readonly records: RecordSet;
  /** Since when histories are known (rule 1.4), ms; null without any. */
  readonly historySince: number | null;
}

/** Builds the facts of one program; pure, and independent of the order of rows except where a rule says otherwise. */
export function buildProgram(records: RecordSet, settings: ProgramSettings): Program {
  const calendar = openCalendar(settings);
  const merges = resolveMerges(records.partner);
  const built = buildPartners(records, merges, calendar);
  const deals = buildDeals(records, built, calendar.zone, settings.countTypes);
  const registrations = linkRegistrations(records, built, deals, calendar.zone);
  const { trainings, surveys, ...events } = buildEvents(records, built, deals, calendar.zone);
  const partners = [...built.survivors.values()].sort((a, b) => compareCodePoints(a.id, b.id));
  const since = partners.flatMap((p) =>
    [p.tier, p.region, p.motion, p.manager, p.active].flatMap((line) => (line.since === null ? [] : [line.since])),
  );
  return {
    settings,
    calendar,
    digits: minorDigits(settings.currency),
    rates: openRates(records['exchange-rate'], settings.currency),
    partners,
    partnerOf: built.partnerOf,
    deals: [...deals.values()],
    dealIndex: indexDeals([...deals.values()]),
    registrations,
    ...events,
    completions: new Sorted(trainings, (row) => row.completedAt),
    surveysByAnswer: new Sorted(surveys, (row) => row.at),
    surveysByInvitation: new Sorted(surveys, (row) => row.invitedAt),
    stepPositions: built.stepPositions,
    targets: records.target,
    sources: records.sources,
    records,
    historySince: since.length === 0 ? null : since.reduce((a, b) => Math.min(a, b)),
  };
}
