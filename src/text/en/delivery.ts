import type { deliveryKeys } from '../keys/delivery.ts';
import type { Words } from '../words.ts';

export const delivery: Words<typeof deliveryKeys> = {
  weekly: 'weekly digest',
  monthly: 'monthly review',
  quarterly: 'quarterly review',
  message: 'message',
  pausedTitle: 'Paused: {what}',
  resumedTitle: 'Goes on: {what}',
  resumed: 'The cause of the pause is gone. What waited and is not too old comes now; the next one comes as planned.',
  channel: 'Channel: {channel}',
  direct: 'Direct message',
  byHand: 'Somebody paused it.',
  notInChannel: 'I am not in the channel any more. Invite me there with <code>{invite}</code>.',
  channelArchived: 'The channel is archived. Unarchive it, or subscribe again elsewhere.',
  channelGone:
    'I cannot find the channel: it is private and I am not in it, or it was deleted. A private channel needs an invitation: <code>{invite}</code>. If it was deleted, subscribe again elsewhere.',
  channelShared:
    'The channel is shared with another organisation, or is about to be; no numbers go there. Subscribe again in an internal channel.',
  guestsHere:
    'There are guests in the channel. Ask them to leave, or an admin of Partner Pulse to allow it (access.guestChannels).',
  audienceUnknown:
    'Slack does not tell me who reads along there, so no numbers go there. An admin should run “pulse check-slack”: a scope is missing.',
  ownerDeactivated: 'The person who subscribed it has left. Subscribe it again in somebody else’s name.',
  ownerMayNotSee:
    'Whoever subscribed it, or reads it, may not see these partners any more. Subscribe to fewer, or ask an admin of Partner Pulse.',
  recipientGone: 'The person to whom it goes has left, or cannot be written to. Subscribe somebody else.',
  tokenRefused: 'Slack does not accept the bot’s token any more. An admin should run “pulse check-slack”.',
  uninstalled: 'The app was uninstalled from Slack. An admin has to install it again.',
  invalidScope: 'What it is about does not exist any more. Subscribe again.',
  goesOn: 'It goes on by itself as soon as that is over, and I tell you.',
  placeholder: 'Numbers stood here. I took them away, because this channel is shared with another organisation now.',
  hiddenTitle: 'I took numbers out of a channel',
  hidden:
    'The channel is shared with another organisation now. {count, plural, one {One message of mine shows} other {# messages of mine show}} a placeholder there instead of numbers; files are deleted.',
  hiddenNot:
    '{count, plural, one {One message} other {# messages}} could not be replaced yet. I try again every hour; you can delete by hand what you see.',
  parkedTitle: 'Did it arrive? {what}',
  parked:
    'Slack did not answer clearly on {moment}, so I do not know whether this message is there. Please look, and tell me; until then what follows it waits.',
  parkedWhy: 'With the scopes channels:history and groups:history I could look by myself.',
  postAgain: 'It is not there: post again',
  itArrived: 'It arrived',
  parkedAgain: 'I post it again.',
  parkedArrived: 'Good, I leave it at that. Details that would stand in its thread stay out, since I cannot find it.',
  parkedOver: 'This is settled already.',
  parkedNotYours: 'Sorry, the owner of the subscription or an admin of Partner Pulse decides that.',
  failedTitle: 'Not delivered: {what}',
  failed:
    'Slack refuses this message for good ({error}), so I do not try again. The next one comes as planned; if it repeats, tell an admin of Partner Pulse.',
};
