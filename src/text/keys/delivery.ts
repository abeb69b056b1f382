import type { Keys } from '../words.ts';

/** What is said of deliveries: pauses, messages of which nobody knows, numbers that are taken away. */
export const deliveryKeys = {
  weekly: [],
  monthly: [],
  quarterly: [],
  message: [],
  pausedTitle: ['what'],
  resumedTitle: ['what'],
  resumed: [],
  channel: ['channel'],
  direct: [],
  // why, and what to do
  byHand: [],
  notInChannel: ['invite'],
  channelArchived: [],
  channelGone: ['invite'],
  channelShared: [],
  guestsHere: [],
  audienceUnknown: [],
  ownerDeactivated: [],
  ownerMayNotSee: [],
  recipientGone: [],
  tokenRefused: [],
  uninstalled: [],
  invalidScope: [],
  goesOn: [],
  // taken away
  placeholder: [],
  hiddenTitle: [],
  hidden: ['count'],
  hiddenNot: ['count'],
  // nobody knows
  parkedTitle: ['what'],
  parked: ['moment'],
  parkedWhy: [],
  postAgain: [],
  itArrived: [],
  parkedAgain: [],
  parkedArrived: [],
  parkedOver: [],
  parkedNotYours: [],
  // refused for good
  failedTitle: ['what'],
  failed: ['error'],
} as const satisfies Keys;
