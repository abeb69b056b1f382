import type { SlackStandIn } from '../../doubles/slack/index.ts';

/** Something that somebody could read after an entry: where, and its whole content. */
export interface Seen {
  readonly place: string;
  /** null: everybody in the place. */
  readonly only: string | null;
  readonly text: string;
}

/** All that became visible anywhere since a mark, modals and Home tabs included, but what people typed themselves. */
export function seenSince(slack: SlackStandIn, mark: number, ack: unknown, user: string): readonly Seen[] {
  const { channels, modals, homes, bot } = slack.workspace;
  const messages = [...channels.keys()].flatMap((channel) =>
    slack.workspace
      .all(channel)
      .filter((one) => one.revision > mark && one.user === bot.userId && one.text !== 'earlier')
      .map((one) => ({
        place: channel,
        only: one.visible_to ?? null,
        text: readable([one.text, one.blocks]),
      })),
  );
  const views = [...modals.values(), ...homes.values()].map((view) => ({
    place: view.type,
    only: view.user_id,
    text: readable(view.blocks),
  }));
  return [...messages, ...views, { place: 'list', only: user, text: readable(ack) }];
}

/** Modals and Home tabs stay; for the next entry they must not count. */
export function clearViews(slack: SlackStandIn): void {
  slack.workspace.modals.clear();
  slack.workspace.homes.clear();
}

const readable = (content: unknown): string =>
  JSON.stringify(content ?? '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
