import { WebAPIPlatformError } from '@slack/web-api';
import type { SlackCalls } from './clients.ts';
import type { Log } from './log.ts';
import { asText, fitToSlack, hasChart } from './messages/fit.ts';
import type { Message, Voice } from './messages/voice.ts';

const permanentlyAbsent = new Set([
  'not_in_channel',
  'channel_not_found',
  'user_not_in_channel',
  'is_archived',
  'no_permission',
]);

export const slackErrorOf = (error: unknown): string | null =>
  error instanceof WebAPIPlatformError ? error.data.error : null;

/** Slack does not let the bot write there, now or later. */
export const cannotWriteThere = (error: unknown): boolean => permanentlyAbsent.has(slackErrorOf(error) ?? '');

const refusedBlocks = (error: unknown): boolean =>
  slackErrorOf(error) === 'invalid_blocks' || slackErrorOf(error) === 'invalid_blocks_format';

/** What sending needs beside the message. */
export interface Way {
  readonly log: Log;
  readonly voice: Voice;
  readonly reference: () => string;
}

/** Sends a message in parts that Slack takes; a part whose chart is refused goes once more as text. */
export async function sendFitted(
  message: Message,
  { log, voice, reference }: Way,
  send: (part: Message) => Promise<unknown>,
  chartRefused: (error: unknown) => boolean,
): Promise<void> {
  const { messages, problems } = fitToSlack(message, voice);
  if (problems.length > 0)
    log.warn({ reference: reference(), problems }, 'a block broke a limit of Slack and was shortened');
  for (const part of messages) {
    try {
      await send(part);
    } catch (error) {
      if (!hasChart(part) || !chartRefused(error)) throw error;
      log.warn({ reference: reference(), err: error }, 'Slack refused the chart; sent once more as text');
      await send(asText(part, voice));
    }
  }
}

/** Posts into a conversation for everybody there, or for one person only. The timestamps of what everybody sees. */
export async function post(
  client: SlackCalls,
  to: { channel: string; onlyFor?: string; thread?: string },
  message: Message,
  way: Way,
): Promise<readonly string[]> {
  const stamps: string[] = [];
  const thread = to.thread === undefined ? {} : { thread_ts: to.thread };
  await sendFitted(
    message,
    way,
    async ({ text, blocks }) => {
      const content = { channel: to.channel, text, blocks: [...blocks], ...thread };
      if (to.onlyFor === undefined) {
        const { ts } = await client.chat.postMessage({ ...content, unfurl_links: false, unfurl_media: false });
        if (ts !== undefined) stamps.push(ts);
      } else await client.chat.postEphemeral({ ...content, user: to.onlyFor });
    },
    refusedBlocks,
  );
  return stamps;
}
