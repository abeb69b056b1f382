import type { Command } from '../command.ts';

/** Takes a person out of everything that is kept, and keeps her out. */
export const purge: Command = {
  name: 'purge',
  summary: 'command.purge',
  positionals: null,
  arity: [0, 0],
  options: {
    person: { type: 'string', value: 'ID', help: 'option.purge-person' },
    source: { type: 'string', value: 'NAME', help: 'option.source' },
  },
  examples: ['purge --person 003A100000XyZ12', 'purge --person u-4711 --source lms'],
  notes: ['note.purge'],
  run: async (context) => (await import('../work/purge.ts')).run(context),
};
