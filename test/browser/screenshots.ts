import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { startDemo } from '../demo/run.ts';
import { launch, type Visit, visit } from './browser.ts';

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
  readonly after?: (visit: Visit, answer: Locator) => Promise<void>;
}

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const desk = { viewport: { width: 1180, height: 1240 } };
const openRecords = async ({ page }: Visit, answer: Locator) => {
  await answer.getByRole('button', { name: /records/i }).click();
  await page.getByRole('dialog').locator('a').first().waitFor();
};

const shots: readonly Shot[] = [
  { name: 'scorecard-light', text: '/partner-kpi acme', options: desk },
  { name: 'scorecard-dark', text: '/partner-kpi acme', options: { ...desk, colorScheme: 'dark' } },
  { name: 'scorecard-phone', text: '/partner-kpi acme', options: phone },
  { name: 'scorecard-german', text: '/partner-kpi brightwater', options: { ...desk, user: 'U0JONAS' } },
  { name: 'revenue', text: '/partner-kpi revenue tier:Gold last-quarter', options: desk },
  { name: 'my-partners', text: '/partner-kpi', options: desk },
  { name: 'records', text: '/partner-kpi registrations acme last-quarter', options: desk, after: openRecords },
];

try {
  for (const { name, text, options, after } of shots) {
    if (only.length > 0 && !only.includes(name)) continue;
    const seen = await visit(browser, base, options);
    const answer = await seen.ask(text);
    await after?.(seen, answer);
    // The answer's first line at the top, as a reader would have it.
    if (after === undefined) await answer.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await seen.page.screenshot({ path: `${folder}${name}.png` });
    await seen.page.close();
  }
} finally {
  await browser.close();
  await demo.stop();
}
