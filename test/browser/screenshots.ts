import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { startDemoBot } from '../demo/bot.ts';
import { servePage } from '../demo/page/server.ts';
import { startDemo } from '../demo/run.ts';
import { demoSeed } from '../demo/workspace.ts';
import { startSalesforce } from '../doubles/salesforce/index.ts';
import { startSlack } from '../doubles/slack/index.ts';
import { launch, toTop, type Visit, visit, wholeOf } from './browser.ts';

/** Takes the pictures of docs/screenshots from the demo: node test/browser/screenshots.ts [NAME …] */
const only = process.argv.slice(2);
const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
mkdirSync(folder, { recursive: true });

const demo = await startDemo({ ports: [0], seed: 7, tell: (line) => process.stderr.write(`${line}\n`) });
await demo.bot.ready;
const base = demo.url.slice(0, demo.url.indexOf('#'));
const browser = await launch();

interface Shot {
  readonly name: string;
  readonly text: string;
  readonly options?: Parameters<typeof visit>[2];
  /** What is done before the picture is taken; without it, the picture is as tall as the answer. */
  readonly before?: (visit: Visit, answer: Locator) => Promise<void>;
}

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const desk = { viewport: { width: 1180, height: 800 } };

const records = async ({ page }: Visit, answer: Locator) => {
  await answer.getByRole('button', { name: /records/i }).click();
  await page.getByRole('dialog').locator('a').first().waitFor();
  await page.setViewportSize({ width: 1180, height: 900 });
};
const head = async (_: Visit, answer: Locator) => toTop(answer);

const shots: readonly Shot[] = [
  { name: 'scorecard-light', text: 'acme', options: desk },
  { name: 'scorecard-dark', text: 'acme', options: { ...desk, colorScheme: 'dark' } },
  { name: 'scorecard-phone', text: 'acme', options: phone, before: head },
  { name: 'scorecard-german', text: 'brightwater', options: { ...desk, user: 'U0JONAS' } },
  { name: 'revenue', text: 'revenue tier:Gold last-quarter', options: desk },
  { name: 'my-partners', text: '', options: desk },
  { name: 'records', text: 'registrations acme last-quarter', options: desk, before: records },
];

/** An answer of a bot that reads a CRM, with the buttons that only such a one has. */
async function fromCrm(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'partner-pulse-shot-'));
  const slack = await startSlack({ seed: demoSeed, botName: 'Partner Pulse' });
  const page = await servePage(slack, { port: 0 });
  const salesforce = await startSalesforce({ startAt: new Date().toISOString() });
  writeFileSync(
    join(home, 'partner-pulse.yaml'),
    `program: {timeZone: Europe/Berlin, currency: USD}
access: {everyone: true}
sources:
  - kind: salesforce
    loginUrl: ${salesforce.loginUrl}
    login: {flow: client-credentials, clientId: ${salesforce.app.clientId}}
    mapping: {ready: salesforce-junction}
`,
  );
  const secrets = { SALESFORCE_CLIENT_SECRET: salesforce.app.clientSecret };
  const bot = startDemoBot(home, slack, (line) => void process.stderr.write(`${line}\n`), secrets);
  try {
    await bot.ready;
    const [partner] = salesforce.records('SELECT Name FROM Account WHERE IsPartner = true ORDER BY Id LIMIT 1');
    const seen = await visit(browser, page.url, desk);
    const answer = await seen.ask(`/partner-kpi ${String(partner?.Name)} registrations this-year`);
    await answer.getByRole('button', { name: /refresh/i }).waitFor();
    await wholeOf(seen, answer);
    await seen.page.screenshot({ path: `${folder}crm-buttons.png` });
    await seen.page.close();
  } finally {
    await bot.stop();
    await page.close();
    await slack.close();
    await salesforce.close();
    rmSync(home, { recursive: true, force: true });
  }
}

try {
  if (only.length === 0 || only.includes('crm-buttons')) await fromCrm();
  for (const { name, text, options, before = wholeOf } of shots) {
    if (only.length > 0 && !only.includes(name)) continue;
    const seen = await visit(browser, base, options);
    await before(seen, await seen.ask(`/partner-kpi ${text}`));
    await seen.page.screenshot({ path: `${folder}${name}.png` });
    await seen.page.close();
  }
} finally {
  await browser.close();
  await demo.stop();
}
