import { afterEach, expect, it } from 'vitest';
import { asRemote } from '../../src/kpi/analyst.ts';
import { type Bot, startBot } from './bot.ts';
import { sampleAnalyst } from './program.ts';

let bot: Bot | undefined;
afterEach(() => bot?.stop());

it('an answer says of a file that is too old when it rests on it, a scorecard always', async () => {
  const analyst = await sampleAnalyst();
  bot = await startBot(analyst);
  await bot.app.start();
  const stale = [{ source: 'lms', file: 'trainings.csv', record: 'training', since: '2026-11-03T00:00:00.000Z' }];
  bot.answerFrom({ kind: 'ready', analyst: asRemote(analyst), stale });
  const told = /trainings\u2060?\.\u2060?csv is of 3 Nov 2026.*older than it may be/;
  expect(JSON.stringify(await bot.ask('training last quarter'))).toMatch(told);
  expect(JSON.stringify(await bot.ask('registrations last quarter'))).not.toMatch(told);
  expect(JSON.stringify(await bot.ask('acme'))).toMatch(told);
});
