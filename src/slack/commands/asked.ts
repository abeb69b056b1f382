import type { App } from '@slack/bolt';
import type { Desk, Turn } from '../desk.ts';
import type { DigestEntry } from '../subscriptions/index.ts';
import { replyToWords } from './reply-to-words.ts';

/** Words reach the bot by the command, by a direct message, or by a mention; all are answered alike. */
export function registerAsked(app: App, desk: Desk, botUserId: string, digests: DigestEntry | null): void {
  const answer = (turn: Turn, typed: string, trigger: string | null = null): Promise<void> =>
    desk.track('words', async () => {
      if ((await digests?.handle(typed, turn, trigger)) === true) return;
      await desk.serve(turn, async (admitted) => {
        const { email, state, setting, voice, reply } = admitted;
        await reply.privately(await replyToWords(typed, { email }, state, setting, voice));
        await digests?.afterwards(turn, admitted);
      });
    });

  app.command(desk.settings.command, async ({ ack, command, respond }) => {
    await ack();
    const turn: Turn = { action: 'ask', user: command.user_id, channel: command.channel_id, respond };
    await answer(turn, unescaped(command.text, botUserId), command.trigger_id);
  });

  app.event('app_mention', async ({ event }) => {
    if (event.user === undefined || event.bot_id !== undefined) return;
    const thread = event.thread_ts === undefined ? {} : { thread: event.thread_ts };
    await answer(
      { action: 'ask', user: event.user, channel: event.channel, respond: null, ...thread },
      unescaped(event.text, botUserId),
    );
  });

  app.message(async ({ message }) => {
    // Only what a person wrote to the bot: edits, joins and other bots' words are no questions.
    if (message.channel_type !== 'im' || message.subtype !== undefined || message.bot_id !== undefined) return;
    if (message.text === undefined) return;
    const turn: Turn = { action: 'ask', user: message.user, channel: message.channel, respond: null };
    await answer(turn, unescaped(message.text, botUserId));
  });
}

/** What was typed, without Slack's markup: entities, links and the mention of the bot itself. */
export function unescaped(text: string, botUserId: string): string {
  return text
    .replaceAll(`<@${botUserId}>`, ' ')
    .replace(/<(?:https?|mailto):[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<(?:https?|mailto):([^>]*)>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim();
}
