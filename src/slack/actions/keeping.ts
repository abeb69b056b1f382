import { type App, RespondError, type RespondFn } from '@slack/bolt';
import { usable } from '../analyst-state.ts';
import { answerTo } from '../answers.ts';
import { type Admitted, type Desk, newReference } from '../desk.ts';
import { asText } from '../messages/fit.ts';
import { sharedBy } from '../messages/notes.ts';
import { cannotShareMessage, keptMessage, sharedMessage } from '../messages/plain-words.ts';
import type { Message, Setting } from '../messages/voice.ts';
import { cannotWriteThere, post } from '../post.ts';
import { type Question, unpack } from '../question.ts';
import { type Press, pressOf, tellOutdated } from './press.ts';

/** “Share here” and “Keep in my DM”: the answer as it was seen, somewhere else. */
export function registerKeeping(app: App, desk: Desk): void {
  app.action('share', async ({ ack, action, body, respond }) => {
    await ack();
    const press = pressOf(body, action);
    const question = unpack(press.value);
    if (question === null || press.channel === null) return tellOutdated(desk, press.turn(respond, 'share'));
    const { channel } = press;
    await desk.track('share', () =>
      desk.serve(press.turn(respond, 'share'), async (admitted) => {
        const message = await copyOf(question, admitted, 'shared');
        if ('instead' in message) return admitted.reply.privately(message.instead);
        await share(desk, press, channel, message, respond, admitted);
      }),
    );
  });

  app.action('keep', async ({ ack, action, body, respond }) => {
    await ack();
    const press = pressOf(body, action);
    const question = unpack(press.value);
    if (question === null) return tellOutdated(desk, press.turn(respond, 'keep'));
    await desk.track('keep', () =>
      desk.serve(press.turn(respond, 'keep'), async (admitted) => {
        const message = await copyOf(question, admitted, 'direct');
        if ('instead' in message) return admitted.reply.privately(message.instead);
        const { client, directory, log } = desk.settings;
        const way = { log, voice: admitted.voice, reference: newReference };
        await post(client, { channel: await directory.directChannel(press.user) }, message, way);
        await admitted.reply.privately(keptMessage(admitted.voice));
      }),
    );
  });
}

/** Computed again for the same moment, so it says what the person saw; or what to say instead while there are no data. */
async function copyOf(
  question: Question,
  { state, voice }: Admitted,
  setting: Setting,
): Promise<Message | { readonly instead: Message }> {
  const ready = usable(state, voice);
  return ready.kind === 'message' ? { instead: ready.message } : answerTo(question, ready.analyst, setting, voice);
}

async function share(
  desk: Desk,
  press: Press,
  channel: string,
  answer: Message,
  respond: RespondFn,
  { voice, reply }: Admitted,
): Promise<void> {
  const { client, log } = desk.settings;
  const message = sharedBy(answer, press.user, voice);
  try {
    await note(desk, channel, await post(client, { channel }, message, { log, voice, reference: newReference }));
  } catch (error) {
    if (!cannotWriteThere(error)) throw error;
    // The response address may write where the bot is no member.
    if (!(await inChannel(respond, asText(message, voice)))) return reply.privately(cannotShareMessage(voice));
  }
  await reply.privately(sharedMessage(voice));
}

/** Remembers what stands there, for the day on which the channel is shared with others. What is posted is posted: a failure is logged. */
async function note(desk: Desk, channel: string, stamps: readonly string[]): Promise<void> {
  // A direct message is never shared with others.
  if (channel.startsWith('D')) return;
  const { posted, clock } = desk.settings;
  const at = new Date(clock()).toISOString();
  try {
    for (const ts of stamps) await posted?.note({ channel, ts, file: null, at });
  } catch (error) {
    desk.failed(error, { handler: 'share', channel });
  }
}

async function inChannel(respond: RespondFn, { text, blocks }: Message): Promise<boolean> {
  try {
    await respond({ text, blocks: [...blocks], response_type: 'in_channel', replace_original: false });
    return true;
  } catch (error) {
    if (error instanceof RespondError) return false;
    throw error;
  }
}
