// long: one demo is started and looked at from every side.
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { kpiIds } from '../../src/kpi/list.ts';
import { kpis } from '../../src/text/en/kpis.ts';
import { type Demo, startDemo } from '../demo/run.ts';
import { chromiumPath, launch, type Visit, visit } from './browser.ts';

const absent = chromiumPath() === null;
// In CI a missing browser is a failure, not a skip.
const skip = absent && process.env.CI === undefined;
if (skip) console.warn('Skipped: no Chromium. Remedy: apt-get install chromium, or set CHROMIUM_PATH.');

describe.skipIf(skip)('the demo in a real browser', () => {
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

  const nameOfLastQuarter = (): string => {
    const day = new Date();
    day.setUTCMonth(Math.floor(day.getUTCMonth() / 3) * 3, 0);
    return `${day.getUTCFullYear()}-Q${Math.floor(day.getUTCMonth() / 3) + 1}`;
  };

  test('the scorecard: verdict and next step first, eight KPIs, a chart, buttons', async () => {
    const { ask } = await come();
    const answer = await ask('/partner-kpi acme');
    await answer.getByText('Only visible to you').waitFor();
    const [verdict, next] = await linesOf(answer.locator('.text').first());
    expect(verdict).toMatch(/^Acme Cloud GmbH is /);
    expect(next).toMatch(/^Next: /);
    const fields = answer.locator('.field b:first-child');
    expect(await fields.allInnerTexts()).toEqual(expect.arrayContaining(kpiIds.map((id) => kpis[id].name)));
    const lines = answer.getByTestId('chart').locator('svg polyline');
    await lines.first().waitFor();
    expect(await lines.count()).toBe(2);
    expect((await lines.first().boundingBox())?.width).toBeGreaterThan(300);
    expect(await answer.getByRole('button').allInnerTexts()).toEqual([
      'What the numbers mean',
      'Records behind it',
      'Share here',
      'Keep in my DM',
      expect.stringContaining('Open in CRM'),
    ]);
    await answer.getByText(/Data: exports \d+ min ago/).waitFor();
  });

  test('commands are offered while one types, and the examples can be clicked', async () => {
    const { page, message } = await come({ channel: 'C0TEAM' });
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.fill('/par');
    await page.getByRole('option', { name: '/partner-kpi' }).waitFor();
    await box.press('Tab');
    expect(await box.inputValue()).toBe('/partner-kpi ');
    await box.fill('');
    await page.getByRole('button', { name: '/partner-kpi brightwater' }).first().click();
    await message(/^(?=.*Brightwater Consulting Ltd)(?=.*Next:)/s).waitFor();
  });

  test('another period is one click away, in the same message', async () => {
    const { page, ask } = await come({ user: 'U0SOFIA' });
    const answer = await ask('/partner-kpi acme');
    const before = await page.locator('[data-ts]').count();
    await answer.getByRole('combobox').selectOption({ label: 'last quarter' });
    await answer.getByText(/^last quarter \(/).waitFor();
    expect(await answer.getByRole('combobox').locator('option:checked').innerText()).toBe('last quarter');
    expect(await page.locator('[data-ts]').count()).toBe(before);
  });

  test('definitions and records open in a modal and close again', async () => {
    const { page, ask } = await come();
    const answer = await ask('/partner-kpi registrations acme last-quarter');
    const dialog = page.getByRole('dialog');
    const close = async () => {
      await dialog.getByRole('button', { name: 'Close' }).last().click();
      await dialog.waitFor({ state: 'detached' });
    };
    await answer.getByRole('button', { name: 'What it means' }).click();
    await dialog.getByText(kpis['registered-deals'].name).first().waitFor();
    await dialog.getByText(/All registrations submitted in the period/).waitFor();
    await close();
    await answer.getByRole('button', { name: 'Records behind it' }).click();
    await dialog
      .getByText(/Registration R-\d+/)
      .first()
      .waitFor();
    const [total] = /\d+(?= records behind it)/.exec(await dialog.innerText()) ?? [];
    expect(await dialog.locator('a[href^="https://crm.example.com/"]').count()).toBe(Number(total));
    await close();
  });

  test('what is shared, everybody in the channel sees; what is kept, only its owner', async () => {
    const { page, ask, message } = await come({ user: 'U0DIEGO' });
    const answer = await ask('/partner-kpi revenue tier:Gold last-quarter');
    const quarter = nameOfLastQuarter();
    expect(await answer.getByTestId('chart').locator('.tick').last().textContent()).toBe(
      `${quarter.slice(5)} ${quarter.slice(0, 4)}`,
    );
    await answer.getByRole('button', { name: 'Share here' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Share' }).click();
    await message(/shared by/i).waitFor();
    const other = await visit(browser, base, { user: 'U0THOMAS' });
    const shared = other.message(/shared by/i);
    await shared.waitFor();
    expect(await shared.innerText()).toMatch(/tier Gold/);
    expect(await shared.innerText()).not.toContain('Only visible to you');
    expect(await other.message('Only visible to you').count()).toBe(0);
    await other.page.close();

    await answer.getByRole('button', { name: 'Keep in my DM' }).click();
    await message(/^(?=.*Kept)/s).waitFor();
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Partner Pulse APP/ })
      .click();
    const kept = message('tier Gold');
    await kept.waitFor();
    expect(await kept.innerText()).not.toContain('Only visible to you');
  });

  test('words in any order, in German too', async () => {
    const { ask } = await come({ user: 'U0JONAS' });
    const quarter = nameOfLastQuarter();
    const [first, second] = await linesOf(
      (await ask(`/partner-kpi umsatz tier:Gold ${quarter}`)).locator('.text').first(),
    );
    expect(first).toBe(`Partnerumsatz, Stufe Gold in ${quarter.slice(5)} ${quarter.slice(0, 4)}`);
    expect(second).toMatch(/€ aus \d+ gewonnenen Deals$/);
    const turned = await linesOf((await ask(`/partner-kpi ${quarter} tier=Gold revenue`)).locator('.text').first());
    expect(turned).toEqual(expect.arrayContaining([first, second]));
  });

  test('a button lets it be Monday: the weekly digest comes to its channel, with details in the thread', async () => {
    const { page, message } = await come();
    await page.getByRole('button', { name: 'It is Monday, 9:00' }).click();
    const digest = message(/^(?=.*Weekly digest)(?=.*Do first:)/s);
    await digest.waitFor();
    await digest.getByText('CSV of all rows').waitFor();
    await message(/Stalled registered deals/).waitFor();
  });

  test('help says what to type', async () => {
    const { ask } = await come();
    const help = await ask('/partner-kpi help');
    await help.getByText('Ask me how partners are doing').waitFor();
    expect(await help.getByRole('button', { name: /^\/partner-kpi / }).count()).toBeGreaterThanOrEqual(3);
  });

  test('an unknown name gets suggestions that work', async () => {
    const { ask } = await come();
    const answer = await ask('/partner-kpi acne cloud');
    expect(await answer.innerText()).toMatch(/acne cloud/);
    await answer.getByRole('button', { name: 'Acme Cloud GmbH' }).click();
    await answer.getByText('Next:').waitFor();
    expect(await answer.innerText()).toMatch(/Acme Cloud GmbH is /);
  });

  test('the bare command lists what needs attention among the own partners, each with its scorecard', async () => {
    const { ask, message } = await come();
    const list = await ask('/partner-kpi');
    const [title, intro] = (await list.locator('.body').innerText()).split('\n').filter((line) => line !== '');
    expect(title).toBe('My partners: what needs attention');
    expect(intro).toMatch(/^\d+ of your \d+ partners/);
    const row = list.locator('.section').filter({ hasText: 'Kvarnen Data AB' });
    expect(await row.innerText()).toMatch(/stuck in onboarding at “Technical basics”/);
    await row.getByRole('button').click();
    await message(/^(?=.*Kvarnen Data AB is stuck)(?=.*Next:)/s).waitFor();
  });

  test.each([
    { who: 'a guest', user: 'U0GUEST', channel: 'C0GENERAL', told: /guests get no partner numbers/ },
    { who: 'somebody of another company', user: 'U0PARTNER', channel: 'C0ACME', told: /workspace/ },
  ])('$who is refused, in words', async ({ user, channel, told }) => {
    const { ask } = await come({ user, channel });
    const text = await (await ask('/partner-kpi acme')).innerText();
    expect(text).toMatch(told);
    expect(text).not.toMatch(/€|Next:|Acme/);
  });

  test('where another organisation reads along, the answer comes as a direct message, and the channel shows only that', async () => {
    const { page, ask } = await come({ user: 'U0OPS', channel: 'C0ACME' });
    const note = await (await ask('/partner-kpi acme')).innerText();
    expect(note).toMatch(/shared with another organisation, so my answer is in our direct message/);
    expect(await page.locator('#messages').innerText()).not.toMatch(/€|Next:/);
    const direct = await come({ user: 'U0OPS', channel: demo.slack.im('U0OPS') });
    await direct.page.getByText('Next:').first().waitFor();
  });

  test.each(['light', 'dark'] as const)('on a phone, %s, everything fits and can be read', async (colorScheme) => {
    const { page, ask } = await come({ viewport: { width: 390, height: 844 }, colorScheme });
    const answer = await ask('/partner-kpi acme');
    const wide = await answer
      .locator('*')
      .evaluateAll((all) =>
        all.filter((one) => one.getBoundingClientRect().right > 390).map((one) => one.outerHTML.slice(0, 80)),
      );
    expect(wide).toEqual([]);
    expect(await page.locator('html').evaluate((element) => element.scrollWidth)).toBeLessThanOrEqual(390);
    // The verdict is what one sees first, not the end of a long answer.
    expect(
      await answer
        .locator('.text')
        .first()
        .evaluate((one) => one.getBoundingClientRect().top),
    ).toBeLessThan(400);
    const look = (of: Locator, name: string) =>
      of.evaluate(
        (one, property) => one.ownerDocument.defaultView?.getComputedStyle(one).getPropertyValue(property),
        name,
      );
    const text = await look(answer.locator('.text').first(), 'color');
    const ground = await look(page.locator('.pane'), 'background-color');
    expect(contrast(text, ground)).toBeGreaterThan(7);
  });
});

/** The visible lines of a text. */
async function linesOf(text: Locator): Promise<string[]> {
  return (await text.innerText()).split('\n');
}

/** The contrast of two `rgb(…)` colours after WCAG, 1 to 21. */
function contrast(...colours: readonly (string | undefined)[]): number {
  const [a = 0, b = 0] = colours.map((colour) => {
    const [red = 0, green = 0, blue = 0] = (colour?.match(/\d+/g) ?? []).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
