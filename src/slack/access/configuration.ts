import type { Actor } from './decide.ts';

/** Whoever writes the configuration or types at the command line sees everything, in Slack or not. */
export const configuration: Actor = {
  kind: 'known',
  userId: 'configuration',
  homeTeam: true,
  bot: false,
  guest: false,
  deleted: false,
  email: null,
  locale: null,
  sees: 'everything',
};
