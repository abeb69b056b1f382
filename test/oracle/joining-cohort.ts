import { hasJoined, UNKNOWN } from './partner-state.ts';
import { quarterName } from './period.ts';
import type { Partner } from './records.ts';
import { localDate, type Ms } from './time.ts';
import type { View } from './view.ts';

/** The fiscal quarter in which a partner joined, like 2026-Q3. */
export function joiningQuarter(view: View, partner: Partner): string {
  if (partner.joinedAt === null) return UNKNOWN;
  return quarterName(view.settings, localDate(view.settings.timeZone, partner.joinedAt));
}

/** Rule 3.10: the partners of the same joining quarter that have joined, itself included; nobody when it is unknown. */
export function joiningCohort(view: View, partner: Partner, moment: Ms): Partner[] {
  const quarter = joiningQuarter(view, partner);
  if (quarter === UNKNOWN) return [];
  return view.world.partners.filter((other) => joiningQuarter(view, other) === quarter && hasJoined(other, moment));
}
