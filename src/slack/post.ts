import { RespondError } from '@slack/bolt';
import type { Block, KnownBlock } from '@slack/types';
import { WebAPIPlatformError } from '@slack/web-api';
import type { SlackCalls } from './clients.ts';
import type { Directory } from './directory.ts';
import type { Log } from './log.ts';
import { asText, fitToSlack, hasChart } from './messages/fit.ts';
import type { Message, Voice } from './messages/voice.ts';

/** Bolt's `respond`, as far as it is used here. */
export type Respond = (answer: {
  text: string;
  blocks: (KnownBlock | Block)[];
  response_type: 'ephemeral' | 'in_channel';
  replace_original: boolean;
}) => Promise<unknown>;

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

/** The response address does not say why; expired, over its limit or broken it would refuse the text as well. */
const responseRefusesBlocks = (error: unknown): boolean =>
  error instanceof RespondError && error.statusCode < 500 && ![404, 410, 429].includes(error.statusCode);

interface Way {
  readonly log: Log;
  readonly voice: Voice;
  readonly reference: () => string;
}

/** Sends a message in parts that Slack takes; a part whose chart is refused goes once more as text. */
async function sendFitted(
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

/** Posts into a conversation for everybody there, or for one person only. */
export async function post(
  client: SlackCalls,
  to: { channel: string; onlyFor?: string; thread?: string },
  message: Message,
  way: Way,
): Promise<void> {
  const thread = to.thread === undefined ? {} : { thread_ts: to.thread };
  await sendFitted(
    message,
    way,
    async ({ text, blocks }) => {
      const content = { channel: to.channel, text, blocks: [...blocks], ...thread };
      if (to.onlyFor === undefined)
        await client.chat.postMessage({ ...content, unfurl_links: false, unfurl_media: false });
      else await client.chat.postEphemeral({ ...content, user: to.onlyFor });
    },
    refusedBlocks,
  );
}

export interface Reply {
  /** Shows a message to the person who asked, and to nobody else. */
  privately(message: Message): Promise<void>;
  /** The same in place of the message whose button was pressed. */
  instead(message: Message): Promise<void>;
}

interface ReplySettings extends Way {
  readonly client: SlackCalls;
  readonly directory: Directory;
  readonly respond: Respond | null;
  readonly user: string;
  readonly channel: string | null;
  readonly thread?: string | undefined;
  /** In a direct message with the bot answers are ordinary messages, which stay. */
  readonly direct: boolean;
}

/** The way back to a person: the response address first, then an ephemeral message, then a direct one. */
export function createReply(settings: ReplySettings): Reply {
  const { client, directory, respond, user, channel, thread, direct, log } = settings;
  const otherwise = async (message: Message): Promise<void> => {
    if (channel !== null) {
      try {
        const to = { channel, ...(direct ? {} : { onlyFor: user }), ...(thread === undefined ? {} : { thread }) };
        return await post(client, to, message, settings);
      } catch (error) {
        if (!cannotWriteThere(error)) throw error;
        log.info({ channel, error: slackErrorOf(error) }, 'cannot write there; answered by direct message');
      }
    }
    await post(client, { channel: await directory.directChannel(user) }, message, settings);
  };
  const answer = async (message: Message, replace: boolean): Promise<void> => {
    if (respond === null) return otherwise(message);
    let first = true;
    const send = async ({ text, blocks }: Message): Promise<void> => {
      const replace_original = replace && first;
      await respond({ text, blocks: [...blocks], response_type: 'ephemeral', replace_original });
      first = false;
    };
    try {
      await sendFitted(message, settings, send, responseRefusesBlocks);
    } catch (error) {
      log.info({ err: error }, 'the response address is used up, expired or out of reach; answered another way');
      await otherwise(message);
    }
  };
  return { privately: (message) => answer(message, false), instead: (message) => answer(message, true) };
}
