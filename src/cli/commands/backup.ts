import { resolve } from 'node:path';
import { type Command, exits } from '../command.ts';
import { withStore } from '../open.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'command.backup',
  positionals: 'FILE',
  arity: [1, 1],
  options: {},
  examples: ['backup ./backups/partner-pulse-2026-11-24.db'],
  notes: ['note.backup'],
  run: async (context) => {
    const file = resolve(context.folder, context.args.positionals[0] ?? '');
    await withStore(context, 'read', (store) => store.backup(file));
    await context.out.line(context.words('backup.done', { file }));
    return exits.well;
  },
};
