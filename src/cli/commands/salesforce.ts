import type { Command } from '../command.ts';

export const salesforce: Command = {
  name: 'salesforce',
  summary: 'command.salesforce',
  positionals: 'permissions|consent',
  arity: [1, 1],
  options: {
    source: { type: 'string', value: 'NAME', help: 'option.source' },
    offline: { type: 'boolean', help: 'option.offline-permissions' },
    port: { type: 'string', value: 'PORT', help: 'option.consent-port' },
  },
  examples: ['salesforce permissions > PartnerPulse.permissionset-meta.xml', 'salesforce consent --port 1717'],
  notes: ['note.salesforce'],
  run: async (context) => (await import('../work/salesforce.ts')).run(context),
};
