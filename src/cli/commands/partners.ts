import type { Command } from '../command.ts';

/** Partners of all sources: what was merged here, what may be one, and both ways between (rule 1.3). */
export const partners: Command = {
  name: 'partners',
  summary: 'command.partners',
  positionals: 'list|merge|unmerge',
  arity: [1, 3],
  options: {
    duplicates: { type: 'boolean', help: 'option.duplicates' },
    json: { type: 'boolean', help: 'option.json' },
  },
  examples: [
    'partners list',
    'partners list --duplicates',
    'partners merge hubspot/42 salesforce/001A1',
    'partners unmerge hubspot/42',
  ],
  notes: ['note.partners'],
  run: async (context) => (await import('../work/partners.ts')).run(context),
};
