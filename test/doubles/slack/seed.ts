// The people and channels that a stand-in workspace starts with.
import type { SlackChannel, SlackTeam, SlackUser, SlackUserGroup } from './types.ts';

export interface SlackSeed {
  team: SlackTeam;
  users: (Pick<SlackUser, 'id' | 'name' | 'real_name'> & Partial<SlackUser>)[];
  channels: (Pick<SlackChannel, 'id' | 'name' | 'members'> & Partial<SlackChannel>)[];
  usergroups?: SlackUserGroup[];
}

export const BOT_USER = 'U0PULSEBOT';
export const SLACKBOT = 'USLACKBOT';
const HOME = 'T0HOME00';
const FOREIGN = 'T0PARTNER';

/** One workspace with an admin, members, both kinds of guest, a foreign user, someone deactivated, and channels of each kind. */
export const defaultSeed: SlackSeed = {
  team: { id: HOME, name: 'Northwind Cloud', domain: 'northwind-cloud' },
  users: [
    {
      id: 'U0ANNA',
      name: 'anna.keller',
      real_name: 'Anna Keller',
      email: 'anna.keller@northwind.example',
      locale: 'de-DE',
      is_admin: true,
    },
    {
      id: 'U0BEN',
      name: 'ben.ortega',
      real_name: 'Ben Ortega',
      email: 'ben.ortega@northwind.example',
      tz: 'America/New_York',
      tz_offset: -18_000,
    },
    {
      id: 'U0CHLOE',
      name: 'chloe.martin',
      real_name: 'Chloé Martin',
      email: 'chloe.martin@northwind.example',
      locale: 'fr-FR',
      tz: 'Europe/Paris',
    },
    {
      id: 'U0DEV',
      name: 'dev.patel',
      real_name: 'Dev Patel',
      email: 'dev.patel@northwind.example',
      locale: 'en-GB',
      tz: 'Asia/Kolkata',
      tz_offset: 19_800,
    },
    { id: 'U0GUEST', name: 'gina.guest', real_name: 'Gina Gast', email: 'gina@agency.example', is_restricted: true },
    {
      id: 'U0SINGLE',
      name: 'sam.single',
      real_name: 'Sam Single',
      email: 'sam@agency.example',
      is_restricted: true,
      is_ultra_restricted: true,
    },
    { id: 'U0FOREIGN', name: 'fred.foreign', real_name: 'Fred Foreign', team_id: FOREIGN, is_stranger: true },
    { id: 'U0GONE', name: 'greta.gone', real_name: 'Greta Gone', email: 'greta.gone@northwind.example', deleted: true },
    { id: 'U0OTHERBOT', name: 'deploybot', real_name: 'Deploybot', is_bot: true },
  ],
  channels: [
    {
      id: 'C0GENERAL',
      name: 'general',
      topic: 'Company-wide announcements',
      members: ['U0ANNA', 'U0BEN', 'U0CHLOE', 'U0DEV', 'U0OTHERBOT', BOT_USER],
    },
    {
      id: 'C0PARTNERS',
      name: 'partner-team',
      topic: 'Enablement, deals, reviews',
      members: ['U0ANNA', 'U0BEN', 'U0CHLOE', 'U0DEV', 'U0GUEST', BOT_USER],
    },
    { id: 'C0RANDOM', name: 'random', topic: 'Everything else', members: ['U0ANNA', 'U0BEN', 'U0CHLOE'] },
    {
      id: 'C0LEADS',
      name: 'channel-leads',
      topic: 'Numbers before they are official',
      is_private: true,
      members: ['U0ANNA', 'U0BEN', BOT_USER],
    },
    { id: 'C0SECRET', name: 'board', is_private: true, members: ['U0ANNA'] },
    {
      id: 'C0SHARED',
      name: 'ext-acme',
      topic: 'With our partner Acme',
      is_ext_shared: true,
      members: ['U0ANNA', 'U0BEN', 'U0FOREIGN', 'U0SINGLE', BOT_USER],
    },
    { id: 'C0PENDING', name: 'ext-soon', is_pending_ext_shared: true, members: ['U0ANNA', BOT_USER] },
    { id: 'C0OLD', name: 'launch-2024', is_archived: true, members: ['U0ANNA', BOT_USER] },
  ],
  usergroups: [{ id: 'S0MANAGERS', handle: 'partner-managers', users: ['U0ANNA', 'U0BEN'] }],
};

/** A seeded user with every member filled in. */
export function fullUser(seed: SlackSeed['users'][number], team: SlackTeam): SlackUser {
  return {
    team_id: team.id,
    tz: 'Europe/Berlin',
    tz_offset: 3600,
    locale: 'en-US',
    is_admin: false,
    is_bot: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_stranger: false,
    deleted: false,
    ...seed,
  };
}

/** A seeded channel with every member filled in. */
export function fullChannel(seed: SlackSeed['channels'][number]): SlackChannel {
  return {
    topic: '',
    is_private: false,
    is_archived: false,
    is_ext_shared: false,
    is_pending_ext_shared: false,
    is_im: false,
    ...seed,
    members: [...seed.members],
  };
}
