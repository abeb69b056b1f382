import { parseAsOf } from '../as-of.ts';
import { type Command, exits } from '../command.ts';
import { openAnalyst } from '../open.ts';
import { moversText } from '../render/movers.ts';

export const movers: Command = {
  name: 'movers',
  summary: 'command.movers',
  positionals: null,
  arity: [0, 0],
  options: {
    'as-of': { type: 'string', value: 'MOMENT', help: 'option.as-of' },
    json: { type: 'boolean', help: 'option.json' },
  },
  examples: ['movers', 'movers --as-of 2026-10-01 --json'],
  notes: ['note.as-of'],
  run: async (context) => {
    const { args, out, words } = context;
    const asOf = args.text('as-of');
    const moment = asOf === undefined ? context.now : parseAsOf(asOf, context.config().program.timeZone);
    const moving = (await openAnalyst(context)).movers(moment);
    if (args.flag('json')) {
      await out.json(moving.map(({ partner, movement, signals }) => ({ partner, movement, signals })));
    } else for (const line of moversText(moving, words, context.width)) await out.line(line);
    return exits.well;
  },
};
