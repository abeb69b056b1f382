import { contentAdoptionKpi } from './kpi-content-adoption.ts';
import { onboardingCompletionKpi } from './kpi-onboarding-completion.ts';
import { partnerSatisfactionKpi } from './kpi-partner-satisfaction.ts';
import { portalEngagementKpi } from './kpi-portal-engagement.ts';
import { registeredDealsKpi } from './kpi-registered-deals.ts';
import { sourcedRevenueKpi } from './kpi-sourced-revenue.ts';
import { timeToFirstDealKpi } from './kpi-time-to-first-deal.ts';
import { trainingCertificationKpi } from './kpi-training-certification.ts';
import { type Movement, movementOf, moversAt } from './movement.ts';
import { paired } from './paired.ts';
import { inScope, type Scope } from './partner-state.ts';
import { type Period, periodJson, previousPeriod, resolvePeriod, yearBeforePeriod } from './period.ts';
import type { Kpi, Question } from './question.ts';
import type { World } from './records.ts';
import { BadArgument, type Json, type JsonObject, type Settings } from './settings.ts';
import { targets } from './targets.ts';
import { iso, parseInstant } from './time.ts';
import { partnerById, type View } from './view.ts';
import { weekly } from './weekly.ts';

export type { World } from './records.ts';
export { BadArgument, defaultSettings, type Json, type JsonObject, type Settings } from './settings.ts';
export { readWorld } from './world.ts';

/** One question; `asOf` is an ISO 8601 instant with offset, `partner` an id. */
export interface Query {
  readonly kpi: string;
  readonly period?: string | undefined;
  readonly partner?: string | null | undefined;
  readonly segment?: Readonly<Record<string, string>> | undefined;
  readonly asOf: string;
}

export interface Oracle {
  answer(query: Query): JsonObject;
  scorecard(partner: string, asOf: string): JsonObject;
  movers(asOf: string): Movement[];
  /** Rules 5.1–5.4; `since`: as-of of the digest before. */
  weekly(query: WeeklyQuery): JsonObject;
}

export interface WeeklyQuery extends Pick<Query, 'segment' | 'asOf'> {
  readonly since?: string | null | undefined;
  readonly partners?: readonly string[] | null | undefined;
}

export const KPIS: readonly Kpi[] = [
  sourcedRevenueKpi,
  registeredDealsKpi,
  timeToFirstDealKpi,
  onboardingCompletionKpi,
  trainingCertificationKpi,
  contentAdoptionKpi,
  portalEngagementKpi,
  partnerSatisfactionKpi,
];

const SEGMENT_KEYS = ['tier', 'region', 'motion', 'manager', 'enablement'];
const LAST_COMPLETE = { weekly: 'last-week', monthly: 'last-month', quarterly: 'last-quarter' } as const;

/** An independent reading of the definitions, slow and plain, to test the real engine against. */
export function oracle(world: World, settings: Settings): Oracle {
  const viewAt = (asOf: string): View => {
    const instant = parseInstant(settings.timeZone, asOf);
    if (instant === null) throw new BadArgument(`as-of ${asOf} is not an instant`);
    return { world, settings, asOf: instant };
  };
  const answer = (query: Query): JsonObject => answerQuery(viewAt(query.asOf), query);
  return {
    answer,
    scorecard(partner, asOf) {
      const view = viewAt(asOf);
      const id = survivor(view, partner);
      return {
        version: 1,
        definitionVersion: 1,
        partner: id,
        kpis: KPIS.map((kpi) => answer({ kpi: kpi.name, partner, asOf, period: 'last-90-days' })),
        movement: movementOf(view, partnerById(view, id)).movement,
      };
    },
    movers: (asOf) => moversAt(viewAt(asOf)),
    weekly: ({ asOf, since, segment, partners }) =>
      weekly(viewAt(asOf), {
        since: since === undefined || since === null ? null : parseInstant(settings.timeZone, since),
        segment: segment ?? {},
        partners: partners?.map((id) => survivor(viewAt(asOf), id)) ?? null,
      }),
  };
}

function survivor(view: View, partner: string): string {
  const id = view.world.survivorOf.get(partner);
  if (id === undefined) throw new BadArgument(`no partner ${partner}`);
  return id;
}

function answerQuery(view: View, query: Query): JsonObject {
  const kpi = KPIS.find((candidate) => candidate.name === query.kpi);
  if (kpi === undefined) throw new BadArgument(`no KPI ${query.kpi}`);
  const segment = query.segment ?? {};
  for (const key of Object.keys(segment)) {
    if (!SEGMENT_KEYS.includes(key)) throw new BadArgument(`no segment key ${key}`);
  }
  const partner = query.partner ?? null;
  const scope: Scope = { partner: partner === null ? null : survivor(view, partner), segment };
  const period = resolvePeriod(view.settings, query.period ?? LAST_COMPLETE[kpi.cadence], view.asOf);
  const question: Question = { view, scope, period };
  const { figures, leftOut } = kpi.figures(question);
  return {
    version: 1,
    definitionVersion: 1,
    kpi: kpi.name,
    area: kpi.area,
    kind: kpi.kind,
    cadence: kpi.cadence,
    scope: { partner: scope.partner, segment },
    period: periodJson(period),
    timeZone: view.settings.timeZone,
    currency: view.settings.currency,
    asOf: iso(view.asOf),
    figures,
    partnerFigures: scope.partner === null ? null : kpi.partnerFigures(question, scope.partner),
    leftOut: leftOutJson({ ...leftOut, 'merged-cycle': partnersInCycles(question) }),
    previous: earlierJson(question, kpi, previousPeriod(view.settings, period)),
    yearBefore: earlierJson(question, kpi, yearBeforePeriod(view.settings, period)),
    targets: targets(question, kpi.name, figures),
    paired: paired(question),
  };
}

/** The same KPI for an earlier period, as it stood at equal age (rule 2.4). */
function earlierJson({ view, scope }: Question, kpi: Kpi, period: Period | null): Json {
  if (period === null) return null;
  const { figures } = kpi.figures({ view: { ...view, asOf: period.asOf }, scope, period });
  return { period: periodJson(period), asOf: iso(period.asOf), figures };
}

function leftOutJson(counts: Readonly<Record<string, number>>): Json {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => ({ reason, count }));
}

function partnersInCycles({ view, scope, period }: Question): number {
  return view.world.inCycle.filter((partner) => inScope(view, scope, partner, period.moment)).length;
}
