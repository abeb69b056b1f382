import { BOT_USER, type SlackSeed } from '../doubles/slack/index.ts';

const TEAM = 'T0HOME00';

/** The managers of the sample program work here, so that each finds their own partners; and people who may see nothing. */
export const demoSeed: SlackSeed = {
  team: { id: TEAM, name: 'Northwind Cloud', domain: 'northwind-cloud' },
  users: [
    person('U0MAYA', 'Maya Brandt', 'en-GB', 'Europe/Berlin'),
    person('U0JONAS', 'Jonas Keller', 'de-DE', 'Europe/Berlin'),
    person('U0SOFIA', 'Sofia Lindqvist', 'en-GB', 'Europe/Stockholm'),
    person('U0THOMAS', 'Thomas Bennett', 'en-US', 'America/New_York'),
    person('U0DIEGO', 'Diego Alvarez', 'en-GB', 'Europe/Madrid'),
    person('U0CAMILLE', 'Camille Moreau', 'fr-FR', 'Europe/Paris'),
    {
      id: 'U0OPS',
      name: 'olivia.ops',
      real_name: 'Olivia Park (RevOps)',
      email: 'olivia.park@example.com',
      is_admin: true,
    },
    {
      id: 'U0GUEST',
      name: 'gina.guest',
      real_name: 'Gina Gast (guest)',
      email: 'gina@agency.example',
      is_restricted: true,
    },
    {
      id: 'U0PARTNER',
      name: 'paul.partner',
      real_name: 'Paul (Acme, other company)',
      team_id: 'T0PARTNER',
      is_stranger: true,
    },
  ],
  channels: [
    {
      id: 'C0TEAM',
      name: 'partner-team',
      topic: 'Enablement, deals, reviews',
      members: ['U0MAYA', 'U0JONAS', 'U0SOFIA', 'U0THOMAS', 'U0DIEGO', 'U0CAMILLE', 'U0OPS', BOT_USER],
    },
    {
      id: 'C0GENERAL',
      name: 'general',
      topic: 'Company-wide announcements',
      members: ['U0MAYA', 'U0JONAS', 'U0SOFIA', 'U0THOMAS', 'U0DIEGO', 'U0CAMILLE', 'U0OPS', 'U0GUEST', BOT_USER],
    },
    {
      id: 'C0ACME',
      name: 'ext-acme-cloud',
      topic: 'Shared with our partner Acme: other companies read along',
      is_ext_shared: true,
      members: ['U0MAYA', 'U0OPS', 'U0PARTNER', BOT_USER],
    },
  ],
};

/** Where the page opens: Maya, who manages the partners of the stories. */
export const START = { user: 'U0MAYA', channel: 'C0TEAM' } as const;

export const WELCOME = [
  'Welcome to the demo of *Partner Pulse*. The bot is real; this workspace and its 60 partners are made up.',
  '• `/partner-kpi acme` shows the scorecard of a star',
  '• `/partner-kpi brightwater` shows a partner that is falling off',
  '• `/partner-kpi` alone lists your partners that need attention',
  '• `/partner-kpi revenue tier:Gold last-quarter` asks for one number, `/partner-kpi help` says what else',
  'At the top left you can be somebody else: a German colleague, a guest, somebody from another company.',
].join('\n');

function person(id: string, name: string, locale: string, tz: string): SlackSeed['users'][number] {
  const handle = name.toLowerCase().replace(' ', '.');
  return { id, name: handle, real_name: name, email: `${handle}@example.com`, locale, tz };
}
