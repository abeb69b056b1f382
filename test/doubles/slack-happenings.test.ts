import { WebClient } from '@slack/web-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type SlackOptions, type SlackStandIn, startSlack } from './slack/index.ts';

const metadata = { event_type: 'mine', event_payload: { key: 'k1' } };

async function stand(
  options: SlackOptions = {},
): Promise<{ slack: SlackStandIn; client: WebClient; time: { now: number } }> {
  const time = { now: Date.parse('2026-11-24T09:00:00Z') };
  const slack = await startSlack({ clock: { now: () => time.now }, ...options });
  onTestFinished(() => slack.close());
  const client = new WebClient(slack.tokens.bot, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  return { slack, client, time };
}
const post = (client: WebClient, channel = 'C0GENERAL', thread?: string) =>
  client.chat.postMessage({ channel, text: 'hi', metadata, ...(thread === undefined ? {} : { thread_ts: thread }) });

describe('the stand-in’s history', () => {
  it('needs its scope by the kind of channel, and shows metadata only when asked', async () => {
    const { slack, client } = await stand();
    const { ts = '' } = await post(client);
    await post(client, 'C0GENERAL', ts);
    await expect(client.conversations.history({ channel: 'C0GENERAL' })).rejects.toThrow('missing_scope');
    slack.settings.scopes.add('channels:history');
    await expect(client.conversations.history({ channel: 'C0LEADS' })).rejects.toThrow('missing_scope');
    const plain = await client.conversations.history({ channel: 'C0GENERAL' });
    expect(plain.messages?.[0]?.metadata).toBeUndefined();
    const all = await client.conversations.history({ channel: 'C0GENERAL', include_all_metadata: true });
    expect(all.messages?.map((one) => one.metadata)).toEqual([metadata]);
    const asked = { channel: 'C0GENERAL', ts, include_all_metadata: true };
    const { messages } = await client.conversations.replies(asked);
    expect(messages).toHaveLength(2);
    expect(messages?.[1]).toMatchObject({ metadata });
  });

  it('shows a message after a while only, if told so', async () => {
    const { slack, client, time } = await stand({ listedAfterMs: 1_000 });
    slack.settings.scopes.add('channels:history');
    await post(client);
    expect((await client.conversations.history({ channel: 'C0GENERAL' })).messages).toEqual([]);
    time.now += 1_000;
    expect((await client.conversations.history({ channel: 'C0GENERAL' })).messages).toHaveLength(1);
  });
});

describe('the stand-in’s limits', () => {
  it('refuse what comes too soon, for as long as is left, and count it as refused', async () => {
    const { slack, client, time } = await stand({ limits: { perChannelMs: 2_000, postsPerMinute: 3 } });
    await post(client);
    await expect(post(client)).rejects.toMatchObject({ retryAfter: 2 });
    await post(client, 'C0LEADS');
    time.now += 2_000;
    await post(client);
    await expect(post(client, 'C0PARTNERS')).rejects.toMatchObject({ retryAfter: 58 });
    expect(slack.refused).toHaveLength(2);
    expect(slack.messagesFor('U0ANNA', 'C0GENERAL')).toHaveLength(2);
    time.now += 58_000;
    await post(client, 'C0PARTNERS');
    slack.limit({ perMinute: { 'conversations.info': 1 } });
    await client.conversations.info({ channel: 'C0GENERAL' });
    await expect(client.conversations.info({ channel: 'C0GENERAL' })).rejects.toMatchObject({ retryAfter: 60 });
  });
});

describe('what happens in the stand-in', () => {
  it('faults that come after the work leave it done', async () => {
    const { slack, client } = await stand();
    for (const fault of [
      { cut: true },
      { acceptThenFail: true },
      { acceptThenFail: true, reset: true },
      { holdMs: 10 },
    ])
      slack.fail('chat.postMessage', fault);
    await expect(post(client)).rejects.toThrow();
    await expect(post(client)).rejects.toThrow();
    await expect(post(client)).rejects.toThrow();
    await post(client);
    expect(slack.messagesFor('U0ANNA', 'C0GENERAL')).toHaveLength(4);
  });

  it('a token that is revoked is refused until the app is installed again', async () => {
    const { slack, client } = await stand();
    await slack.happens.revoke();
    await expect(client.auth.test()).rejects.toThrow('token_revoked');
    slack.happens.reinstall();
    await client.auth.test();
    await slack.happens.uninstall();
    await expect(post(client)).rejects.toThrow('account_inactive');
  });

  it('channels are archived, shared, renamed, get another id, lose the bot', async () => {
    const { slack, client } = await stand();
    const info = async (channel: string) => (await client.conversations.info({ channel })).channel;
    const { ts = '' } = await post(client);
    await slack.happens.archive('C0GENERAL');
    await expect(post(client)).rejects.toThrow('is_archived');
    await slack.happens.unarchive('C0GENERAL');
    await slack.happens.share('C0GENERAL');
    expect(await info('C0GENERAL')).toMatchObject({ is_archived: false, is_ext_shared: true });
    await slack.happens.unshare('C0GENERAL');
    await slack.happens.rename('C0GENERAL', 'all');
    slack.happens.removeBot('C0GENERAL');
    expect(await info('C0GENERAL')).toMatchObject({ name: 'all', is_ext_shared: false, is_member: false });
    await expect(post(client)).rejects.toThrow('not_in_channel');
    await slack.happens.inviteBot('C0GENERAL');
    await slack.happens.changeId('C0GENERAL', 'C0NEW');
    await expect(info('C0GENERAL')).rejects.toThrow('channel_not_found');
    expect(slack.messagesFor('U0ANNA', 'C0NEW').map((message) => message.ts)).toEqual([ts]);
    slack.happens.deleteChannel('C0NEW');
    await expect(info('C0NEW')).rejects.toThrow('channel_not_found');
  });

  it('a file is deleted from where it was shown', async () => {
    const { slack, client } = await stand();
    await client.filesUploadV2({ channel_id: 'C0GENERAL', filename: 'a.csv', content: 'a;b' });
    const [file = ''] = slack.messagesFor('U0ANNA', 'C0GENERAL')[0]?.files ?? [];
    await client.files.delete({ file });
    expect(slack.messagesFor('U0ANNA', 'C0GENERAL')[0]?.files).toEqual([]);
    await expect(client.files.delete({ file })).rejects.toThrow('file_not_found');
  });
});
