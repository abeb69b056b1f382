import type { Command } from '../command.ts';

export const config: Command = {
  name: 'config',
  summary: 'command.config',
  positionals: 'check|diff',
  arity: [1, 1],
  options: {
    with: { type: 'string', value: 'FILE', help: 'option.with' },
    json: { type: 'boolean', help: 'option.json' },
  },
  examples: ['config check', 'config check --config ./partner-pulse.yaml', 'config diff --with ./new.yaml'],
  notes: ['note.config', 'note.config-diff'],
  run: async (context) => (await import('../work/config.ts')).run(context),
};
