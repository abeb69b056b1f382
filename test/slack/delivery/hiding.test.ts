import { describe, expect, it } from 'vitest';
import { sampleAnalyst } from '../program.ts';
import { addChannel, type Kit, startKit } from './kit.ts';

const everyone = { everyone: true, admins: ['U0ANNA'], guestChannels: [] };

async function told(options: Parameters<typeof startKit>[0] = {}): Promise<Kit> {
  const kit = await startKit({ access: everyone, ...options });
  addChannel(kit.slack, 'C0TEAM', { members: ['U0ANNA', 'U0BEN', kit.slack.workspace.bot.userId] });
  await kit.subscribe({ owner: 'U0BEN', destination: { kind: 'channel', id: 'C0TEAM' } });
  await kit.put({ key: 'revenue 412' }, { key: 'deals 17', thread: 'revenue 412' });
  await kit.put({ key: 'no figures', figures: false });
  await kit.run();
  return kit;
}

const placeholder = /^Numbers stood here\. I took them away/;

describe('a channel that becomes shared', () => {
  it('shows placeholders instead of our numbers, and no files; it is audited, and the owner told once', async () => {
    const kit = await told();
    const { slack, store, seen, quiet, run, bot } = kit;
    const file = await upload(kit);
    await slack.happens.share('C0TEAM');
    await quiet();
    await run('until quiet');
    expect(seen('C0TEAM')).toEqual([
      expect.stringMatching(placeholder),
      expect.stringMatching(placeholder),
      'no figures',
      expect.stringMatching(placeholder),
    ]);
    expect(slack.workspace.files.has(file)).toBe(false);
    expect(await store.posted.in('C0TEAM')).toEqual([]);
    expect(bot.audit.filter(({ action }) => action === 'hide')).toMatchObject([
      { place: 'C0TEAM', about: '3 hidden, 0 left' },
    ]);
    const notes = kit.told('U0BEN');
    expect(notes).toHaveLength(2);
    expect(notes.join()).toMatch(/3 messages of mine show a placeholder/);
    await bot.app.deliveries.recheck();
    await run('until quiet');
    expect(kit.told('U0BEN')).toHaveLength(2);
  });

  it('is found by looking, where Slack did not tell or the bot was away', async () => {
    const { slack, seen, bot, run } = await told();
    const channel = slack.workspace.channels.get('C0TEAM');
    if (channel !== undefined) channel.is_pending_ext_shared = true;
    await bot.app.deliveries.recheck();
    await run('until quiet');
    expect(seen('C0TEAM').filter((text) => /412|17/.test(text))).toEqual([]);
  });

  it('what cannot be replaced now is replaced later; what somebody deleted is done', async () => {
    const kit = await told();
    const { slack, seen, store, quiet, bot, run } = kit;
    const [first] = slack.messagesFor('U0ANNA', 'C0TEAM');
    if (first !== undefined) slack.workspace.remove(first);
    slack.fail('chat.update', { retryAfter: 3 });
    slack.fail('chat.update', { error: 'message_not_found' });
    slack.fail('chat.update', { status: 503 });
    await slack.happens.share('C0TEAM');
    await quiet();
    expect(await store.posted.in('C0TEAM')).toHaveLength(1);
    await bot.app.deliveries.recheck();
    await run('until quiet');
    expect(await store.posted.in('C0TEAM')).toEqual([]);
    expect(seen('C0TEAM')).toEqual([expect.stringMatching(placeholder), 'no figures']);
    expect(kit.told('U0BEN').join()).toMatch(/could not be replaced yet/);
  });

  it('keeps them where the configuration says so', async () => {
    const { slack, seen, quiet, bot } = await told({ hideWhenShared: false });
    await slack.happens.share('C0TEAM');
    await quiet();
    await bot.app.deliveries.recheck();
    expect(seen('C0TEAM')).toEqual(['revenue 412', 'deals 17', 'no figures']);
  });

  it('hides what somebody shared by hand as well', async () => {
    const kit = await startKit({ access: everyone, analyst: await sampleAnalyst(20) });
    const { slack, bot, quiet, seen, store } = kit;
    addChannel(slack, 'C0TEAM', { members: ['U0ANNA', 'U0BEN', slack.workspace.bot.userId] });
    const answer = await bot.ask('revenue', { user: 'U0BEN', channel: 'C0TEAM' });
    await slack.click({ user: 'U0BEN', channel: 'C0TEAM', messageTs: answer.ts, actionId: 'share' });
    await slack.waitForMessage('U0ANNA', 'C0TEAM', /Shared by/);
    await bot.app.idle();
    expect(await store.posted.in('C0TEAM')).toHaveLength(1);
    await slack.happens.share('C0TEAM');
    await quiet();
    expect(seen('C0TEAM')).toEqual([expect.stringMatching(placeholder)]);
  });
});

/** A file of ours with numbers, noted as whoever posts files notes it. */
async function upload({ slack, store, clock }: Kit): Promise<string> {
  const { workspace } = slack;
  const file = {
    id: 'F0CSV',
    name: 'digest.csv',
    title: 'digest.csv',
    mimetype: 'text/csv',
    content: Buffer.from('412'),
    user: workspace.bot.userId,
    channels: ['C0TEAM'],
    complete: true,
  };
  workspace.files.set(file.id, file);
  const { ts } = workspace.add({
    channel: 'C0TEAM',
    user: workspace.bot.userId,
    bot_id: workspace.bot.botId,
    text: 'digest.csv',
    blocks: [],
    files: [file.id],
  });
  await store.posted.note({ channel: 'C0TEAM', ts, file: file.id, at: new Date(clock.time).toISOString() });
  return file.id;
}
