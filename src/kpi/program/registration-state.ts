import type { Registration } from '../../records/records.ts';
import type { RegistrationFacts } from './facts.ts';

export type RegistrationState = Registration['status'];

const by = (moment: number | null, asOf: number) => moment === null || moment <= asOf;

/** Rule 1.7: the state of a registration at an instant, which is at or after its submission. */
export function registrationState(registration: RegistrationFacts, asOf: number): RegistrationState {
  const { decidedAt, expiresAt } = registration;
  const recorded = registration.status;
  const passed = expiresAt !== null && expiresAt <= asOf;
  if (recorded === 'expired') {
    if (expiresAt === null || passed) return 'expired';
    return decidedAt !== null && decidedAt <= asOf ? 'approved' : 'submitted';
  }
  const holds = recorded !== 'submitted' && by(decidedAt, asOf);
  if (holds && recorded !== 'approved') return recorded;
  if (passed) return 'expired';
  return holds ? 'approved' : 'submitted';
}

/** Rule 1.7: approved or converted by then, or expired after a decision by then; withdrawn never. */
export function everApproved(registration: RegistrationFacts, asOf: number): boolean {
  const { decidedAt } = registration;
  switch (registration.status) {
    case 'approved':
    case 'converted':
      return by(decidedAt, asOf);
    case 'expired':
      return decidedAt !== null && decidedAt <= asOf;
    default:
      return false;
  }
}
