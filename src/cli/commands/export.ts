import { resolve } from 'node:path';
import { PulseError } from '../../errors.ts';
import { UsageError } from '../arguments.ts';
import { type Command, exits } from '../command.ts';
import { exportLines } from '../export.ts';
import { withStore } from '../open.ts';
import { writeWhole } from '../write-file.ts';

export const exportRecords: Command = {
  name: 'export',
  summary: 'command.export',
  positionals: null,
  arity: [0, 0],
  options: {
    json: { type: 'boolean', help: 'option.json-lines' },
    out: { type: 'string', value: 'FILE', help: 'option.out' },
  },
  examples: ['export --json > records.jsonl', 'export --json --out records.jsonl'],
  notes: ['note.export'],
  run: async (context) => {
    const { args, out } = context;
    if (!args.flag('json')) throw new UsageError('usage.export-json');
    return withStore(context, 'read', (store) =>
      store.read(async (reader) => {
        if ((await reader.sources()).length === 0) throw new PulseError('no-data', { where: store.where });
        const file = args.text('out');
        if (file === undefined) {
          for await (const line of exportLines(reader)) await out.json(line);
          return exits.well;
        }
        const path = resolve(context.folder, file);
        const count = await writeWhole(path, exportLines(reader));
        context.note(context.words('export.written', { count, file: path }));
        return exits.well;
      }),
    );
  },
};
