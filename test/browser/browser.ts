import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Where Chromium is: CHROMIUM_PATH, else on the PATH or where macOS has it; null where there is none. */
export function chromiumPath(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...MAC];
  return process.env.CHROMIUM_PATH ?? places.find((path) => existsSync(path)) ?? null;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error('no Chromium: set CHROMIUM_PATH, or apt-get install chromium');
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

export interface Visit {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, the console, the content policy. */
  readonly complaints: readonly string[];
  /** Types into the composer and waits for the answer, which is the newest message; it stays that one whatever comes. */
  ask(text: string): Promise<Locator>;
  /** The newest message that holds a text. */
  message(text: string | RegExp): Locator;
}

/** Opens the demo's page as somebody, somewhere. */
export async function visit(
  browser: Browser,
  base: string,
  { user = 'U0MAYA', channel = 'C0TEAM', ...options }: BrowserContextOptions & { user?: string; channel?: string } = {},
): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${base}#${user}/${channel}`);
  await page.waitForSelector('body[data-ready]');
  const messages = page.locator('[data-ts]');
  return {
    page,
    complaints,
    message: (text) => messages.filter({ hasText: text }).last(),
    ask: async (text) => {
      const before = await messages.count();
      const box = page.getByRole('textbox', { name: 'Message' });
      await box.fill(text);
      await box.press('Enter');
      await messages.nth(before).waitFor();
      // Behind the answer may come something that nobody asked for, such as an offer.
      const ts = await messages.nth(before).getAttribute('data-ts');
      return page.locator(`[data-ts="${ts}"]`);
    },
  };
}

/** The first line of a message at the top, as a reader would have it. */
export const toTop = (answer: Locator): Promise<void> =>
  answer.evaluate((element) => element.scrollIntoView({ block: 'start' }));

/** Makes the window as tall as it must be to show the whole message and nothing else. */
export async function wholeOf({ page }: Visit, answer: Locator): Promise<void> {
  const [list, box, size] = [
    await page.locator('#messages').boundingBox(),
    await answer.boundingBox(),
    page.viewportSize(),
  ];
  if (list === null || box === null || size === null) throw new Error('nothing to take a picture of');
  await page.setViewportSize({ width: size.width, height: Math.ceil(size.height - list.height + box.height + 8) });
  await toTop(answer);
}
