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
      name: 'olivia.park',
      real_name: 'Olivia Park',
      email: 'olivia.park@example.com',
      is_admin: true,
    },
    {
      id: 'U0GUEST',
      name: 'gina.gast',
      real_name: 'Gina Gast',
      email: 'gina@agency.example',
      is_restricted: true,
    },
    {
      id: 'U0PARTNER',
      name: 'paul.anders',
      real_name: 'Paul Anders',
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
  'Type one of these in the box below, or click it:',
  '• `/partner-kpi acme` – the scorecard of a star',
  '• `/partner-kpi brightwater` – a partner that is falling off',
  '• `/partner-kpi` – those of your partners that need attention',
  '• `/partner-kpi revenue tier:Gold last-quarter` – one number of a group',
  '• `/partner-kpi help` – what else you can ask',
  'At the top right (“You are”) you can be somebody else: Jonas is answered in German, Gina is a guest.',
].join('\n');

function person(id: string, name: string, locale: string, tz: string): SlackSeed['users'][number] {
  const handle = name.toLowerCase().replace(' ', '.');
  return { id, name: handle, real_name: name, email: `${handle}@example.com`, locale, tz };
}
