import { firstAtOrAfter } from '../../records/order.ts';
import type { EventTable } from './event-table.ts';
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
import { namedPartners, type Scope } from './scope.ts';

interface Span {
  readonly start: number;
  readonly until: number;
}

/** The part of a list sorted by `at` that lies in the span. */
const cut = <T extends { readonly at: number }>(list: readonly T[], { start, until }: Span): readonly T[] =>
  list.slice(firstAtOrAfter(list, start), firstAtOrAfter(list, until));

/** Rows of the scope's few partners; null where it may be anybody's. */
const named = <T>(program: Program, scope: Scope, rowsOf: (partner: PartnerFacts) => readonly T[]) =>
  namedPartners(program, scope)?.flatMap(rowsOf) ?? null;

/** Events of the scope's few partners, one partner after the other, or everybody's. */
function* eventsIn<E>(table: EventTable<E>, program: Program, scope: Scope, { start, until }: Span): Generator<E> {
  const partners = namedPartners(program, scope);
  if (partners === null) yield* table.between(start, until);
  else for (const partner of partners) yield* table.of(partner).between(start, until);
}

/** Events in the span, of those whom the scope names; the segment is still to be asked of each. */
export const registrationsIn = (program: Program, scope: Scope, span: Span): readonly RegistrationFacts[] =>
  named(program, scope, (partner) => cut(partner.registrations, span)) ?? cut(program.registrations, span);

export const contentIn = (program: Program, scope: Scope, span: Span): Iterable<ContentFacts> =>
  eventsIn(program.content, program, scope, span);

export const loginsIn = (program: Program, scope: Scope, span: Span): Iterable<LoginFacts> =>
  eventsIn(program.logins, program, scope, span);

export const failedLoginsIn = (program: Program, scope: Scope, span: Span): Iterable<MomentFacts> =>
  eventsIn(program.failedLogins, program, scope, span);

/** Training rows completed in the span. */
export const completionsIn = (program: Program, scope: Scope, span: Span): readonly TrainingFacts[] =>
  named(program, scope, (partner) => partner.trainings.filter((row) => inSpan(row.completedAt, span))) ??
  program.completions.between(span.start, span.until);

/** Survey rows answered in the span. */
export const answeredIn = (program: Program, scope: Scope, span: Span): readonly SurveyFacts[] =>
  named(program, scope, (partner) => partner.surveys.filter((row) => inSpan(row.at, span))) ??
  program.surveysByAnswer.between(span.start, span.until);

/** Survey invitations sent in the span. */
export const invitedIn = (program: Program, scope: Scope, span: Span): readonly SurveyFacts[] =>
  named(program, scope, (partner) => partner.surveys.filter((row) => inSpan(row.invitedAt, span))) ??
  program.surveysByInvitation.between(span.start, span.until);

const inSpan = (at: number | null, { start, until }: Span): boolean => at !== null && at >= start && at < until;

/** Engagement events of a partner (rule 3.12): successful sessions, content, touches. */
export const engagementCount = (program: Program, partner: PartnerFacts, start: number, until: number): number =>
  program.logins.of(partner).count(start, until) +
  program.content.of(partner).count(start, until) +
  program.touches.of(partner).count(start, until);
