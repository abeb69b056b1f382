import type { App } from '@slack/bolt';
import type { Sight } from './access/sight.ts';
import { validateView } from './blocks/validate.ts';
import type { Desk } from './desk.ts';
import { examplesOf } from './messages/help.ts';
import { type HomeContent, homeView } from './messages/home.ts';

/** How many partners there are for this person. */
const countOf = async (sight: Sight): Promise<number> =>
  sight.sees === 'everything'
    ? sight.partnerCount
    : (await sight.partnersLike('', { most: Number.POSITIVE_INFINITY })).length;

/** Writes the Home tab whenever somebody opens it. */
export function registerHome(app: App, desk: Desk): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    await desk.track('home', async () => {
      const { decision, state, voice } = await desk.judge({
        action: 'home',
        user: event.user,
        channel: null,
        respond: null,
      });
      const analyst = state.kind === 'loading' ? null : state.analyst;
      const content: HomeContent = !decision.allow
        ? { kind: 'refused', reason: decision.reason }
        : analyst === null
          ? { kind: 'loading', progress: state.kind === 'loading' ? state.progress : null }
          : analyst.sees === 'nothing'
            ? { kind: 'refused', reason: 'not-linked' }
            : {
                kind: 'ready',
                partners: await countOf(analyst),
                dataAsOf: analyst.dataAsOf,
                examples: await examplesOf(analyst, voice.now),
              };
      const view = homeView(content, voice);
      const problems = validateView(view, 'home');
      if (problems.length > 0) throw new Error(`the Home tab breaks a limit: ${JSON.stringify(problems.slice(0, 3))}`);
      await desk.settings.client.views.publish({ user_id: event.user, view });
    });
  });
}
