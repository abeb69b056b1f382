import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Analyst } from '../../../src/kpi/analyst.ts';
import type { SlackAppSettings } from '../../../src/slack/app.ts';
import type { DigestSettings, PreviewRequest } from '../../../src/slack/subscriptions/settings.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { permanentFolder } from '../../config/folder.ts';
import type { SlackView, SubmitResult } from '../../doubles/slack/index.ts';
import { type Bot, COMMAND, startBot } from '../bot.ts';
import { NOW } from '../program.ts';
import { access, scopes, seed } from '../walk/workspace.ts';

/** Values of the form's fields, by block. */
export type Filled = Readonly<Record<string, string | readonly string[] | null>>;

/** A bot that can be subscribed with, in the workspace of the access walk, over a real store. */
export interface SubscribingBot extends Bot {
  readonly store: Store;
  /** What was asked to be shown at once. */
  readonly previews: readonly PreviewRequest[];
  /** Types `subscribe` and waits for the filled form. */
  openForm(user: string, channel?: string, words?: string): Promise<SlackView>;
  /** Sends the form with these values in place of what stands in it. */
  send(view: SlackView, values?: Filled): Promise<SubmitResult>;
  /** The same as a person does it: first what other fields depend on. */
  fillAndSend(view: SlackView, values: Filled): Promise<SubmitResult>;
  /** Chooses in the form, as far as other fields depend on it; the form drawn anew. */
  choose(view: SlackView, block: string, value: string, values?: Filled): Promise<SlackView>;
}

/** A store of its own for a test. */
export const storeIn = (folder: string): Promise<Store> =>
  openStore({
    address: join(folder, 'store.db'),
    mode: 'own',
    role: 'bot',
    now: () => NOW,
    warn: () => undefined,
  });

const given = (values: Filled): Record<string, Record<string, string | string[] | null>> =>
  Object.fromEntries(
    Object.entries(values).map(([block, value]) => [
      block,
      { [`subscribe-${block}`]: typeof value === 'string' || value === null ? value : [...value] },
    ]),
  );

export async function startSubscribing(
  analyst: Analyst | null,
  options: { readonly digests?: Partial<DigestSettings>; readonly app?: Partial<SlackAppSettings> } = {},
): Promise<SubscribingBot> {
  const folder = permanentFolder();
  const store = await storeIn(folder);
  const previews: PreviewRequest[] = [];
  const digests: DigestSettings = {
    store,
    fiscalYearStart: 1,
    personal: { day: 1, hour: 9, minute: 0 },
    presetManagers: false,
    preview: async (request) => {
      previews.push(request);
      return [{ text: 'digest', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'The digest' } }] }];
    },
    ...options.digests,
  };
  const bot = await startBot(analyst, { slack: { seed, scopes }, app: { access, digests, ...options.app } });
  await bot.app.start();
  const { slack } = bot;
  const shown = (user: string, after: string): Promise<SlackView> =>
    slack.waitForView(user, (view) => view.type === 'modal' && view.hash !== after && !isSkeleton(view));
  const choose: SubscribingBot['choose'] = async (view, block, value, values = {}) => {
    await slack.click({
      user: view.user_id,
      view: view.id,
      actionId: `subscribe-${block}`,
      value,
      values: given(values),
    });
    return shown(view.user_id, view.hash);
  };
  const send: SubscribingBot['send'] = (view, values = {}) =>
    slack.submitView({ user: view.user_id, viewId: view.id, values: given(values) });
  return {
    ...bot,
    store,
    previews,
    async openForm(user, channel = 'C0INSIDE', words = 'subscribe') {
      for (const { id } of slack.views(user)) slack.workspace.modals.delete(id);
      await slack.command({ user, channel, command: COMMAND, text: words });
      return shown(user, '');
    },
    send,
    choose,
    async fillAndSend(view, values) {
      let last = view;
      for (const block of ['report', 'scope', 'place']) {
        const value = values[block];
        if (typeof value === 'string') last = await choose(last, block, value, values);
      }
      return send(last, values);
    },
    async stop() {
      await bot.stop();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const isSkeleton = ({ blocks }: SlackView): boolean =>
  blocks.length === 1 && blocks[0]?.type === 'section' && JSON.stringify(blocks).includes('…');

/** All that can be read in a view or message. */
export const readable = (content: { readonly blocks: unknown }): string => JSON.stringify(content.blocks);
