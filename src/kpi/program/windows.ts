import { firstAtOrAfter } from '../../records/order.ts';
import type {
  ContentFacts,
  LoginFacts,
  MomentFacts,
  PartnerFacts,
  RegistrationFacts,
  SurveyFacts,
  TrainingFacts,
} from './facts.ts';
import type { Program } from './program.ts';
import type { Scope } from './scope.ts';

interface Span {
  readonly start: number;
  readonly until: number;
}

/** The part of a list sorted by `at` that lies in the span. */
const cut = <T extends { readonly at: number }>(list: readonly T[], { start, until }: Span): readonly T[] =>
  list.slice(firstAtOrAfter(list, start), firstAtOrAfter(list, until));

/** Events in the span, of the scope's partner where it names one; the segment is still to be asked of each. */
export const registrationsIn = (program: Program, scope: Scope, span: Span): readonly RegistrationFacts[] =>
  cut(scope.partner?.registrations ?? program.registrations, span);

export const contentIn = (program: Program, { partner }: Scope, { start, until }: Span): Iterable<ContentFacts> =>
  (partner === null ? program.content : program.content.of(partner)).between(start, until);

export const loginsIn = (program: Program, { partner }: Scope, { start, until }: Span): Iterable<LoginFacts> =>
  (partner === null ? program.logins : program.logins.of(partner)).between(start, until);

export const failedLoginsIn = (program: Program, { partner }: Scope, { start, until }: Span): Iterable<MomentFacts> =>
  (partner === null ? program.failedLogins : program.failedLogins.of(partner)).between(start, until);

/** Training rows completed in the span. */
export const completionsIn = (program: Program, { partner }: Scope, span: Span): readonly TrainingFacts[] =>
  partner === null
    ? program.completions.between(span.start, span.until)
    : partner.trainings.filter((row) => inSpan(row.completedAt, span));

/** Survey rows answered in the span. */
export const answeredIn = (program: Program, { partner }: Scope, span: Span): readonly SurveyFacts[] =>
  partner === null
    ? program.surveysByAnswer.between(span.start, span.until)
    : partner.surveys.filter((row) => inSpan(row.at, span));

/** Survey invitations sent in the span. */
export const invitedIn = (program: Program, { partner }: Scope, span: Span): readonly SurveyFacts[] =>
  partner === null
    ? program.surveysByInvitation.between(span.start, span.until)
    : partner.surveys.filter((row) => inSpan(row.invitedAt, span));

const inSpan = (at: number | null, { start, until }: Span): boolean => at !== null && at >= start && at < until;

/** Engagement events of a partner (rule 3.12): successful sessions, content, touches. */
export const engagementCount = (program: Program, partner: PartnerFacts, start: number, until: number): number =>
  program.logins.of(partner).count(start, until) +
  program.content.of(partner).count(start, until) +
  program.touches.of(partner).count(start, until);
