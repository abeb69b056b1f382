import type { App } from '@slack/bolt';
import type { Actor } from '../access/decide.ts';
import { isAdmin } from '../access/rights.ts';
import { type Press, pressOf, tellOutdated } from '../actions/press.ts';
import type { Desk } from '../desk.ts';
import { saying } from '../messages/plain-words.ts';
import type { Deliveries } from './index.ts';
import { IT_ARRIVED, POST_AGAIN } from './notes.ts';

/** “Post again” and “it arrived”, under a message of which nobody knows. */
export function registerParkedActions(app: App, desk: Desk, deliveries: Deliveries): void {
  for (const [action, how] of [
    [POST_AGAIN, 'again'],
    [IT_ARRIVED, 'arrived'],
  ] as const) {
    app.action(action, async ({ ack, action: pressed, body, respond }) => {
      await ack();
      const press = pressOf(body, pressed);
      const turn = press.turn(respond, 'keep');
      const id = press.value;
      if (id === null) return tellOutdated(desk, turn);
      await desk.track(action, () =>
        desk.serve(turn, async ({ actor, voice, reply }) => {
          const { delivery } = voice.speak.words;
          if (!(await mayDecide(id, press, actor))) return reply.privately(saying(delivery.parkedNotYours()));
          const news = await deliveries.settle(id, how);
          if (!news) return reply.instead(saying(delivery.parkedOver()));
          const { log } = desk.settings;
          log.info({ message: id, user: press.user, how }, 'somebody said whether a message arrived');
          await reply.instead(saying(how === 'again' ? delivery.parkedAgain() : delivery.parkedArrived()));
        }),
      );
    });
  }

  async function mayDecide(id: string, { user }: Press, actor: Actor): Promise<boolean> {
    const { access, directory } = desk.settings;
    if ((await deliveries.ownerOf(id)) === user) return true;
    return isAdmin(actor, access, directory);
  }
}
