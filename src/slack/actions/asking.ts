import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import type { PartnerInfo } from '../../kpi/answer.ts';
import { kpiIds } from '../../kpi/list.ts';
import { usable } from '../analyst-state.ts';
import { answerTo } from '../answers.ts';
import { plainText } from '../blocks/mrkdwn.ts';
import type { Admitted, Desk, Turn } from '../desk.ts';
import { withRemarks } from '../messages/notes.ts';
import { type Question, unpack } from '../question.ts';
import { pressOf, tellOutdated } from './press.ts';

const OPTIONS = 100;
/** Suggestions travel in the acknowledgement, for which Slack waits three seconds: none are better than an error. */
const SUGGESTING = 2_000;

/** Suggestions, other readings, periods and pickers: each asks another question and shows its answer. */
export function registerAsking(app: App, desk: Desk): void {
  app.action(/^(?:ask|open):\d+$/, async ({ ack, action, body, respond }) => {
    await ack();
    const press = pressOf(body, action);
    const question = unpack(press.value);
    if (question === null) return tellOutdated(desk, press.turn(respond, 'ask'));
    const beside = press.actionId.startsWith('open:');
    await show(desk, press.turn(respond, 'ask'), question, beside ? 'beside' : 'instead');
  });

  app.action('period', async ({ ack, action, body, respond }) => {
    await ack();
    const press = pressOf(body, action);
    const question = unpack(press.blockState);
    if (question === null || press.value === null) return tellOutdated(desk, press.turn(respond, 'ask'));
    await show(desk, press.turn(respond, 'ask'), { ...question, period: press.value, asOf: null }, 'instead');
  });

  app.action('pick-partner', async ({ ack, action, body, respond }) => {
    await ack();
    const press = pressOf(body, action);
    const question = unpack(press.blockState);
    if (question === null || press.value === null) return tellOutdated(desk, press.turn(respond, 'ask'));
    await show(desk, press.turn(respond, 'ask'), { ...question, partner: press.value }, 'instead');
  });

  app.action('pick-kpi', async ({ ack, action, body, respond }) => {
    await ack();
    const press = pressOf(body, action);
    const question = unpack(press.blockState);
    const kpi = kpiIds.find((id) => id === press.value);
    if (question === null || kpi === undefined) return tellOutdated(desk, press.turn(respond, 'ask'));
    await show(desk, press.turn(respond, 'ask'), { ...question, kpi }, 'instead');
  });

  app.options('pick-partner', async ({ ack, options }) => {
    const turn = {
      action: 'suggest',
      user: options.user.id,
      channel: options.channel?.id ?? null,
      respond: null,
    } as const;
    const fitting = await Promise.race([
      partnersLike(options.value, turn, desk),
      delay(SUGGESTING, [], { ref: false }),
    ]);
    await ack({
      options: fitting.slice(0, OPTIONS).map(({ name, id }) => ({
        text: { type: 'plain_text', text: plainText(name, 75) || id },
        value: id,
      })),
    });
  });
}

async function partnersLike(typed: string, turn: Turn, desk: Desk): Promise<readonly PartnerInfo[]> {
  const { decision, state } = await desk.judge(turn);
  const analyst = state.kind === 'loading' || !decision.allow ? null : state.analyst;
  const fitting = (await analyst?.partnersLike(typed, { most: OPTIONS })) ?? [];
  return fitting.filter(({ id }) => id.length <= 75);
}

async function show(
  desk: Desk,
  turn: Parameters<Desk['serve']>[0],
  question: Question,
  where: 'instead' | 'beside',
): Promise<void> {
  await desk.track('ask', () =>
    desk.serve(turn, async (admitted) => {
      const message = await answered(admitted, question);
      await (where === 'instead' ? admitted.reply.instead(message) : admitted.reply.privately(message));
    }),
  );
}

async function answered({ state, voice, setting }: Admitted, question: Question) {
  const ready = usable(state, voice);
  if (ready.kind === 'message') return ready.message;
  return withRemarks(await answerTo(question, ready.analyst, setting, voice), ready.remarks, voice);
}
