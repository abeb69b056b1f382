// What the page may ask for: one schema per deed, and the deed.
import { z } from 'zod';
import type { SlackStandIn } from '../../doubles/slack/index.ts';
import type { Moment } from './snapshot.ts';

type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
const json: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);
const values = z.record(z.string(), z.record(z.string(), json)).optional();
const user = z.string();
const place = {
  channel: z.string().optional(),
  messageTs: z.string().optional(),
  view: z.string().optional(),
  blockId: z.string().optional(),
};

export const deedSchema = z.discriminatedUnion('deed', [
  z.strictObject({ deed: z.literal('command'), user, channel: z.string(), command: z.string(), text: z.string() }),
  z.strictObject({ deed: z.literal('say'), user, channel: z.string(), text: z.string() }),
  z.strictObject({
    deed: z.literal('click'),
    user,
    ...place,
    actionId: z.string(),
    value: json.optional(),
    selectedOption: z.record(z.string(), json).optional(),
    values,
  }),
  z.strictObject({ deed: z.literal('suggest'), user, ...place, actionId: z.string(), value: z.string() }),
  z.strictObject({ deed: z.literal('submit'), user, viewId: z.string(), values }),
  z.strictObject({ deed: z.literal('close'), user, viewId: z.string() }),
  z.strictObject({ deed: z.literal('home'), user }),
  z.strictObject({ deed: z.literal('moment'), user, name: z.string() }),
]);

export type Deed = z.infer<typeof deedSchema>;

/** Does in the workspace what somebody did on the page; returns what the page needs to know of it. */
export async function perform(slack: SlackStandIn, moments: readonly Moment[], deed: Deed): Promise<object> {
  switch (deed.deed) {
    case 'command':
      return slack.command(deed);
    case 'say':
      return (await slack.say(deed)) ?? {};
    case 'click': {
      const { deed: _, ...input } = deed;
      return slack.click(input);
    }
    case 'suggest': {
      const { deed: _, ...input } = deed;
      return slack.suggest(input);
    }
    case 'submit':
      return slack.submitView({
        user: deed.user,
        viewId: deed.viewId,
        ...(deed.values !== undefined && { values: deed.values }),
      });
    case 'close':
      return (await slack.closeView(deed.user, deed.viewId)) ?? {};
    case 'home':
      return slack.openHome(deed.user);
    case 'moment': {
      const moment = moments.find(({ name }) => name === deed.name);
      if (moment === undefined) throw new Error(`there is no moment ${deed.name}`);
      await moment.run();
      return {};
    }
  }
}
