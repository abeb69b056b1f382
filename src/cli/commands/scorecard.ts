import { parseAsOf } from '../as-of.ts';
import { type Command, exits } from '../command.ts';
import { withDefinitions } from '../definition.ts';
import { noteStaleData } from '../note-stale.ts';
import { openAnalyst } from '../open.ts';
import { scorecardText } from '../render/scorecard.ts';

export const scorecard: Command = {
  name: 'scorecard',
  summary: 'command.scorecard',
  positionals: 'PARTNER',
  arity: [1, 1],
  options: {
    period: { type: 'string', value: 'PERIOD', help: 'option.period-scorecard' },
    'as-of': { type: 'string', value: 'MOMENT', help: 'option.as-of' },
    json: { type: 'boolean', help: 'option.json' },
  },
  examples: ['scorecard "Acme GmbH"', 'scorecard acme --period last-quarter --json'],
  notes: ['note.periods', 'note.as-of'],
  run: async (context) => {
    const { args, out, words, now } = context;
    const asOf = args.text('as-of');
    const { timeZone } = context.config().program;
    const moment = asOf === undefined ? now : parseAsOf(asOf, timeZone);
    const analyst = await openAnalyst(context);
    const card = analyst.scorecard(args.positionals[0] ?? '', moment, args.text('period'));
    await noteStaleData(context, null);
    if (args.flag('json')) await out.json(withDefinitions(card));
    else for (const line of scorecardText(card, words, context.width)) await out.line(line);
    return exits.well;
  },
};
