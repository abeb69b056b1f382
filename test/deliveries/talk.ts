// What the fault runs and their child processes say to each other.
import { z } from 'zod';

/** Where a process may die; `accepted`: Slack has the message, the answer is not read yet. */
export const boundaries = [
  'before begin',
  'after begin',
  'before post',
  'accepted',
  'after post',
  'before note',
  'after note',
  'before sent',
  'after sent',
  'before unsettled',
  'after unsettled',
  'before look',
  'after look',
  'before retry',
  'after retry',
  'before together',
  'after together',
  'before recover',
  'after recover',
] as const;
export type Boundary = (typeof boundaries)[number];

/** The process dies when it is there for the `count`th time. */
const kill = z.object({ boundary: z.enum(boundaries), count: z.number() });
export type Kill = z.infer<typeof kill>;

/** A life of the dispatcher, from its start to quiet or to its death. */
export const life = z.object({
  store: z.string(),
  apiUrl: z.string(),
  token: z.string(),
  team: z.string(),
  now: z.number(),
  /** Milliseconds until a call is given up. */
  timeout: z.number(),
  kill: kill.nullable(),
  /** Keys, each `channel/name`; one with `>` answers the one before it: `C1/a>1`. */
  keys: z.array(z.string()),
});
export type Life = z.infer<typeof life>;

export const toChild = z.discriminatedUnion('say', [
  z.object({ say: z.literal('live'), life }),
  z.object({ say: z.literal('time'), id: z.number(), now: z.number() }),
  /** There is nothing more to do. */
  z.object({ say: z.literal('end') }),
]);
export type ToChild = z.infer<typeof toChild>;

export const toParent = z.discriminatedUnion('say', [
  z.object({ say: z.literal('ready') }),
  /** Somebody waits until then, epoch milliseconds. */
  z.object({ say: z.literal('sleep'), id: z.number(), until: z.number() }),
  z.object({ say: z.literal('quiet'), states: z.record(z.string(), z.string()) }),
  z.object({ say: z.literal('failed'), why: z.string() }),
]);
export type ToParent = z.infer<typeof toParent>;
