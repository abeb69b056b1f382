import type { App } from '@slack/bolt';
import { PulseError } from '../../errors.ts';
import { usable } from '../analyst-state.ts';
import { answerTo } from '../answers.ts';
import type { Admitted, Desk, RefreshPartner, Turn } from '../desk.ts';
import { noRemarks, withRemarks } from '../messages/notes.ts';
import { saying } from '../messages/plain-words.ts';
import type { Message } from '../messages/voice.ts';
import { type Question, unpack } from '../question.ts';
import { pressOf, tellOutdated } from './press.ts';

/** “Refresh from CRM”: the partner is read anew, and its answer takes the place of the one before. */
export function registerRefreshing(app: App, desk: Desk): void {
  app.action('refresh', async ({ ack, action, body, respond }) => {
    await ack();
    const press = pressOf(body, action);
    const turn = press.turn(respond, 'ask');
    const question = unpack(press.value);
    const { refresh } = desk.settings;
    if (question === null || question.partner === null || refresh === undefined) return tellOutdated(desk, turn);
    const { partner } = question;
    await desk.track('refresh', () =>
      desk.serve(turn, (admitted) => answerAnew(desk, turn, { ...question, partner, asOf: null }, refresh, admitted)),
    );
  });
}

/** Whoever may not see the partner is refused by the first answer, before the CRM is asked anything. */
async function answerAnew(
  desk: Desk,
  turn: Turn,
  question: Question & { readonly partner: string },
  refresh: RefreshPartner,
  admitted: Admitted,
): Promise<void> {
  const { voice, reply } = admitted;
  const before = await answered(question, admitted);
  const name = (await nameOf(question.partner, admitted)) ?? question.partner;
  await reply.instead(saying(voice.speak.words.talk.refreshing({ partner: name })));
  try {
    await refresh(question.partner);
  } catch (error) {
    if (!(error instanceof PulseError)) throw error;
    const { cause } = voice.speak.words.error(
      desk.failed(error, { user: turn.user, action: 'refresh' }).error.code,
      error.params,
    );
    return reply.instead(withRemarks(before, { ...noRemarks, syncFailed: cause }, voice));
  }
  const { decision, ...now } = await desk.judge(turn);
  if (decision.allow) await now.reply.instead(await answered(question, now));
}

async function answered(question: Question, { state, voice, setting }: Admitted): Promise<Message> {
  const ready = usable(state, voice);
  if (ready.kind === 'message') return ready.message;
  return withRemarks(await answerTo(question, ready.analyst, setting, voice), ready.remarks, voice);
}

async function nameOf(partner: string, { state, voice }: Admitted): Promise<string | null> {
  const ready = usable(state, voice);
  if (ready.kind === 'message') return null;
  const match = await ready.analyst.findPartner(partner);
  return match.kind === 'one' ? match.partner.name : null;
}
