import type { Command } from '../command.ts';

export const sync: Command = {
  name: 'sync',
  summary: 'command.sync',
  positionals: null,
  arity: [0, 0],
  options: {
    source: { type: 'string', value: 'NAME', help: 'option.source' },
    from: { type: 'string', value: 'FOLDER', help: 'option.from' },
    rejects: { type: 'string', value: 'FILE', help: 'option.rejects' },
    forget: { type: 'string', value: 'NAME', help: 'option.forget' },
    full: { type: 'boolean', help: 'option.full' },
    reconcile: { type: 'boolean', help: 'option.reconcile' },
    'dry-run': { type: 'boolean', help: 'option.dry-run' },
    'accept-deletions': { type: 'boolean', help: 'option.accept-deletions' },
  },
  examples: ['sync', 'sync --from ./exports --store ./partners.db', 'sync --source lms --rejects ./rejects.csv'],
  notes: ['note.sync'],
  run: async (context) => (await import('../work/sync.ts')).run(context),
};
