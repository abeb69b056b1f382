import type { Analyst } from '../../../src/kpi/analyst.ts';
import type { PartnerInfo } from '../../../src/kpi/answer.ts';
import type { FormState } from '../../../src/slack/subscriptions/form-state.ts';
import { formView } from '../../../src/slack/subscriptions/form-view.ts';
import type { DigestSettings } from '../../../src/slack/subscriptions/settings.ts';
import type { Store } from '../../../src/store/store.ts';
import { speaker } from '../../../src/text/say/speaker.ts';
import type { SlackStandIn } from '../../doubles/slack/index.ts';
import { isObject, toJsonObject } from '../../doubles/slack/json.ts';
import { COMMAND } from '../bot.ts';
import { NOW } from '../program.ts';
import type { Entry } from './entries.ts';

/** Subscriptions over a store, and digests that are nothing but the names that they are about, with a figure. */
export const walkedDigests = (store: Store, analyst: Analyst): DigestSettings => ({
  store,
  fiscalYearStart: 1,
  personal: { day: 1, hour: 9, minute: 0 },
  presetManagers: false,
  preview: async ({ scope: { segment, partners } }) => {
    const names = analyst
      .partners()
      .filter(({ id }) => partners === null || partners.includes(id))
      .filter(({ manager, tier }) => (segment.manager ?? manager) === manager && (segment.tier ?? tier) === tier)
      .map(({ name }) => name);
    const text = `€1 ${names.join(' ')}`.slice(0, 2_900);
    return [{ text, blocks: [{ type: 'section', text: { type: 'plain_text', text } }] }];
  },
});

const usual: FormState = {
  report: 'weekly',
  scope: 'partners',
  tier: null,
  region: null,
  manager: null,
  partners: [],
  place: 'here',
  channel: null,
  weekday: 1,
  monthday: 1,
  time: '09:00',
  zone: 'Europe/Berlin',
  language: 'en',
  quietFrom: null,
  quietTo: null,
  holidays: '',
};

/** A form as somebody may have it open: nobody is asked whether that was right. */
function opened(
  slack: SlackStandIn,
  user: string,
  channel: string,
  partner: PartnerInfo,
  place: FormState['place'],
): string {
  const state = { ...usual, place, partners: [{ id: partner.id, label: 'a partner' }] };
  const metadata = { here: channel, edits: null };
  const voice = { speak: speaker('en', 'UTC', 'EUR'), now: NOW, command: COMMAND, refreshes: false };
  const { blocks, callback_id, private_metadata } = formView(
    state,
    { sees: 'everything', manages: true, metadata },
    voice,
  );
  const id = `V0${user}`;
  slack.workspace.modals.set(id, {
    id,
    type: 'modal',
    user_id: user,
    blocks: blocks.map((one) => toJsonObject(one)).filter(isObject),
    private_metadata: private_metadata ?? '',
    callback_id: callback_id ?? '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    hash: '1.a',
    root_view_id: id,
    previous_view_id: null,
    errors: {},
  });
  return id;
}

/** Ways to digests and subscriptions, about one's own partner, somebody else's, and the program. */
export function subscribingEntries(mine: PartnerInfo, theirs: PartnerInfo): readonly Entry[] {
  const type =
    (text: string): Entry['go'] =>
    (slack, { user, channel }) =>
      slack.command({ user, channel, command: COMMAND, text });
  const both = [
    ['mine', mine],
    ['theirs', theirs],
  ] as const;
  return [
    { name: 'command: subscriptions', about: 'nothing', does: 'answers', go: type('subscriptions') },
    { name: 'command: unsubscribe', about: 'nothing', does: 'answers', go: type('unsubscribe') },
    { name: 'command: subscribe', about: 'program', does: 'fills', go: type('subscribe') },
    { name: 'command: digest', about: 'program', does: 'answers', go: type('digest') },
    ...both.flatMap(([about, partner]): Entry[] => [
      { name: `command: digest ${about}`, about, does: 'answers', go: type(`digest ${partner.id}`) },
      {
        name: `form: channel ${about}`,
        about,
        does: 'subscribes',
        go: (slack, { user, channel }) =>
          slack.submitView({ user, viewId: opened(slack, user, channel, partner, 'here') }),
      },
      {
        name: `form: direct ${about}`,
        about,
        does: 'subscribes-directly',
        go: (slack, { user, channel }) =>
          slack.submitView({ user, viewId: opened(slack, user, channel, partner, 'direct') }),
      },
      {
        name: `list: form ${about}`,
        about,
        does: 'suggests',
        go: (slack, { user, channel }) =>
          slack.suggest({
            user,
            view: opened(slack, user, channel, partner, 'here'),
            actionId: 'subscribe-partners',
            value: partner.name.slice(0, -1),
          }),
      },
    ]),
  ];
}
