import type { Command } from '../command.ts';

export const runJob: Command = {
  name: 'run',
  summary: 'command.run',
  positionals: 'JOB',
  arity: [1, 1],
  options: {},
  examples: ['run backup', 'run reconciliation/salesforce'],
  notes: ['note.run'],
  run: async (context) => (await import('../work/jobs.ts')).run(context),
};
