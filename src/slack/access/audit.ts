import type { AuditEntry } from '../../store/ledger/audit.ts';
import type { Decision, Deed, Place, Scope } from './decide.ts';

/** Keeps an entry; a failure to do so is the keeper's to report. */
export type Audit = (entry: AuditEntry) => void;

/** What stands in the audit of one decision. `about`: the KPI and whom it is about. */
export function auditEntry(
  deed: Deed,
  decision: Decision,
  at: number,
  channel: string | null,
  about: string,
): AuditEntry {
  return {
    at: new Date(at).toISOString(),
    person: deed.actor.userId,
    action: deed.action,
    place: placeName(deed.place, channel),
    about: about === '' ? scopeName(deed.scope) : about,
    refused: decision.allow ? null : decision.reason,
  };
}

const placeName = ({ kind }: Place, channel: string | null): string =>
  kind === 'channel' || kind === 'unknown' ? (channel ?? kind) : kind;

const scopeName = (scope: Scope): string => (scope.kind === 'partner' ? `partner ${scope.id}` : scope.kind);
