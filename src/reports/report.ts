// long: the shapes of the three reports are one contract, to be read in one place.
import type { KpiAnswer, LeftOut, PeriodInfo } from '../kpi/answer.ts';
import type { Segment } from '../kpi/segment.ts';
import type { Restated } from './restated.ts';

/** What a report is asked for. `asOf` and `since` are epoch milliseconds. */
export interface ReportQuery {
  readonly report: 'weekly' | 'monthly' | 'quarterly';
  readonly asOf: number;
  /** As-of of the digest before: what expired after it is new (rule 5.1); null: since the start of the last complete week. */
  readonly since: number | null;
  /** Empty: the whole program. */
  readonly segment: Segment;
  /** Ids of partners; null: all. */
  readonly partners: readonly string[] | null;
}

export interface PartnerName {
  readonly id: string;
  readonly name: string;
  /** Of its page in the CRM. */
  readonly url: string | null;
}

/** What every report carries. Money is a decimal string in the reporting currency, instants are ISO 8601 UTC. */
interface Common {
  readonly version: 1;
  readonly definitionVersion: number;
  readonly asOf: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly dataAsOf: { readonly [source: string]: string };
  readonly scope: {
    readonly segment: { readonly [key: string]: string };
    readonly partners: readonly PartnerName[] | null;
  };
  /** What distorts a figure of this report, by reason; in the weekly digest missing and unconverted amounts are of open deals. */
  readonly leftOut: readonly LeftOut[];
  readonly quality: Quality;
}

/** Gaps that somebody can mend. */
export interface Quality {
  /** Active partners in scope without a manager in the CRM. */
  readonly partnersWithoutManager: number;
  readonly activePartners: number;
  /** Open sourced or influenced deals without an amount, or with one that could not be converted. */
  readonly dealsWithoutAmount: number;
  readonly dealsUnconverted: number;
}

/** Rule 5.1. */
export interface RegistrationRow {
  readonly record: 'registration';
  readonly id: string;
  /** `coming`: expires within 14 days. */
  readonly group: 'new' | 'older' | 'date-unknown' | 'coming';
  readonly partner: PartnerName;
  /** The partner's manager at as-of: an e-mail as the CRM has it. */
  readonly manager: string | null;
  readonly account: string | null;
  /** Day of expiry, `YYYY-MM-DD`. */
  readonly expiresOn: string | null;
  /** Days since (expired) or until (coming). */
  readonly days: number | null;
  /** Of the open deals linked to it. */
  readonly amount: string | null;
  /** The largest of them, as its id is shown; null without any. */
  readonly deal: string | null;
  readonly url: string | null;
}

/** Rule 5.2. */
export interface StalledRow {
  readonly record: 'deal';
  readonly id: string;
  readonly name: string;
  readonly partner: PartnerName | null;
  readonly manager: string | null;
  readonly stage: string | null;
  readonly days: number;
  readonly amount: string | null;
  readonly url: string | null;
}

/** Rule 5.3: one row per week, tier and cohort; null: unknown. */
export interface TrainingRow {
  /** First day of the week, `YYYY-MM-DD`. */
  readonly week: string;
  readonly tier: string | null;
  readonly cohort: string | null;
  readonly withRequired: number;
  readonly trained: number;
  readonly completions: number;
}

/** Rule 5.4: one row per stage and month, each deal in sourced or influenced, whole. */
export interface PipelineRow {
  readonly stage: string;
  /** `2026-11`, `overdue` or `unknown`. */
  readonly month: string;
  readonly sourced: string;
  readonly sourcedDeals: number;
  readonly influenced: string;
  readonly influencedDeals: number;
}

export interface WeeklyReport extends Common {
  readonly report: 'weekly';
  /** The last complete week. */
  readonly period: PeriodInfo;
  /** New, older (up to 90 days), date unknown; in the order of rule 5.1. */
  readonly expired: readonly RegistrationRow[];
  /** Expired longer ago: only counted. */
  readonly expiredOlder: number;
  readonly expiring: readonly RegistrationRow[];
  /** Longest first. */
  readonly stalled: readonly StalledRow[];
  /** In the order of the pipeline's stages, then of months; overdue first, unknown last. */
  readonly pipeline: readonly PipelineRow[];
  /** Oldest week first. */
  readonly training: readonly TrainingRow[];
  /** registered-deals, portal-engagement, content-adoption, each with pipeline and revenue beside (rule 3.9). */
  readonly kpis: readonly KpiAnswer[];
  /** What the last complete quarter brought: told here too, so that a week later a change of it can be said. */
  readonly lastQuarter: { readonly period: PeriodInfo; readonly sourced: string; readonly influenced: string };
}

/** A certification that ends within 60 days and that nobody at the partner holds longer. */
export interface ExpiringCertification {
  readonly partner: PartnerName;
  readonly manager: string | null;
  readonly name: string;
  readonly expiresOn: string;
  readonly days: number;
}

/** A KPI by cohort at equal age (rules 3.4, 3.10). */
export interface CohortRow {
  /** Quarter of joining or of the start of onboarding, e.g. `2026-Q1`. */
  readonly cohort: string;
  /** Started onboarding or joined in it. */
  readonly partners: number;
  /** Of those that started onboarding in it: completed within so many days. 0–1; null: not old enough, or nobody in it. */
  readonly within30: number | null;
  readonly within60: number | null;
  readonly within90: number | null;
  /** Of those that joined in it: on day 90 after joining. Trained: of those with a required module. */
  readonly certified: number | null;
  readonly trained: number | null;
}

/** A target (rule 3.13) of a KPI of the report. */
export interface GoalRow {
  readonly kpi: string;
  readonly figure: string;
  readonly value: string | number;
  readonly actual: string | number | null;
  /** null: not known. */
  readonly reached: boolean | null;
}

export interface MonthlyReport extends Common {
  readonly report: 'monthly';
  /** The last complete month. */
  readonly period: PeriodInfo;
  /** onboarding-completion, training-certification. */
  readonly kpis: readonly KpiAnswer[];
  readonly cohorts: readonly CohortRow[];
  readonly expiring: readonly ExpiringCertification[];
  readonly goals: readonly GoalRow[];
}

/** A partner that is catching up or falling behind (rule 3.12). */
export interface MoverRow {
  readonly partner: PartnerName;
  readonly manager: string | null;
  readonly movement: 'up' | 'down';
  /** Percentile ranks of the last 90 days and the 90 before, by signal. */
  readonly signals: Readonly<
    Record<'registrations' | 'engagement' | 'pipeline', { readonly now: number; readonly before: number }>
  > | null;
}

export interface QuarterlyReport extends Common {
  readonly report: 'quarterly';
  /** The last complete fiscal quarter. */
  readonly period: PeriodInfo;
  /** sourced-revenue, time-to-first-deal, partner-satisfaction. */
  readonly kpis: readonly KpiAnswer[];
  /** Rule 3.3: the cohorts of the last four quarters together, and the first deals that were closed in the quarter. */
  readonly firstDeals: {
    readonly period: PeriodInfo;
    readonly figures: KpiAnswer['figures'];
    readonly inQuarter: number;
  };
  /** Catching up first, then falling behind; within each in order of their ids. */
  readonly movers: readonly MoverRow[];
  readonly goals: readonly GoalRow[];
}

export type Report = WeeklyReport | MonthlyReport | QuarterlyReport;

/** A figure that a digest tells and that is kept to be compared, with the records behind it. */
export interface ToldFigure {
  readonly kpi: string;
  readonly figure: string;
  /** Name of an ended period. */
  readonly period: string;
  readonly value: string;
  readonly parts: readonly {
    readonly record: string;
    readonly id: string;
    readonly value: string;
    readonly state: string;
  }[];
}

/** Which figures, for the comparison with what was told. */
export interface ToldQuery extends Pick<ReportQuery, 'asOf' | 'segment' | 'partners'> {
  readonly figures: readonly Pick<ToldFigure, 'kpi' | 'figure' | 'period'>[];
}

/** A figure as it was told, with what it was computed by (`basisOf`). */
export type ToldBefore = ToldFigure & { readonly basis: string };

/** `published`: what was told before to the same readers, of the same scope. `basis`: what figures are computed by now. */
export interface RestatedQuery extends Pick<ReportQuery, 'asOf' | 'segment' | 'partners'> {
  readonly published: readonly ToldBefore[];
  readonly basis: string;
}
export type EditionQuery = ReportQuery & RestatedQuery;

/** A report with what is to be kept of it and what it has to put right, all of the same data. */
export interface Edition {
  readonly report: Report;
  readonly told: readonly ToldFigure[];
  readonly restated: readonly Restated[];
}

/** Computes reports of one program's records, synchronously; errors are PulseError. */
export interface Reporter {
  report(query: ReportQuery): Report;
  /** The figures of a report that are worth keeping: of ended periods, with records behind them. */
  told(report: Report): readonly ToldFigure[];
  /** The same figures, computed now; those that cannot be computed any more are left out. */
  retell(query: ToldQuery): readonly ToldFigure[];
  /** What was told and is another number now, with reasons. */
  restated(query: RestatedQuery): readonly Restated[];
  /** All of it at once: between two questions a thread may have read newer data. */
  edition(query: EditionQuery): Edition;
}

/** What a reporter can be asked. */
export const reporterMethods = ['report', 'told', 'retell', 'restated', 'edition'] as const;

/** A reporter that answers from elsewhere (the thread that computes). */
export type RemoteReporter = {
  readonly [M in keyof Reporter]: (...asked: Parameters<Reporter[M]>) => Promise<ReturnType<Reporter[M]>>;
};
