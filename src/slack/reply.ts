import { RespondError } from '@slack/bolt';
import type { Block, KnownBlock } from '@slack/types';
import type { SlackCalls } from './clients.ts';
import type { Directory } from './directory/index.ts';
import { answeredElsewhereMessage } from './messages/plain-words.ts';
import type { Message } from './messages/voice.ts';
import { cannotWriteThere, post, sendFitted, slackErrorOf, type Way } from './post.ts';

/** Bolt's `respond`, as far as it is used here. */
export type Respond = (answer: {
  text: string;
  blocks: (KnownBlock | Block)[];
  response_type: 'ephemeral' | 'in_channel';
  replace_original: boolean;
}) => Promise<unknown>;

/** The response address does not say why; expired, over its limit or broken it would refuse the text as well. */
const responseRefusesBlocks = (error: unknown): boolean =>
  error instanceof RespondError && error.statusCode < 500 && ![404, 410, 429].includes(error.statusCode);

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
  /** Only then may an answer take the place of what was pressed, outside a direct message. */
  readonly onlyTheirs: boolean;
  /** In a direct message with the bot answers are ordinary messages, which stay. */
  readonly direct: boolean;
  /** Another organisation is in the channel: answers go to the direct message, and a word of that stays here. */
  readonly elsewhere: boolean;
}

/** The way back to a person: the response address first, then an ephemeral message, then a direct one. */
export function createReply(settings: ReplySettings): Reply {
  const { client, directory, respond, user, channel, thread, direct, onlyTheirs, elsewhere, log } = settings;
  const otherwise = async (message: Message): Promise<void> => {
    if (channel !== null) {
      try {
        const to = { channel, ...(direct ? {} : { onlyFor: user }), ...(thread === undefined ? {} : { thread }) };
        await post(client, to, message, settings);
        return;
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
      const replace_original = replace && first && (direct || onlyTheirs);
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
  if (elsewhere) return elsewhereReply(settings, (note) => answer(note, false));
  return { privately: (message) => answer(message, false), instead: (message) => answer(message, true) };
}

/** The answer in the direct message; where it was asked, only that it is there. */
function elsewhereReply(settings: ReplySettings, say: (note: Message) => Promise<void>): Reply {
  const { client, directory, user, voice } = settings;
  const direct = async (message: Message): Promise<void> => {
    await post(client, { channel: await directory.directChannel(user) }, message, settings);
    await say(answeredElsewhereMessage(voice));
  };
  return { privately: direct, instead: direct };
}
