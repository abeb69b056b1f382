import { z } from 'zod';
import type { Turn } from './desk.ts';

const id = z.string();
const named = z.object({ id });

const somewhere = z.object({
  user_id: id.optional(),
  channel_id: id.optional(),
  user: named.optional(),
  channel: named.optional(),
  view: z.object({}).optional(),
  container: z.object({ channel_id: id.optional() }).optional(),
  event: z.object({ user: id.optional(), channel: id.optional() }).optional(),
});

/** Who did something, and where, as far as any delivery tells; null where it names nobody. For the telling of failures. */
export function turnOf(body: unknown): Turn | null {
  const { data } = somewhere.safeParse(body);
  const user = data?.user_id ?? data?.user?.id ?? data?.event?.user;
  if (data === undefined || user === undefined) return null;
  const channel = data.channel_id ?? data.channel?.id ?? data.container?.channel_id ?? data.event?.channel;
  return { action: 'ask', user, channel: data.view === undefined ? (channel ?? null) : null, respond: null };
}
