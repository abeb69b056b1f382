import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Demo, startDemo } from '../demo/run.ts';
import { chromiumPath, launch, type Visit, visit } from './browser.ts';

const absent = chromiumPath() === null;
// In CI a missing browser is a failure, not a skip.
const skip = absent && process.env.CI === undefined;

describe.skipIf(skip)('the demo in a real browser (skipped without Chromium: apt-get install chromium)', () => {
  let demo: Demo;
  let browser: Browser;
  let base: string;
  let open: Visit | null = null;

  beforeAll(async () => {
    demo = await startDemo({ ports: [0], seed: 7, tell: () => undefined });
    await demo.bot.ready;
    base = demo.url.slice(0, demo.url.indexOf('#'));
    browser = await launch();
  });
  afterEach(async () => {
    const complaints = open?.complaints ?? [];
    await open?.page.close();
    open = null;
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const come = async (options: Parameters<typeof visit>[2] = {}): Promise<Visit> => {
    open = await visit(browser, base, options);
    return open;
  };

  test('the scorecard: verdict and next step first, eight KPIs, a chart, buttons', async () => {
    const { ask } = await come();
    const answer = await ask('/partner-kpi acme');
    const text = await answer.innerText();
    expect(text).toContain('Only visible to you');
    expect(text).toMatch(/Acme Cloud GmbH[\s\S]*Next:/);
    for (const kpi of [
      'Sourced revenue',
      'Deal registrations',
      'Time to first deal',
      'Onboarding',
      'Training',
      'Content',
      'Portal',
      'satisfaction',
    ]) {
      expect(text).toMatch(new RegExp(kpi, 'i'));
    }
    expect(await answer.getByTestId('chart').locator('svg path, svg polyline').count()).toBeGreaterThan(0);
    for (const button of ['Share', 'Keep', 'mean', 'Records']) {
      await answer
        .getByRole('button', { name: new RegExp(button, 'i') })
        .first()
        .waitFor();
    }
  });

  test('another period is one click away', async () => {
    const { page, ask, message } = await come();
    const answer = await ask('/partner-kpi acme');
    await answer.getByRole('combobox').first().selectOption({ index: 1 });
    await message(/quarter|year|month/i).waitFor();
    expect(await page.locator('[data-ts]').filter({ hasText: 'Next:' }).count()).toBeGreaterThan(0);
  });

  test('definitions and records open in a modal and close again', async () => {
    const { page, ask } = await come();
    const answer = await ask('/partner-kpi registrations acme last-quarter');
    await answer.getByRole('button', { name: /what it means/i }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/submitted/i)
      .first()
      .waitFor();
    await dialog.getByRole('button', { name: /close/i }).first().click();
    await dialog.waitFor({ state: 'detached' });
    await answer.getByRole('button', { name: /records/i }).click();
    await dialog.getByText(/R-\d+/).first().waitFor();
    expect(await dialog.locator('a[href^="https://crm.example.com/"]').count()).toBeGreaterThan(0);
    await dialog.getByRole('button', { name: /close/i }).first().click();
    await dialog.waitFor({ state: 'detached' });
  });

  test('what is shared, everybody in the channel sees', async () => {
    const { page, ask } = await come();
    const answer = await ask('/partner-kpi acme');
    await answer.getByRole('button', { name: /share/i }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: /share/i });
    if (await confirm.isVisible().catch(() => false)) await confirm.click();
    await page
      .locator('[data-ts]')
      .filter({ hasText: /shared by/i })
      .last()
      .waitFor();
    const other = await visit(browser, base, { user: 'U0THOMAS' });
    await other.message(/shared by/i).waitFor();
    await other.page.close();
  });

  test('words in any order, in German too', async () => {
    const { ask } = await come({ user: 'U0JONAS' });
    const text = await (await ask('/partner-kpi letztes-quartal tier:Gold umsatz')).innerText();
    expect(text).toMatch(/Gold/);
    expect(text).toMatch(/Umsatz/);
    expect(text).toMatch(/€/);
  });

  test('an unknown name gets suggestions that work', async () => {
    const { page, ask } = await come();
    const answer = await ask('/partner-kpi acne cloud');
    await answer.getByRole('button', { name: /Acme Cloud/ }).click();
    await page.locator('[data-ts]').filter({ hasText: 'Next:' }).last().waitFor();
  });

  test('the bare command lists what needs attention among the own partners', async () => {
    const { ask } = await come();
    const text = await (await ask('/partner-kpi')).innerText();
    expect(text).toContain('Brightwater Consulting Ltd');
    expect(text).not.toMatch(/Reference PP-/);
  });

  test('a guest gets nothing, and an externally shared channel shows no figures', async () => {
    const guest = await come({ user: 'U0GUEST', channel: 'C0GENERAL' });
    expect(await (await guest.ask('/partner-kpi acme')).innerText()).not.toMatch(/€|Next:/);
    const shared = await visit(browser, base, { channel: 'C0ACME' });
    expect(await (await shared.ask('/partner-kpi acme')).innerText()).not.toMatch(/€|Next:/);
    await shared.page.close();
  });

  test('on a phone nothing is wider than the screen', async () => {
    const { page, ask } = await come({ viewport: { width: 390, height: 844 } });
    const answer = await ask('/partner-kpi acme');
    const box = await answer.boundingBox();
    expect(box === null ? 0 : box.x + box.width).toBeLessThanOrEqual(390);
    expect(await page.locator('html').evaluate((element) => element.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
