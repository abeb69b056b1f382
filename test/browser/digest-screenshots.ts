import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WebClient } from '@slack/web-api';
import { pngOf } from '../../src/charts/png.ts';
import type { Report } from '../../src/reports/report.ts';
import { digestMessages, digestVoice } from '../../src/slack/digests/messages.ts';
import { digestPicture } from '../../src/slack/digests/page.ts';
import { servePage } from '../demo/page/server.ts';
import { demoSeed } from '../demo/workspace.ts';
import { startSlack } from '../doubles/slack/index.ts';
import { content, restated } from '../slack/digests/fixtures.ts';
import { sampleProgram } from '../slack/digests/sample.ts';
import { NOW } from '../slack/program.ts';
import { launch, visit, wholeOf } from './browser.ts';

/** Takes the pictures of digests in docs/screenshots, from the sample program: node test/browser/digest-screenshots.ts [NAME …] */
const only = process.argv.slice(2);
const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
mkdirSync(folder, { recursive: true });

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.25 };
const desk = { viewport: { width: 1000, height: 800 } };
const night = { colorScheme: 'dark' } as const;

/** `message`: which of the digest's; 0 is the root. */
const shots = [
  { name: 'weekly-light', report: 'weekly', message: 0, options: desk },
  { name: 'weekly-dark', report: 'weekly', message: 0, options: { ...desk, ...night } },
  { name: 'weekly-phone', report: 'weekly', message: 0, options: phone },
  { name: 'weekly-training', report: 'weekly', message: 3, options: desk },
  { name: 'weekly-pipeline-phone', report: 'weekly', message: 4, options: { ...phone, ...night } },
  { name: 'monthly-light', report: 'monthly', message: 0, options: desk },
  { name: 'monthly-dark', report: 'monthly', message: 0, options: { ...desk, ...night } },
  { name: 'monthly-phone', report: 'monthly', message: 0, options: phone },
  { name: 'quarterly-light', report: 'quarterly', message: 0, options: desk },
  { name: 'quarterly-dark', report: 'quarterly', message: 0, options: { ...desk, ...night } },
  { name: 'quarterly-phone', report: 'quarterly', message: 0, options: phone },
] as const;

const { reporter } = await sampleProgram();
const slack = await startSlack({ seed: demoSeed, botName: 'Partner Pulse' });
const page = await servePage(slack, { port: 0 });
const browser = await launch();

const reportOf = (report: Report['report']): Report =>
  reporter.report({ report, asOf: NOW, since: null, segment: {}, partners: null });

/** A subscription's digest: somebody has taken a row, and a figure is another one now. */
function contentOf(report: Report) {
  const [row] = report.report === 'weekly' ? report.stalled.slice(4) : [];
  const taken = { snoozedUntil: null, snoozedBy: null, assignedTo: 'U0MAYA', at: report.asOf, by: 'U0MAYA' };
  const work = row === undefined ? new Map() : new Map([[`deal/${row.id}`, { record: 'deal', id: row.id, ...taken }]]);
  const next = { at: '2026-11-30T08:00:00.000Z', zone: 'Europe/Berlin' };
  return content(report, { work, next, ...(report.report === 'weekly' ? { restated } : {}) });
}

/** Posts a digest as the bot does; the timestamps of its messages. */
async function posted(report: Report): Promise<readonly string[]> {
  const voice = digestVoice(report, 'en', { now: NOW, command: '/partner-kpi' });
  const { root, thread } = digestMessages(contentOf(report), voice);
  const web = new WebClient(slack.tokens.bot, { slackApiUrl: slack.apiUrl });
  const stamps: string[] = [];
  for (const { text, blocks } of [...root, ...thread]) {
    const [first] = stamps;
    const place = { channel: 'C0TEAM', ...(first === undefined ? {} : { thread_ts: first }) };
    const answer = await web.chat.postMessage({ ...place, text, blocks: [...blocks] });
    if (answer.ts === undefined) throw new Error('not posted');
    stamps.push(answer.ts);
  }
  return stamps;
}

try {
  const stamps = new Map<Report['report'], readonly string[]>();
  for (const report of ['weekly', 'monthly', 'quarterly'] as const) stamps.set(report, await posted(reportOf(report)));
  for (const { name, report, message, options } of shots) {
    if (only.length > 0 && !only.includes(name)) continue;
    const seen = await visit(browser, page.url, options);
    const shown = seen.page.locator(`[data-ts="${stamps.get(report)?.[message]}"]`);
    await shown.waitFor();
    await wholeOf(seen, shown);
    await seen.page.screenshot({ path: `${folder}${name}.png` });
    await seen.page.close();
  }
  if (only.length === 0 || only.includes('weekly-picture')) {
    const made = reportOf('weekly');
    const { speak } = digestVoice(made, 'en', { now: NOW, command: '/partner-kpi' });
    writeFileSync(`${folder}weekly-picture.png`, await pngOf(digestPicture(contentOf(made), speak), 1.25));
  }
} finally {
  await browser.close();
  await page.close();
  await slack.close();
}
