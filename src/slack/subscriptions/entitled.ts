import type { NewSubscription } from '../../store/ledger/subscriptions.ts';
import { type AdmitSettings, admit, type Deeds } from '../access/admit.ts';
import { configuration } from '../access/configuration.ts';
import { decide, type RefusalReason } from '../access/decide.ts';
import { Refused } from '../access/refused.ts';
import type { Sight } from '../access/sight.ts';
import { segmentOf } from './words.ts';

/** Why a subscription may not deliver: somebody may not see it, others read along, or nothing is loaded to check it by. */
export type Unentitled = RefusalReason | 'no-data';

/**
 * Whether a digest may go where its subscription says, asked afresh: at saving, and before every delivery. Into a channel
 * goes what its owner could share there; into a direct message what the person who reads it may see. Null: it may.
 */
export async function entitled(
  claim: Pick<NewSubscription, 'report' | 'scope' | 'destination' | 'owner'>,
  settings: AdmitSettings,
): Promise<Unentitled | null> {
  const { destination, owner } = claim;
  if (destination.kind === 'direct')
    return asked(claim, { action: 'keep', user: destination.id, channel: null }, settings);
  if (owner !== null) return asked(claim, { action: 'subscribe', user: owner, channel: destination.id }, settings);
  const place = await settings.directory.freshPlace(destination.id, configuration.userId);
  const decision = decide({ actor: configuration, place, scope: { kind: 'program' }, action: 'subscribe' });
  return decision.allow ? null : decision.reason;
}

async function asked(
  claim: Pick<NewSubscription, 'report' | 'scope'>,
  deeds: Deeds,
  settings: AdmitSettings,
): Promise<Unentitled | null> {
  const { decision, state } = await admit(deeds, settings);
  if (!decision.allow) return decision.reason;
  const sight = state.kind === 'loading' ? null : state.analyst;
  if (sight === null) return 'no-data';
  try {
    await demandScope(claim, sight);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.reason;
    throw error;
  }
}

/** Asks for leave to see a digest of this scope. Throws `Refused`. */
export async function demandScope(
  { report, scope }: Pick<NewSubscription, 'report' | 'scope'>,
  sight: Sight,
): Promise<void> {
  const { partners } = scope;
  const segment = segmentOf(scope.segment);
  const about = `digest ${report}`;
  if (partners === null || sight.sees === 'everything')
    return sight.demand(
      { segment },
      partners === null ? `${about} ${named(segment)}` : `${about} ${partners.length} partners`,
    );
  if (partners.length === 0) return sight.demand({}, `${about} program`);
  for (const partner of partners) await sight.demand({ partner }, `${about} partner ${partner}`);
}

const named = (segment: object): string =>
  Object.entries(segment)
    .map(([key, value]) => `${key}:${value}`)
    .join(' ') || 'program';
