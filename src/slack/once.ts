import type { App } from '@slack/bolt';
import { z } from 'zod';

/** Slack delivers again after about a minute and after five; longer than that nothing comes twice. */
const REMEMBERED = 15 * 60_000;
const MOST = 20_000;

const delivered = z.object({
  type: z.string().optional(),
  command: z.string().optional(),
  trigger_id: z.string().optional(),
  event_id: z.string().optional(),
  event: z
    .object({
      type: z.string(),
      subtype: z.string().optional(),
      channel: z.string().optional().catch(undefined),
      ts: z.string().optional(),
      user: z.string().optional().catch(undefined),
    })
    .optional(),
  user: z.object({ id: z.string() }).optional(),
  actions: z
    .array(z.object({ action_id: z.string(), action_ts: z.string().optional(), block_id: z.string().optional() }))
    .optional(),
});

/** Everything by which a delivery can be recognised if it comes again; empty for what is only read. */
export function marksOf(body: unknown): readonly string[] {
  const { data } = delivered.safeParse(body);
  if (data === undefined || data.type === 'block_suggestion') return [];
  const { event, event_id, trigger_id, actions, user, type = 'command' } = data;
  const marks: string[] = [];
  if (event_id !== undefined) marks.push(`event ${event_id}`);
  // Slack has been seen to repeat an event under another event id.
  if (event?.ts !== undefined && event.user !== undefined) {
    marks.push(`said ${event.type} ${event.subtype ?? ''} ${event.channel ?? ''} ${event.ts} ${event.user}`);
  }
  for (const { action_id, action_ts, block_id } of actions ?? []) {
    if (action_ts !== undefined) marks.push(`act ${user?.id ?? ''} ${block_id ?? ''} ${action_id} ${action_ts}`);
  }
  if (trigger_id !== undefined) marks.push(`${type} ${trigger_id}`);
  return marks;
}

/** Remembers marks for a quarter of an hour; true where one of these was seen before. */
export function createSeen(clock: () => number): (marks: readonly string[]) => boolean {
  const until = new Map<string, number>();
  return (marks) => {
    const now = clock();
    const again = marks.some((mark) => (until.get(mark) ?? 0) > now);
    for (const mark of marks) {
      // A map keeps the order in which keys came, so the oldest stand first.
      until.delete(mark);
      until.set(mark, now + REMEMBERED);
    }
    for (const [mark, end] of until) {
      if (end > now && until.size <= MOST) break;
      until.delete(mark);
    }
    return again;
  };
}

/**
 * Lets every delivery through once. Slack delivers again what it believes lost; such a delivery is acknowledged and goes
 * no further. The memory ends with the process: after a restart a repeated delivery is answered again, since no answer
 * would be worse.
 */
export function registerOnce(app: App, clock: () => number): void {
  const seen = createSeen(clock);
  app.use(async (args) => {
    if (!seen(marksOf(args.body))) return args.next();
    if ('ack' in args && typeof args.ack === 'function') await args.ack();
  });
}
