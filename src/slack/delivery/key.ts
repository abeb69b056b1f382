import { z } from 'zod';

/** The name of our metadata; what is in it says nothing to anybody but the outbox. */
const EVENT = 'partner_pulse';

/** What travels with a message, by which it is found again. */
export const metadataOf = (id: string) => ({ event_type: EVENT, event_payload: { key: id } });

const ours = z.object({
  metadata: z.object({ event_type: z.literal(EVENT), event_payload: z.object({ key: z.string() }) }),
});

/** The key that a message of the history carries; null: it is not one of ours. */
export const keyOf = (message: unknown): string | null =>
  ours.safeParse(message).data?.metadata.event_payload.key ?? null;
