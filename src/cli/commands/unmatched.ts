import type { Command } from '../command.ts';

/** Names by which sources mean partners whom nobody knows; what somebody accepts becomes an alias, nothing by itself. */
export const unmatched: Command = {
  name: 'unmatched',
  summary: 'command.unmatched',
  positionals: null,
  arity: [0, 0],
  options: {
    source: { type: 'string', value: 'NAME', help: 'option.unmatched-source' },
    fix: { type: 'boolean', help: 'option.fix' },
    accept: { type: 'string', multiple: true, value: 'TEXT=PARTNER', help: 'option.accept' },
    json: { type: 'boolean', help: 'option.json' },
  },
  examples: [
    'unmatched',
    'unmatched --fix',
    'unmatched --fix --accept "Nordwind AG=P-1001" --accept acme.example=P-1002',
  ],
  notes: ['note.unmatched'],
  run: async (context) => (await import('../work/unmatched.ts')).run(context),
};
