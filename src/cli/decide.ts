import { userInfo } from 'node:os';
import { routeOutgoing } from '../main/outgoing.ts';
import { mirrorFile, outsideOf, toolsFor } from '../main/outside.ts';
import type { Decision } from '../sources/decision.ts';
import { decide } from '../sources/decisions.ts';
import { openSource } from '../sources/index.ts';
import { ownOrAsk } from './ask-bot.ts';
import { type Context, type Exit, exits } from './command.ts';
import { withStore } from './open.ts';

/** Who decides at the command line, as the audit names him. */
export function decider(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    // A container may have no name for its user.
    return `cli:${process.getuid?.() ?? 'unknown'}`;
  }
}

const silent = { info: () => undefined, warn: () => undefined };

/** Carries a decision out here, or lets the running bot do it; tells what it changed. Throws as `decide` and `ownOrAsk`. */
export async function carryOut(
  context: Context,
  decision: Decision,
  tell: (changed: number) => Promise<void>,
): Promise<Exit> {
  const config = context.config();
  const own = async (): Promise<Exit> => {
    const changed = await withStore(context, 'own', (store) => {
      const outside = outsideOf(config);
      const tools = toolsFor(outside, routeOutgoing(config.proxy), silent);
      return decide({
        decision,
        store,
        sources: config.sources.map((settings) => openSource(settings, config.program.timeZone, tools)),
        mirrorFile: (source) => mirrorFile(outside.beside, source),
        copies: tools.cacheFolder,
        retentionDays: config.retention.days,
        now: context.host.now,
      });
    });
    await tell(changed);
    return exits.well;
  };
  const stop = new AbortController();
  const unlisten = context.host.onStop(() => stop.abort());
  try {
    return await ownOrAsk(
      context,
      own,
      { command: 'decide', decision },
      ({ changed }) => tell(changed ?? 0),
      stop.signal,
    );
  } finally {
    unlisten();
  }
}
