import type { Deal, Key, Registration, SurveyResponse } from '../../records/records.ts';
import type { Timeline } from './timeline.ts';

/**
 * One program's records as the KPIs read them: merged partners replaced by their survivors (rule 1.3), every stamp an
 * instant in milliseconds (rule 1.5), events sorted by time. What is later than an as-of is still in here: each reader
 * compares with its own as-of (rule 1.6).
 */
export interface PartnerFacts {
  /** Its place in the program's list of partners. */
  readonly index: number;
  readonly key: Key;
  /** As answered: the plain id, or `source/id` where several sources use it. */
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly url: string | null;
  readonly joinedAt: number | null;
  /** Fiscal quarter of joinedAt, `(unknown)` without it. */
  readonly cohort: string;
  readonly onboardingStartedAt: number | null;
  readonly onboardingCompletedAt: number | null;
  readonly tier: Timeline;
  readonly region: Timeline;
  readonly motion: Timeline;
  readonly manager: Timeline;
  readonly active: Timeline;
  readonly inMergeCycle: boolean;
  readonly steps: readonly StepFacts[];
  readonly trainings: readonly TrainingFacts[];
  readonly certifications: readonly CertificationFacts[];
  readonly registrations: readonly RegistrationFacts[];
  readonly sourcedDeals: readonly DealFacts[];
  readonly influencedDeals: readonly DealFacts[];
  readonly surveys: readonly SurveyFacts[];
}

export interface StepFacts {
  readonly step: string;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
}

export interface TrainingFacts {
  readonly partner: PartnerFacts;
  readonly person: string | null;
  readonly module: string;
  readonly required: boolean | null;
  readonly assignedAt: number | null;
  readonly completedAt: number | null;
}

export interface CertificationFacts {
  readonly name: string;
  readonly earnedAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

export interface DealFacts {
  /** Its place in the program's list of deals, and of its id and address in the pools. */
  readonly index: number;
  readonly status: Deal['status'];
  readonly type: Deal['type'];
  readonly amount: string | null;
  readonly currency: string | null;
  readonly direct: boolean;
  readonly createdAt: number;
  readonly closedAt: number | null;
  /** In code-point order of their ids (rule 2.6). */
  readonly sourcing: readonly PartnerFacts[];
  /** Those that do not also source it. */
  readonly influencing: readonly PartnerFacts[];
}

export interface RegistrationFacts {
  readonly index: number;
  readonly status: Registration['status'];
  readonly partner: PartnerFacts;
  readonly at: number;
  readonly decidedAt: number | null;
  readonly expiresAt: number | null;
  /** The deal that the registration names, else those that name the registration. */
  readonly deals: readonly DealFacts[];
  /** Those that name the registration while it names another one: linked the other way (rule 5.2). */
  readonly otherDeals: readonly DealFacts[];
}

export interface AssetFacts {
  readonly key: Key;
  readonly id: string;
  readonly title: string;
  /** Always, where the source lists it; else from the first event that names it. */
  readonly knownFrom: number;
  readonly publishedAt: number | null;
  readonly retiredAt: number | null;
}

export interface ContentFacts {
  readonly partner: PartnerFacts;
  readonly at: number;
  readonly asset: AssetFacts;
  readonly kind: 'view' | 'download' | 'share';
}

/** A successful session. */
export interface LoginFacts {
  readonly partner: PartnerFacts;
  readonly at: number;
  readonly seconds: number | null;
  readonly pages: number | null;
}

/** A touch, or a failed login: nothing is asked of it but when and whose. */
export interface MomentFacts {
  readonly partner: PartnerFacts;
  readonly at: number;
}

/** `row` keeps the order of the source: at the same instant the later row wins (rule 3.8). */
export interface SurveyFacts {
  readonly partner: PartnerFacts;
  readonly row: number;
  readonly respondent: string | null;
  readonly kind: SurveyResponse['kind'];
  readonly score: number | null;
  readonly milestone: SurveyResponse['milestone'];
  readonly topic: string | null;
  readonly invitedAt: number | null;
  readonly at: number | null;
}
