import { isErrorCode } from '../../errors.ts';
import type { NewMessage } from '../../store/ledger/outbox.ts';
import type { Notice, Store } from '../../store/store.ts';
import { context, header, section } from '../blocks/build.ts';
import { messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import type { Message, Voice } from '../messages/voice.ts';

/** Where notices are marked as told in Slack. */
const PLACE = 'slack';

export interface NoticeSettings {
  readonly store: Pick<Store, 'notices' | 'together'>;
  /** Slack's ids of the people who look after the bot, with how to speak to each. */
  readonly admins: () => Promise<readonly { readonly user: string; readonly voice: Voice }[]>;
  readonly clock: () => number;
}

/** Puts each notice that is open, once, into the outbox for every admin; without one it waits. How many messages. */
export async function tellAdmins({ store, admins, clock }: NoticeSettings): Promise<number> {
  const untold = await store.notices.unshown(PLACE);
  if (untold.length === 0) return 0;
  const people = await admins();
  if (people.length === 0) return 0;
  const at = new Date(clock()).toISOString();
  const messages = untold.flatMap((notice) => people.map(({ user, voice }) => messageTo(user, notice, voice, at)));
  await store.together(async ({ outbox, notices }) => {
    await outbox.add(messages);
    for (const { id } of untold) await notices.markShown(id, PLACE);
  });
  return messages.length;
}

const messageTo = (user: string, notice: Notice, voice: Voice, at: string): NewMessage => ({
  // The same trouble that comes back later is another one.
  key: `notice/${notice.id}/${notice.since}/${user}`,
  subscription: null,
  destination: { kind: 'direct', id: user },
  thread: null,
  bulk: false,
  figures: false,
  body: noticeMessage(notice, voice),
  createdAt: at,
  notBefore: at,
  expiresAt: null,
});

/** What happened, what to do, since when. */
export function noticeMessage({ code, params, source, since }: Notice, { speak: { words, format } }: Voice): Message {
  const { told } = words;
  const { cause, remedy } = isErrorCode(code) ? words.error(code, params) : { cause: null, remedy: null };
  const what = cause ?? told.notice({ code });
  const title = source === null ? told.noticeTitle() : told.noticeTitleOf({ source });
  return {
    text: messageText(what),
    blocks: [
      header(title),
      section(mrkdwn`${what}`),
      ...(remedy === null ? [] : [section(mrkdwn`${remedy}`)]),
      context([mrkdwn`${told.noticeSince({ since: format.instant(since) })}`]),
    ],
  };
}
