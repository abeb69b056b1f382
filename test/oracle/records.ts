import type { Temporal } from 'temporal-polyfill';
import type { Fraction } from './numbers.ts';
import type { Ms } from './time.ts';

export const HISTORY_FIELDS = ['tier', 'region', 'motion', 'manager_email', 'active'] as const;
export type HistoryField = (typeof HISTORY_FIELDS)[number];
export const STATES = ['submitted', 'approved', 'rejected', 'expired', 'converted', 'withdrawn'] as const;
export type RegistrationState = (typeof STATES)[number];
export const DEAL_TYPES = ['new', 'expansion', 'renewal'] as const;
export const MILESTONES = ['onboarding', 'quarterly', 'program-change', 'other'] as const;

export interface Partner {
  readonly id: string;
  readonly current: Readonly<Record<HistoryField, string | null>>;
  readonly joinedAt: Ms | null;
  readonly onboardingStartedAt: Ms | null;
  readonly onboardingCompletedAt: Ms | null;
  readonly mergedInto: string | null;
}

export interface Deal {
  readonly id: string;
  readonly amount: Fraction | null;
  readonly currency: string | null;
  readonly type: (typeof DEAL_TYPES)[number] | null;
  readonly status: 'open' | 'won' | 'lost';
  readonly createdAt: Ms;
  readonly closedAt: Ms | null;
  readonly registration: string | null;
  readonly direct: boolean;
  readonly stage: string | null;
  readonly expectedCloseOn: Ms | null;
  readonly stageEnteredAt: Ms | null;
  readonly lastActivityAt: Ms | null;
}

/** An event of a partner; `partner` is always the survivor (rule 1.3). */
interface Owned {
  readonly partner: string;
}
export interface Registration extends Owned {
  readonly id: string;
  readonly deal: string | null;
  readonly status: RegistrationState;
  readonly submittedAt: Ms;
  readonly decidedAt: Ms | null;
  readonly expiresAt: Ms | null;
}
export interface StepRow extends Owned {
  readonly step: string;
  readonly position: number;
  readonly startedAt: Ms | null;
  readonly completedAt: Ms | null;
}
export interface Training extends Owned {
  readonly person: string | null;
  readonly module: string;
  readonly required: boolean | null;
  readonly assignedAt: Ms | null;
  readonly completedAt: Ms | null;
}
export interface Certification extends Owned {
  readonly name: string;
  readonly earnedAt: Ms;
  readonly expiresAt: Ms | null;
  readonly revokedAt: Ms | null;
}
export interface ContentEvent extends Owned {
  readonly asset: string;
  readonly kind: 'view' | 'download' | 'share';
  readonly at: Ms;
}
export interface Session extends Owned {
  readonly at: Ms;
  readonly seconds: number | null;
  readonly pages: number | null;
  readonly failed: boolean;
}
export interface Touch extends Owned {
  readonly at: Ms;
}
export interface Survey extends Owned {
  readonly respondent: string | null;
  readonly kind: 'nps' | 'csat';
  readonly answer: { readonly score: number; readonly at: Ms } | null;
  readonly milestone: (typeof MILESTONES)[number] | null;
  readonly topic: string | null;
  readonly invitedAt: Ms | null;
}

export interface World {
  /** The partners that answer for themselves: merged ones are gone. */
  readonly partners: readonly Partner[];
  readonly survivorOf: ReadonlyMap<string, string>;
  readonly inCycle: readonly string[];
  readonly history: readonly {
    readonly partner: string;
    readonly field: HistoryField;
    readonly value: string | null;
    readonly validFrom: Ms;
  }[];
  readonly deals: readonly Deal[];
  readonly attributions: readonly { readonly deal: string; readonly partner: string; readonly role: string }[];
  readonly registrations: readonly Registration[];
  readonly steps: readonly StepRow[];
  readonly trainings: readonly Training[];
  readonly certifications: readonly Certification[];
  /** Null without assets.csv: then an asset is its id. */
  readonly assets:
    | readonly { readonly id: string; readonly publishedAt: Ms | null; readonly retiredAt: Ms | null }[]
    | null;
  readonly contentEvents: readonly ContentEvent[];
  readonly sessions: readonly Session[];
  readonly touches: readonly Touch[];
  readonly surveys: readonly Survey[];
  readonly targets: readonly {
    readonly kpi: string;
    readonly figure: string;
    readonly period: string;
    readonly value: Fraction;
    readonly segment: Readonly<Record<string, string>>;
  }[];
  readonly rates: readonly { readonly currency: string; readonly date: Temporal.PlainDate; readonly rate: Fraction }[];
}
