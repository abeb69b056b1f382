import type { Subscription } from '../../store/ledger/subscriptions.ts';
import { actions, button, confirmation, context, limits, type OurBlock, section } from '../blocks/build.ts';
import { joinedMarks, mention, messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Message, Voice } from '../messages/voice.ts';
import { nextPhrase, pausedPhrase, summaryOf } from './words.ts';

/** `list`: everything that can be done with them; `stop`: which one is to end. */
export type ListingKind = 'list' | 'stop';

export interface Listing {
  readonly kind: ListingKind;
  /** Of whoever looks: own ones, or all. */
  readonly subscriptions: readonly Subscription[];
  readonly all: boolean;
  /** From 0; one that is not there is the last. */
  readonly page: number;
  readonly user: string;
  /** Of this channel: those that can be ended at once. */
  readonly here: { readonly channel: string; readonly count: number } | null;
  readonly fiscalYearStart: number;
  readonly previews: boolean;
}

/** So many fit into one message with all their buttons. */
const PAGE = 8;

/** What is subscribed to, with a button for everything that can be done. */
export function listingMessage(listing: Listing, voice: Voice): Message {
  const { subscriptions: say, talk } = voice.speak.words;
  const { kind, subscriptions, all, here } = listing;
  const title = kind === 'list' ? say.listTitle() : say.stopTitle();
  if (subscriptions.length === 0) {
    const none = kind === 'list' ? say.listNone({ command: `${voice.command} subscribe` }) : say.stopNone();
    return { text: messageText(none), blocks: [section(mrkdwn`${none}`), actions([openButton(voice)])] };
  }
  const pages = Math.ceil(subscriptions.length / PAGE);
  const page = Math.min(Math.max(0, listing.page), pages - 1);
  const turn = (to: number, label: Parameters<typeof button>[0]['label'], action: string) =>
    to < 0 || to >= pages ? [] : [button({ action, label, value: packTarget({ kind, page: to, id: '' }) })];
  const foot = [
    ...(here === null || kind === 'list'
      ? []
      : [
          button({
            action: 'subscription-remove-all',
            label: say.removeAll({ count: here.count }),
            value: packTarget({ kind, page, id: here.channel }),
            confirm: confirmation(say.removeTitle(), say.removeText(), say.removeYes(), say.removeNo()),
          }),
        ]),
    ...turn(page - 1, talk.previousPage(), 'subscription-page-previous'),
    ...turn(page + 1, talk.nextPage(), 'subscription-page-next'),
    ...(kind === 'list' ? [openButton(voice)] : []),
  ];
  return {
    text: messageText(title),
    blocks: [
      section(mrkdwn`*${title}*`),
      ...subscriptions.slice(page * PAGE, (page + 1) * PAGE).flatMap((one) => rowOf(one, { ...listing, page }, voice)),
      ...(foot.length === 0 ? [] : [actions(foot)]),
      ...(all || pages > 1
        ? [
            context([
              ...(all ? [mrkdwn`${say.listAll({ count: subscriptions.length })}`] : []),
              ...(pages > 1 ? [mrkdwn`${say.page({ page: page + 1, pages })}`] : []),
            ]),
          ]
        : []),
    ],
  };
}

export const openButton = ({ speak: { words } }: Voice) =>
  button({ action: 'subscription-open', label: words.subscriptions.open(), style: 'primary' });

function rowOf(one: Subscription, listing: Listing, voice: Voice): readonly OurBlock[] {
  const say = voice.speak.words.subscriptions;
  const { kind, page, user, all, previews, fiscalYearStart } = listing;
  const isConfigured = one.origin === 'configuration';
  const state = one.pause === null ? nextPhrase(one, fiscalYearStart, voice) : pausedPhrase(one.pause, voice);
  const whose = isConfigured
    ? [mrkdwn`${say.fromConfiguration()}`]
    : all && one.owner !== null && one.owner !== user
      ? [ownerMark(one.owner, voice)]
      : [];
  const value = packTarget({ kind, page, id: one.id });
  const remove = button({
    action: 'subscription-remove',
    label: say.remove(),
    value,
    confirm: confirmation(say.removeTitle(), say.removeText(), say.removeYes(), say.removeNo()),
  });
  const buttons =
    kind === 'stop'
      ? [remove]
      : [
          ...(isConfigured ? [] : [button({ action: 'subscription-edit', label: say.edit(), value })]),
          one.pause === null
            ? button({ action: 'subscription-pause', label: say.pause(), value })
            : button({ action: 'subscription-resume', label: say.resume(), value }),
          ...(isConfigured ? [] : [remove]),
          ...(previews ? [button({ action: 'subscription-show', label: say.showNow(), value })] : []),
        ];
  return [section(mrkdwn`${summaryOf(one, user, voice)}\n${joinedMarks([state, ...whose], ' · ')}`), actions(buttons)];
}

function ownerMark(owner: string, { speak: { words } }: Voice) {
  const [before = '', after = ''] = words.subscriptions.by({ person: '\u0000' }).text.split('\u0000');
  return mrkdwn`${before}${mention(owner)}${after}`;
}

/** What a button of the list is about, and where it stands. */
export interface Target {
  readonly kind: ListingKind;
  readonly page: number;
  /** Of a subscription, or of a channel; empty for neither. */
  readonly id: string;
}

const packTarget = ({ kind, page, id }: Target): string => `${kind}:${page}:${id}`.slice(0, limits.value);

/** Reads a button's value, which comes from outside; null where it is none of ours. */
export function unpackTarget(value: string | null): Target | null {
  const [, kind, page, id] = /^(list|stop):(\d{1,4}):([A-Za-z0-9-]{0,60})$/.exec(value ?? '') ?? [];
  if (kind !== 'list' && kind !== 'stop') return null;
  return { kind, page: Number(page), id: id ?? '' };
}
