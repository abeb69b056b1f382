import type { Command } from '../command.ts';
import { kinds } from '../init/questions.ts';

export const init: Command = {
  name: 'init',
  summary: 'command.init',
  positionals: null,
  arity: [0, 0],
  options: {
    crm: { type: 'string', value: kinds.join('|'), help: 'option.init-crm' },
    name: { type: 'string', value: 'NAME', help: 'option.init-name' },
    'login-url': { type: 'string', value: 'URL', help: 'option.init-login-url' },
    'client-id': { type: 'string', value: 'ID', help: 'option.init-client-id' },
    flow: { type: 'string', value: 'FLOW', help: 'option.init-flow' },
    username: { type: 'string', value: 'USER', help: 'option.init-username' },
    'base-url': { type: 'string', value: 'URL', help: 'option.init-base-url' },
    ready: { type: 'string', value: 'MAPPING', help: 'option.init-ready' },
    folder: { type: 'string', value: 'FOLDER', help: 'option.init-folder' },
    'time-zone': { type: 'string', value: 'ZONE', help: 'option.init-time-zone' },
    currency: { type: 'string', value: 'CODE', help: 'option.init-currency' },
    admins: { type: 'string', value: 'LIST', help: 'option.init-admins' },
    everyone: { type: 'boolean', help: 'option.init-everyone' },
    yes: { type: 'boolean', help: 'option.init-yes' },
    offline: { type: 'boolean', help: 'option.init-offline' },
    fields: { type: 'boolean', help: 'option.init-fields' },
    out: { type: 'string', value: 'FILE', help: 'option.init-out' },
    force: { type: 'boolean', help: 'option.init-force' },
  },
  examples: [
    'init',
    'init --crm salesforce --login-url https://acme.my.salesforce.com --client-id 3MVG9… --admins ana@example.com --yes',
    'init --crm hubspot --offline --yes',
    'init --fields --crm salesforce --out ./salesforce-fields',
  ],
  notes: ['note.init'],
  run: async (context) => (await import('../work/init.ts')).run(context),
};
