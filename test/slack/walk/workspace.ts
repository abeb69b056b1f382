import { BOT_USER, type SlackSeed } from '../../doubles/slack/index.ts';

const member = (id: string, email: string) => ({ id, name: id.toLowerCase(), real_name: id, email });

/** Everybody who can stand before the bot, by what they may see of the program. */
export const people: ReadonlyMap<string, 'everything' | 'own' | 'nothing' | 'refused'> = new Map([
  ['U0ADMIN', 'everything'],
  ['U0GROUPED', 'everything'],
  ['U0MAYA', 'own'],
  ['U0STRANGE', 'own'],
  ['U0MEMBER', 'nothing'],
  ['U0GUEST', 'refused'],
  ['U0SINGLE', 'refused'],
  ['U0FOREIGN', 'refused'],
  ['U0GONE', 'refused'],
  ['U0OTHERBOT', 'refused'],
]);

/** Under which address the CRM’s owners are known. */
export const emails: ReadonlyMap<string, string> = new Map([
  ['U0MAYA', 'maya.brandt@example.com'],
  ['U0STRANGE', 'J.Keller@slack.example'],
]);

export const scopes = [
  ...['commands', 'chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email'],
  ...['channels:read', 'groups:read', 'app_mentions:read', 'usergroups:read'],
];

/** What a place allows: who else reads along decides about sharing, another organisation about where answers go. */
interface Allows {
  readonly external: boolean;
  readonly share: boolean;
  readonly bot: boolean;
}

export const places: ReadonlyMap<string, Allows> = new Map([
  ['C0INSIDE', { external: false, share: true, bot: true }],
  ['C0PRIVATE', { external: false, share: true, bot: true }],
  ['C0HIDDEN', { external: false, share: false, bot: false }],
  ['C0GUESTS', { external: false, share: false, bot: true }],
  ['C0ALLOWED', { external: false, share: true, bot: true }],
  ['C0EXTERN', { external: true, share: false, bot: true }],
  ['C0PENDING', { external: true, share: false, bot: true }],
]);

const full = ['U0ADMIN', 'U0GROUPED', 'U0MAYA', 'U0STRANGE', 'U0MEMBER'];
// Whoever is not listed here can press buttons all the same: Slack's word alone is not trusted.
const withBot = [...full, BOT_USER];
const withGuests = [...withBot, 'U0GUEST', 'U0SINGLE'];

/** `U0STRANGE` is Jonas under another address than the CRM knows him by. */
export const seed: SlackSeed = {
  team: { id: 'T0HOME00', name: 'Northwind Cloud', domain: 'northwind-cloud' },
  users: [
    member('U0ADMIN', 'Olivia.Park@example.com'),
    member('U0GROUPED', 'gus@example.com'),
    member('U0MAYA', 'Maya.Brandt@example.com'),
    member('U0STRANGE', 'j.keller@slack.example'),
    member('U0MEMBER', 'noor@example.com'),
    { ...member('U0GUEST', 'thomas.bennett@example.com'), is_restricted: true },
    { ...member('U0SINGLE', 'sofia.lindqvist@example.com'), is_restricted: true, is_ultra_restricted: true },
    { ...member('U0FOREIGN', 'olivia.park@example.com'), team_id: 'T0PARTNER', is_stranger: true },
    { ...member('U0GONE', 'diego.alvarez@example.com'), deleted: true },
    { ...member('U0OTHERBOT', 'camille.moreau@example.com'), is_bot: true },
  ],
  channels: [
    { id: 'C0INSIDE', name: 'inside', members: withBot },
    { id: 'C0PRIVATE', name: 'private', is_private: true, members: withBot },
    { id: 'C0HIDDEN', name: 'hidden', is_private: true, members: full },
    { id: 'C0GUESTS', name: 'guests', members: withGuests },
    { id: 'C0ALLOWED', name: 'allowed', members: withGuests },
    { id: 'C0EXTERN', name: 'extern', is_ext_shared: true, members: [...withBot, 'U0FOREIGN'] },
    { id: 'C0PENDING', name: 'pending', is_pending_ext_shared: true, members: withBot },
  ],
  usergroups: [{ id: 'S0ADMINS', handle: 'pulse-admins', users: ['U0GROUPED'] }],
};

export const access = {
  everyone: false,
  admins: ['olivia.park@EXAMPLE.com', 'S0ADMINS'],
  guestChannels: ['C0ALLOWED', 'C0EXTERN'],
};
/** CRM address → Slack address. */
export const crmPeople = { 'jonas.keller@example.com': 'J.Keller@slack.example' };
