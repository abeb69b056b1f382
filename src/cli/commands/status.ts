import { type Command, exits } from '../command.ts';
import { withStore } from '../open.ts';
import { runJson, statusLines } from '../render/status.ts';
import { statusOf } from '../status-of.ts';

export const status: Command = {
  name: 'status',
  summary: 'command.status',
  positionals: null,
  arity: [0, 0],
  options: { json: { type: 'boolean', help: 'option.json' } },
  examples: ['status', 'status --json'],
  run: async (context) => {
    const { args, host, out, words, width } = context;
    const { program } = context.config();
    const told = await withStore(context, 'read', (store) => statusOf(store, context));
    if (args.flag('json')) {
      const { where, dataVersion, owner, states, counts, runs, notices } = told;
      await out.json({
        version: 1,
        store: where,
        dataVersion,
        owner,
        timeZone: program.timeZone,
        currency: program.currency,
        sources: states,
        records: Object.fromEntries(counts),
        runs: runs.map(runJson),
        notices: notices.map(({ id, source, code, since }) => ({ id, source, code, since })),
      });
      return exits.well;
    }
    for (const line of statusLines(told, words, program, host.now(), width)) await out.line(line);
    return exits.well;
  },
};
