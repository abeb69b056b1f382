import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pulse } from '../cli/pulse.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { type SalesforceStandIn, startSalesforce } from '../doubles/salesforce/index.ts';
import type { SlackStandIn } from '../doubles/slack/index.ts';
import { environmentOf, startBotProcess, workspace } from './bot.ts';

const ben = { user: 'U0BEN', channel: 'C0GENERAL' };

async function org(): Promise<SalesforceStandIn> {
  const salesforce = await startSalesforce({ startAt: new Date().toISOString() });
  onTestFinished(() => salesforce.close());
  return salesforce;
}

function folderFor(salesforce: SalesforceStandIn): string {
  const folder = temporaryFolder();
  put(
    folder,
    'partner-pulse.yaml',
    `access: {everyone: true}
program: {currency: USD}
sync: {every: 10m}
sources:
  - kind: salesforce
    loginUrl: ${salesforce.loginUrl}
    login: {flow: client-credentials, clientId: ${salesforce.app.clientId}}
    mapping: {ready: salesforce-junction}
`,
  );
  return folder;
}

/** What is seen at last by the one who asked, when it fits. */
async function seen(slack: SlackStandIn, after: number, fits: RegExp): Promise<{ ts: string; text: string }> {
  const message = await slack.waitForMessage(ben.user, ben.channel, (one) => fits.test(JSON.stringify(one)), {
    after,
    timeoutMs: 10_000,
  });
  return { ts: message.ts, text: JSON.stringify(message) };
}

async function answerOf(slack: SlackStandIn, partner: string): Promise<{ ts: string; text: string }> {
  for (const until = performance.now() + 30_000; performance.now() < until; await pause(200)) {
    const after = slack.mark();
    await slack.command({ ...ben, command: '/partner-kpi', text: `${partner} registrations` });
    const answer = await seen(slack, after, /./);
    if (answer.text.includes('"refresh"')) return answer;
  }
  throw new Error('never answered from the CRM');
}

describe('a bot with a CRM', () => {
  it('reads it at the start, reads one partner anew within 10 s when asked, and says so when the CRM is away', async () => {
    const salesforce = await org();
    const slack = await workspace();
    const folder = folderFor(salesforce);
    const env = { ...environmentOf(slack), SALESFORCE_CLIENT_SECRET: salesforce.app.clientSecret };
    const bot = startBotProcess(folder, env);
    await slack.waitForConnection({ timeoutMs: 20_000 });
    const [partner] = salesforce.records('SELECT Id, Name FROM Account WHERE IsPartner = true ORDER BY Id LIMIT 1');
    const name = String(partner?.Name);
    const answer = await answerOf(slack, name);

    salesforce.org.insert('Deal_Registration__c', {
      Partner__c: String(partner?.Id),
      Status__c: 'Submitted',
      Submitted_At__c: new Date(Date.now() - 3_600_000).toISOString(),
    });
    salesforce.clock.advance(1_000);
    const began = performance.now();
    let after = slack.mark();
    await slack.click({ ...ben, messageTs: answer.ts, actionId: 'refresh' });
    await seen(slack, after, new RegExp(`I am reading ${name}`));
    const anew = await seen(slack, after, /"refresh"/);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(anew.text).not.toBe(answer.text);

    const status = JSON.parse((await pulse(['status', '--json'], { cwd: folder, env })).stdout);
    expect(status.runs).toMatchObject([{ source: 'salesforce', lastError: null }]);
    expect(status.runs[0].callsToday).toBeGreaterThan(10);
    expect(Date.parse(status.runs[0].nextRun)).toBeGreaterThan(Date.now());

    const [other] = salesforce.records('SELECT Id, Name FROM Account WHERE IsPartner = true ORDER BY Id DESC LIMIT 1');
    const second = await answerOf(slack, String(other?.Name));
    await salesforce.refuse();
    after = slack.mark();
    await slack.click({ ...ben, messageTs: second.ts, actionId: 'refresh' });
    expect((await seen(slack, after, /last sync failed/)).text).toContain('127.0.0.1');

    bot.process.kill('SIGTERM');
    const run = await bot.outcome;
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).not.toContain(salesforce.app.clientSecret);
  }, 90_000);
});
