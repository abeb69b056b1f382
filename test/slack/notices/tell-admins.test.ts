import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { temporaryFolder } from '../../config/folder.ts';
import { type Bot, startBot } from '../bot.ts';
import { NOW, sampleAnalyst } from '../program.ts';

const trouble = (at: string) => ({
  id: 'crm-budget/salesforce',
  source: 'salesforce',
  code: 'crm-unreachable',
  params: { source: 'salesforce', host: 'example.my.salesforce.com', reason: 'timeout' },
  at,
});

/** A bot with an outbox, two admins by address and id, and one address that nobody has. */
async function botWithAdmins() {
  const store = await openStore({
    address: join(temporaryFolder(), 'store.db'),
    mode: 'own',
    role: 'bot',
    now: () => NOW,
    warn: () => undefined,
  });
  onTestFinished(() => store.close());
  const bot: Bot = await startBot(await sampleAnalyst(12), {
    app: {
      access: {
        everyone: false,
        admins: ['ben.ortega@northwind.example', 'U0ANNA', 'nobody@example.com'],
        guestChannels: [],
      },
      deliveries: { store, pace: { channel: 0, workspace: 0 } },
    },
  });
  onTestFinished(() => bot.stop());
  await bot.app.start();
  return { store, bot };
}

it('every admin is told of trouble once, in the own language, with remedy; what comes back later is told anew', async () => {
  const { store, bot } = await botWithAdmins();
  const told = () =>
    ['U0ANNA', 'U0BEN'].map(
      (user) => bot.slack.messagesFor(user, bot.slack.im(user)).filter(({ bot_id }) => bot_id !== undefined).length,
    );
  await bot.app.deliveries.tellAdmins();
  expect(told()).toEqual([0, 0]);
  await store.notices.raise(trouble('2026-11-24T08:00:00.000Z'));
  for (let turn = 0; turn < 3; turn += 1) {
    await bot.app.deliveries.tellAdmins();
    await bot.app.deliveries.run(new AbortController().signal);
  }
  await bot.app.deliveries.idle();
  expect(told()).toEqual([1, 1]);
  const [message] = bot.slack.messagesFor('U0BEN', bot.slack.im('U0BEN')).filter(({ bot_id }) => bot_id !== undefined);
  expect(JSON.stringify(message?.blocks)).toMatch(/salesforce/i);
  await store.notices.end('crm-budget/salesforce', '2026-11-24T08:30:00.000Z');
  await store.notices.raise(trouble('2026-11-24T08:45:00.000Z'));
  await bot.app.deliveries.tellAdmins();
  await bot.app.deliveries.run(new AbortController().signal);
  await bot.app.deliveries.idle();
  expect(told()).toEqual([2, 2]);
});
