import { auditEntry } from '../access/audit.ts';
import { type Action, decide, type Scope } from '../access/decide.ts';
import { Refused } from '../access/refused.ts';
import type { Admitted, Desk } from '../desk.ts';

/** Decides on a scope for the one who pressed, and keeps the decision; throws `Refused`. */
export function demand(
  action: Action,
  scope: Scope,
  about: string,
  { actor, place }: Pick<Admitted, 'actor' | 'place'>,
  { settings }: Desk,
  channel: string | null,
): void {
  const deed = { actor, place, scope, action };
  const decision = decide(deed);
  settings.audit(auditEntry(deed, decision, settings.clock(), channel, about));
  if (!decision.allow) throw new Refused(decision.reason);
}
