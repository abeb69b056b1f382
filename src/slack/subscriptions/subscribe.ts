import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { joined } from '../../text/phrase.ts';
import { messageView } from '../actions/reading.ts';
import { modal, section } from '../blocks/build.ts';
import { mrkdwn } from '../blocks/mrkdwn.ts';
import type { Desk } from '../desk.ts';
import { refusedMessage, saying } from '../messages/plain-words.ts';
import type { Voice } from '../messages/voice.ts';
import { blocksOf, type FormMetadata, readForm, unpackMetadata } from './form-state.ts';
import { FORM } from './form-view.ts';
import { ownView, redraw, titleOf, unsent } from './open-form.ts';
import type { DigestSettings } from './settings.ts';
import { type Outcome, submit } from './submit.ts';
import { registerSuggestions } from './suggestions.ts';
import { nextPhrase, summaryOf } from './words.ts';

/** Slack waits three seconds for the answer to a form; what takes longer is told in a second step. */
const ANSWERING = 2_000;

const sender = z.object({ user: z.object({ id: z.string() }) });
const sentView = z.object({ id: z.string(), private_metadata: z.string().optional() });
const inView = z.object({ view: sentView });

/** The form in which somebody says what, about whom, where and when; and what comes of it. */
export function registerSubscribe(app: App, desk: Desk, digests: DigestSettings): void {
  registerSuggestions(app, desk);

  app.action(/^subscribe-(?:report|scope|place)$/, async ({ ack, body }) => {
    await ack();
    const { user } = sender.parse(body);
    const { view } = inView.parse(body);
    await desk.track('subscribe-choice', () =>
      redraw(desk, user.id, { id: view.id, metadata: unpackMetadata(view.private_metadata), sent: viewIn(body) }),
    );
  });

  app.view(FORM, async ({ ack, body, view }) => {
    const { user } = sender.parse(body);
    const { id, private_metadata } = sentView.parse(view);
    await desk.track('subscribe-save', async () => {
      const coming = answerTo(desk, digests, user.id, view, unpackMetadata(private_metadata));
      const first = await Promise.race([coming, delay(ANSWERING, null, { ref: false })]);
      if (first !== null) return ack('view' in first ? { response_action: 'update', view: first.view } : first);
      await ack({ response_action: 'update', view: waiting(desk) });
      const late = await coming;
      await desk.settings.client.views.update({ view_id: id, view: 'view' in late ? late.view : late.instead });
    });
  });
}

const viewIn = (body: unknown): unknown => z.object({ view: z.unknown() }).parse(body).view;

type Answer =
  | { readonly view: ModalView }
  /** `instead`: where it is too late for errors at their fields. */
  | { readonly response_action: 'errors'; readonly errors: Record<string, string>; readonly instead: ModalView };

/** What a form that was sent is answered with; never throws. */
async function answerTo(
  desk: Desk,
  digests: DigestSettings,
  user: string,
  view: unknown,
  metadata: FormMetadata,
): Promise<Answer> {
  const { decision, ...admitted } = await desk.judge(ownView(user));
  const { voice } = admitted;
  const title = titleOf(voice).text;
  if (!decision.allow) return { view: messageView(refusedMessage(decision.reason, voice), title, voice) };
  try {
    const outcome = await submit(user, readForm(view, unsent(desk)), metadata, admitted, desk, digests);
    if (outcome.kind === 'message') return { view: messageView(outcome.message, title, voice) };
    if (outcome.kind === 'saved') return { view: savedView(outcome, user, digests, voice) };
    return errorsOf(outcome, blocksOf(view), voice);
  } catch (error) {
    return { view: messageView(desk.sorry(error, ownView(user), voice), title, voice) };
  }
}

/** An error stands at its field; where the form does not show that field, at the one that it depends on. */
function errorsOf({ errors }: Extract<Outcome, { kind: 'errors' }>, blocks: ReadonlySet<string>, voice: Voice): Answer {
  const say = voice.speak.words.subscriptions;
  const placed = Object.entries(errors).map(([block, phrase]): [string, string] => {
    const near = block === 'channel' ? 'place' : 'scope';
    const at = [block, near, 'report'].find((one) => blocks.has(one)) ?? block;
    return [at, phrase.text];
  });
  const all = joined([say.notSaved(), ...Object.values(errors)], '\n');
  return {
    response_action: 'errors',
    errors: Object.fromEntries(placed),
    instead: modal(say.formTitle(), voice.speak.words.talk.close(), [section(mrkdwn`${all}`)]),
  };
}

function savedView(
  { subscription, replaced }: Extract<Outcome, { kind: 'saved' }>,
  user: string,
  { fiscalYearStart }: DigestSettings,
  voice: Voice,
): ModalView {
  const say = voice.speak.words.subscriptions;
  return modal(say.savedTitle(), voice.speak.words.talk.close(), [
    section(mrkdwn`${say.saved()} ${summaryOf(subscription, user, voice)}`),
    section(mrkdwn`${nextPhrase(subscription, fiscalYearStart, voice)}`),
    ...(replaced ? [section(mrkdwn`${say.replaced()}`)] : []),
  ]);
}

function waiting(desk: Desk): ModalView {
  const voice = desk.voice();
  return messageView(saying(voice.speak.words.subscriptions.checking()), titleOf(voice).text, voice);
}
