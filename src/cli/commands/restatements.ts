import type { Command } from '../command.ts';

/** Figures that digests told and that are other numbers now. */
export const restatements: Command = {
  name: 'restatements',
  summary: 'command.restatements',
  positionals: null,
  arity: [0, 0],
  options: {
    last: { type: 'string', value: 'N', help: 'option.last' },
    json: { type: 'boolean', help: 'option.json' },
  },
  examples: ['restatements', 'restatements --last 200 --json'],
  notes: ['note.restatements'],
  run: async (context) => (await import('../work/restatements.ts')).run(context),
};
