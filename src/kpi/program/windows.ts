import { firstAtOrAfter } from '../../records/order.ts';
import type { ContentFacts, RegistrationFacts, SessionFacts } from './facts.ts';
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

export const sessionsIn = (program: Program, scope: Scope, span: Span): readonly SessionFacts[] =>
  cut(scope.partner?.sessions ?? program.sessions, span);

export const contentIn = (program: Program, scope: Scope, span: Span): readonly ContentFacts[] =>
  cut(scope.partner?.content ?? program.content, span);
