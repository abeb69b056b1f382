import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Directory } from './index.ts';

const withUser = z.object({ user: z.object({ id: z.string() }) });
const withChannel = z.object({ channel: z.string() });

/** What was looked up is forgotten as soon as Slack says that it has changed. */
export function registerChanges(app: App, directory: Directory): void {
  app.event('user_change', async ({ event }) => {
    const { data } = withUser.safeParse(event);
    if (data !== undefined) directory.personChanged(data.user.id);
  });
  for (const name of ['channel_shared', 'channel_unshared'] as const) {
    app.event(name, async ({ event }) => {
      const { data } = withChannel.safeParse(event);
      if (data !== undefined) directory.channelChanged(data.channel);
    });
  }
}
