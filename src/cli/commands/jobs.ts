import type { Command } from '../command.ts';

export const jobs: Command = {
  name: 'jobs',
  summary: 'command.jobs',
  positionals: null,
  arity: [0, 0],
  options: { json: { type: 'boolean', help: 'option.json' } },
  examples: ['jobs', 'jobs --json'],
  notes: ['note.jobs'],
  run: async (context) => (await import('../work/jobs.ts')).list(context),
};
