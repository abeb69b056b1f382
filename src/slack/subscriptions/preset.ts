import { z } from 'zod';
import { UNKNOWN } from '../../kpi/segment.ts';
import type { Desk } from '../desk.ts';
import { slackErrorOf } from '../post.ts';
import { offerPersonal } from './offer.ts';

const found = z.object({ user: z.object({ id: z.string() }) });
/** Whom Slack does not know today is asked for again tomorrow. */
const UNKNOWN_FOR = 24 * 3_600_000;

/** Sets up the personal digest of managers who were told nothing of it yet, if an admin has preset it. */
export type PresetManagers = () => Promise<number>;

/** Managers are found in Slack by the e-mail that the CRM has; each is told once, in the direct message. How many were. */
export function createPreset(desk: Desk): PresetManagers {
  const { digests, reading, clock, log } = desk.settings;
  const unknown = new Map<string, number>();

  /** Null: Slack has nobody of this address. Fails where Slack does not say. */
  const userOf = async (email: string): Promise<string | null> => {
    if ((unknown.get(email) ?? 0) > clock()) return null;
    try {
      return found.parse(await reading.users.lookupByEmail({ email })).user.id;
    } catch (error) {
      if (slackErrorOf(error) !== 'users_not_found') throw error;
      unknown.set(email, clock() + UNKNOWN_FOR);
      return null;
    }
  };

  return async () => {
    if (digests?.presetManagers !== true) return 0;
    const state = await desk.settings.analyst();
    const analyst = state.kind === 'loading' ? null : state.analyst;
    let told = 0;
    for (const manager of (await analyst?.segmentValues('manager')) ?? []) {
      if (manager === UNKNOWN) continue;
      const user = await userOf(manager);
      if (user === null || (await digests.store.digestOffers.find(user)) !== null) continue;
      const { decision, ...admitted } = await desk.judge({ action: 'keep', user, channel: null, respond: null });
      if (!decision.allow) continue;
      await offerPersonal(user, admitted, desk, digests);
      if ((await digests.store.digestOffers.find(user)) === 'preset') told += 1;
    }
    if (told > 0) log.info({ managers: told }, 'managers were given their personal digest');
    return told;
  };
}
