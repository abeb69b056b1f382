import type { App, RespondFn } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { filtersOf } from '../../proof/index.ts';
import { usable } from '../analyst-state.ts';
import { answersWithRecords } from '../answers.ts';
import { modal, section } from '../blocks/build.ts';
import { mrkdwn } from '../blocks/mrkdwn.ts';
import { validateView } from '../blocks/validate.ts';
import type { Admitted, Desk } from '../desk.ts';
import { crmFilterView } from '../messages/crm-filter.ts';
import { definitionsView } from '../messages/definitions.ts';
import { refusedMessage } from '../messages/plain-words.ts';
import { allRecordsView, recordsView } from '../messages/records-behind.ts';
import type { Message, Voice } from '../messages/voice.ts';
import { unpack } from '../question.ts';
import { type Press, pressOf, tellOutdated } from './press.ts';

const opened = z.object({ view: z.object({ id: z.string(), hash: z.string().optional() }) });

type Question = NonNullable<ReturnType<typeof unpack>>;
type Draw = (question: Question, admitted: Admitted) => ModalView | Promise<ModalView>;

/** Definitions and records open in a modal, which only the one who pressed sees. */
export function registerReading(app: App, desk: Desk): void {
  const reading =
    (draw: Draw, title: (voice: Voice) => string) =>
    async (press: Press, respond: RespondFn): Promise<void> => {
      const question = unpack(press.value);
      if (question === null) return tellOutdated(desk, press.turn(respond, 'read-view'));
      if (press.trigger === null && press.view === null) return;
      await desk.track('read', () =>
        openOrUpdate(desk, press, title, (admitted) => draw(question, admitted)).catch((error: unknown) =>
          desk.tell(press.turn(respond, 'read-view'), error),
        ),
      );
    };
  const definitions = reading(
    (question, { voice }) => definitionsView(question.kpi, voice),
    ({ speak }) => speak.words.answer.definitionsTitle().text,
  );
  const records = reading(drawRecords, ({ speak }) => speak.words.answer.recordsTitle().text);

  const filters = reading(
    (question, admitted) => drawFilters(question, admitted, desk),
    ({ speak }) => speak.words.talk.crmFilterTitle().text,
  );

  app.action('crm-filter', async ({ ack, body, action, respond }) => {
    await ack();
    await filters(pressOf(body, action), respond);
  });
  app.action('definitions', async ({ ack, body, action, respond }) => {
    await ack();
    await definitions(pressOf(body, action), respond);
  });
  app.action(/^records(?:-next|-previous)?$/, async ({ ack, body, action, respond }) => {
    await ack();
    await records(pressOf(body, action), respond);
  });
  // A link button opens the CRM by itself, but Slack still waits for the acknowledgement.
  app.action('open-crm', async ({ ack }) => ack());
}

async function drawRecords(question: Question, { state, voice }: Admitted): Promise<ModalView> {
  const ready = usable(state, voice);
  if (ready.kind === 'message') return messageView(ready.message, voice.speak.words.answer.recordsTitle().text, voice);
  const answers = await answersWithRecords(question, ready.analyst, voice.now);
  const [only] = answers;
  if (question.kpi !== null && only !== undefined) return recordsView(only, question, question.page, voice);
  return allRecordsView(answers, voice);
}

/** The answer itself is asked for, as for everything else: whoever may not have it gets no filter either. */
async function drawFilters(question: Question, { state, voice }: Admitted, desk: Desk): Promise<ModalView> {
  const ready = usable(state, voice);
  if (ready.kind === 'message') return messageView(ready.message, voice.speak.words.talk.crmFilterTitle().text, voice);
  const [answer] = question.kpi === null ? [] : await answersWithRecords(question, ready.analyst, voice.now);
  if (answer === undefined) throw new TypeError('a filter is one of a KPI');
  return crmFilterView(answer, filtersOf(answer, ready.analyst.settings, desk.settings.crms()), voice);
}

/** The trigger lives three seconds, so an empty modal opens at once and is filled when the person has been checked. */
async function openOrUpdate(
  desk: Desk,
  press: Press,
  title: (voice: Voice) => string,
  draw: (admitted: Admitted) => ModalView | Promise<ModalView>,
): Promise<void> {
  const { client } = desk.settings;
  const early = desk.voice();
  const turn = { action: 'read-view', user: press.user, channel: press.channel, respond: null } as const;
  const [there, { decision, ...admitted }] = await Promise.all([
    press.view ?? openModal(desk, press.trigger ?? '', skeleton(title(early), early)),
    desk.judge(turn),
  ]);
  const { voice } = admitted;
  const view = decision.allow
    ? await drawn(desk, press, () => draw(admitted), title(voice), voice)
    : messageView(refusedMessage(decision.reason, voice), title(voice), voice);
  await client.views.update({ view_id: there.id, ...(there.hash === undefined ? {} : { hash: there.hash }), view });
}

async function drawn(
  desk: Desk,
  press: Press,
  draw: () => ModalView | Promise<ModalView>,
  title: string,
  voice: Voice,
): Promise<ModalView> {
  const turn = { action: 'read-view', user: press.user, channel: press.channel, respond: null } as const;
  const broken = (error: unknown): ModalView => messageView(desk.sorry(error, turn, voice), title, voice);
  try {
    const view = await draw();
    const problems = validateView(view, 'modal');
    if (problems.length > 0)
      return broken(new Error(`the modal breaks a limit: ${JSON.stringify(problems.slice(0, 3))}`));
    return view;
  } catch (error) {
    return broken(error);
  }
}

/** Opens a modal, at once: its trigger lives three seconds. */
export async function openModal(
  desk: Desk,
  trigger: string,
  view: ModalView,
): Promise<{ id: string; hash: string | undefined }> {
  const answer = opened.parse(await desk.settings.client.views.open({ trigger_id: trigger, view }));
  return { id: answer.view.id, hash: answer.view.hash };
}

/** What is seen until its content is there. */
export const skeleton = (title: string, voice: Voice): ModalView =>
  modal(title, voice.speak.words.talk.close(), [section(mrkdwn`${voice.speak.words.talk.opening()}`)]);

/** A message as a modal. */
export const messageView = (message: Message, title: string, voice: Voice): ModalView =>
  modal(title, voice.speak.words.talk.close(), message.blocks);
