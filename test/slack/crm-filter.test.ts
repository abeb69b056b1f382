import { afterEach, expect, it } from 'vitest';
import { createAnalyst } from '../../src/kpi/create.ts';
import { buildProgram } from '../../src/kpi/program/program.ts';
import { readerOf } from '../../src/kpi/program/reader.ts';
import { crmFilter, filtersOf, questionOf } from '../../src/proof/index.ts';
import { programSettings } from '../../src/records/settings.ts';
import { type SalesforceStandIn, startSalesforce } from '../doubles/salesforce/index.ts';
import { recordSet } from '../proof/support.ts';
import { applied, plainSalesforce } from '../sources/mapping/fixtures.ts';
import { mappingOf } from '../sources/mapping/support.ts';
import { type Bot, startBot } from './bot.ts';
import { sampleAnalyst } from './program.ts';

const mapping = mappingOf('salesforce', { ready: 'salesforce-junction' });
const open: { stop(): Promise<void> }[] = [];
const orgs: SalesforceStandIn[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
  for (const one of orgs.splice(0)) await one.close();
});

async function started(crms: boolean): Promise<Bot> {
  const app = crms ? { crms: () => [{ name: 'crm', mapping }] } : {};
  const bot = await startBot(await sampleAnalyst(20), { app });
  open.push(bot);
  await bot.app.start();
  return bot;
}

const actionsIn = (message: unknown): string[] =>
  [...JSON.stringify(message).matchAll(/"action_id":"([\w:-]+)"/g)].map(([, id = '']) => id);

it('revenue and registrations offer the CRM’s filter, other numbers and programs without a CRM do not', async () => {
  const bot = await started(true);
  expect(actionsIn(await bot.ask('revenue last-quarter'))).toContain('crm-filter');
  expect(actionsIn(await bot.ask('registrations last-quarter'))).toContain('crm-filter');
  expect(actionsIn(await bot.ask('onboarding last-quarter'))).not.toContain('crm-filter');
  const without = await started(false);
  expect(actionsIn(await without.ask('revenue last-quarter'))).not.toContain('crm-filter');
});

it('the button opens SOQL to paste, with what it leaves out', async () => {
  const bot = await started(true);
  const { ts: messageTs } = await bot.ask('revenue last-quarter');
  await bot.slack.click({ user: 'U0BEN', channel: 'C0PARTNERS', messageTs, actionId: 'crm-filter' });
  await bot.app.idle();
  const [modal] = [...bot.slack.workspace.modals.values()];
  const text = JSON.stringify(modal?.blocks);
  expect(modal?.user_id).toBe('U0BEN');
  expect(text).toMatch(
    /rich_text_preformatted.*SELECT Id, Name, Amount, .*Id IN \(SELECT Opportunity__c FROM Opportunity_Partner__c/,
  );
  expect(text).toMatch(/Influenced revenue.*NOT IN/);
  expect(text).toContain('Amounts stand in their own currencies');
});

it('the filter of an answer is that of the command line', async () => {
  const now = '2026-11-24T10:00:00Z';
  const salesforce = await startSalesforce({ startAt: now, org: { multiCurrency: true } });
  orgs.push(salesforce);
  const settings = programSettings.parse({ timeZone: 'Europe/Berlin', currency: 'USD' });
  const reader = readerOf(recordSet(applied(mapping, plainSalesforce(salesforce)).records, now));
  const analyst = await createAnalyst(reader, settings);
  const program = await buildProgram(reader, settings);
  const asOf = Date.parse(now);
  for (const scope of [{}, { partner: 'Blue Harbor Consulting' }, { segment: { tier: 'Gold' } }]) {
    for (const period of ['last-quarter', '2026', 'this-month', '2026-10-25..2026-11-02', 'all']) {
      const answer = analyst.answer({ kpi: 'sourced-revenue', asOf, period, ...scope });
      const [sourced, influenced] = filtersOf(answer, settings, [{ name: 'crm', mapping }]);
      const asked = { kpi: 'sourced-revenue', period, asOf, ...scope } as const;
      expect(sourced?.filters).toEqual(crmFilter(questionOf(program, 'crm', asked).question, mapping));
      const other = questionOf(program, 'crm', { ...asked, figure: 'influenced' }).question;
      expect(influenced?.filters).toEqual(crmFilter(other, mapping));
    }
  }
});
