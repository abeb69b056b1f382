import type { App } from '@slack/bolt';
import type { Desk, Turn } from '../desk.ts';
import { replyToWords } from './reply-to-words.ts';

/** Words reach the bot by the command, by a direct message, or by a mention; all are answered alike. */
export function registerAsked(app: App, desk: Desk, botUserId: string): void {
  const answer = (turn: Turn, typed: string): Promise<void> =>
    desk.track('words', () =>
      desk.serve(turn, async ({ email, state, setting, voice, reply }) => {
        await reply.privately(await replyToWords(typed, { email }, state, setting, voice));
      }),
    );

  app.command(desk.settings.command, async ({ ack, command, respond }) => {
    await ack();
    const turn: Turn = { action: 'ask', user: command.user_id, channel: command.channel_id, respond };
    await answer(turn, unescaped(command.text, botUserId));
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
