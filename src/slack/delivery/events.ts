import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Deliveries } from './index.ts';

const ofChannel = z.object({ channel: z.string() });
const renamed = z.object({ old_channel_id: z.string(), new_channel_id: z.string() });
const joined = z.object({ channel: z.string(), user: z.string() });
const changed = z.object({ user: z.object({ id: z.string(), deleted: z.boolean().optional() }) });
const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).optional() }) });

/** What Slack tells of channels, people and the app, as far as deliveries depend on it. */
export function registerDeliveryEvents(app: App, deliveries: Deliveries, botUserId: string): void {
  const { watch, track } = deliveries;
  for (const name of ['channel_archive', 'channel_unarchive'] as const) {
    app.event(name, async ({ event }) => {
      const { data } = ofChannel.safeParse(event);
      if (data !== undefined) track(name, () => watch.channel(data.channel));
    });
  }
  for (const name of ['channel_shared', 'channel_unshared'] as const) {
    app.event(name, async ({ event }) => {
      const { data } = ofChannel.safeParse(event);
      if (data !== undefined) track(name, () => watch.shared(data.channel));
    });
  }
  app.event('channel_id_changed', async ({ event }) => {
    const { data } = renamed.safeParse(event);
    if (data !== undefined) track('channel_id_changed', () => watch.moved(data.old_channel_id, data.new_channel_id));
  });
  app.event('member_joined_channel', async ({ event }) => {
    const { data } = joined.safeParse(event);
    if (data?.user === botUserId) track('member_joined_channel', () => watch.channel(data.channel));
  });
  app.event('user_change', async ({ event }) => {
    const { data } = changed.safeParse(event);
    if (data === undefined) return;
    deliveries.personChanged(data.user.id);
    const { id, deleted = false } = data.user;
    track('user_change', () => watch.person(id, deleted));
  });
  app.event('app_uninstalled', async () => {
    track('app_uninstalled', () => deliveries.stopAll('uninstalled', 'app_uninstalled'));
  });
  app.event('tokens_revoked', async ({ event }) => {
    const { data } = revoked.safeParse(event);
    if ((data?.tokens.bot ?? []).length > 0) {
      track('tokens_revoked', () => deliveries.stopAll('token-refused', 'tokens_revoked'));
    }
  });
}
