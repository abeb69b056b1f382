// A Slack workspace on the loopback: the Web API, socket mode or signed HTTP delivery, and the people in it.
import { type SlackOptions, SlackStandIn } from './stand-in.ts';

export { validateBlocks, validateView } from './blocks/validate.ts';
export type { Delivery } from './delivery.ts';
export type { Fault } from './faults.ts';
export type { ClickInput, CommandInput, EventOptions, SubmitInput, SubmitResult } from './interactions.ts';
export type { RateLimits } from './rate-limits.ts';
export { BOT_USER, defaultSeed, SLACKBOT, type SlackSeed } from './seed.ts';
export type { DisconnectKind } from './socket-mode.ts';
export { type MessagePredicate, type SlackOptions, SlackStandIn, type WaitOptions } from './stand-in.ts';
export { textOf } from './text-of.ts';
export type * from './types.ts';
export type { Change, Workspace } from './workspace.ts';

/** Starts a stand-in workspace on 127.0.0.1. */
export async function startSlack(options: SlackOptions = {}): Promise<SlackStandIn> {
  const slack = new SlackStandIn(options);
  await slack.listen(options.port ?? 0);
  return slack;
}
