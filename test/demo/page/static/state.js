// The last snapshot, what is open, and what has been filled in but not sent.

/** Replaced member by member at every snapshot. */
export const state = {
  team: {}, bot: {}, me: '', people: [], users: {}, usergroups: {}, channels: [], messages: {}, files: {}, modals: [], home: null, commands: [], moments: [],
};

/** Where one is: a channel id or `home`. */
export const place = { open: '' };

const drafts = new Map();

/** Unsent values of a message or view, by block_id and action_id. */
export function draftsOf(key) {
  if (!drafts.has(key)) drafts.set(key, {});
  return drafts.get(key);
}

export function forgetDrafts(key) {
  drafts.delete(key);
}

const read = new Map();

/** Remembers that a channel was looked at, and tells whether there is something newer. */
export function markRead(channel) {
  const last = state.messages[channel]?.at(-1);
  if (last !== undefined) read.set(`${state.me}/${channel}`, last.ts);
}

export function isUnread(channel) {
  const last = state.messages[channel]?.at(-1);
  return last !== undefined && last.user !== state.me && last.ts !== read.get(`${state.me}/${channel}`);
}
