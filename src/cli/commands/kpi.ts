import { PulseError } from '../../errors.ts';
import { UsageError } from '../arguments.ts';
import { parseAsOf } from '../as-of.ts';
import { answerLines } from '../batch.ts';
import { type Command, type Context, type Exit, exits } from '../command.ts';
import { withDefinition } from '../definition.ts';
import { noteEmptySegments } from '../note-empty-segments.ts';
import { noteStaleData } from '../note-stale.ts';
import { openAnalyst } from '../open.ts';
import { readKpi, readSegment } from '../query.ts';
import { answerText } from '../render/answer.ts';

export const kpi: Command = {
  name: 'kpi',
  summary: 'command.kpi',
  positionals: 'NAME',
  arity: [0, 1],
  options: {
    period: { type: 'string', value: 'PERIOD', help: 'option.period' },
    partner: { type: 'string', value: 'NAME|ID', help: 'option.partner' },
    segment: { type: 'string', value: 'KEY=VALUE', multiple: true, help: 'option.segment' },
    'as-of': { type: 'string', value: 'MOMENT', help: 'option.as-of' },
    json: { type: 'boolean', help: 'option.json' },
    records: { type: 'boolean', help: 'option.records' },
    stdin: { type: 'boolean', help: 'option.stdin' },
  },
  examples: [
    'kpi sourced-revenue --period last-quarter',
    'kpi registered-deals --segment tier=Gold --segment region=DACH',
    'kpi onboarding-completion --partner "Acme GmbH" --json',
    'kpi sourced-revenue --as-of 2026-10-01 --records',
    `kpi --stdin <<< '{"kpi":"sourced-revenue","period":"2026-Q3"}'`,
  ],
  notes: ['note.periods', 'note.as-of', 'note.stdin'],
  run: (context) => (context.args.flag('stdin') ? batch(context) : single(context)),
};

async function single(context: Context): Promise<Exit> {
  const { args, out, words, width } = context;
  const [name] = args.positionals;
  if (name === undefined) throw new UsageError('usage.argument-missing', { argument: 'NAME' });
  const id = readKpi(name);
  const segment = readSegment(args.list('segment'));
  const { timeZone } = context.config().program;
  const asOf = args.text('as-of');
  const query = {
    kpi: id,
    asOf: asOf === undefined ? context.now : parseAsOf(asOf, timeZone),
    period: args.text('period'),
    partner: args.text('partner'),
    segment,
    records: args.flag('records'),
  };
  const analyst = await openAnalyst(context);
  const answer = analyst.answer(query);
  noteEmptySegments(context, analyst, segment);
  await noteStaleData(context, id);
  if (args.flag('json')) await out.json(withDefinition(answer));
  else for (const line of answerText(answer, words, width)) await out.line(line);
  return exits.well;
}

/** One answer per line of stdin, in order; the data are read once, "now" is when the command began. */
async function batch(context: Context): Promise<Exit> {
  const { args, host, words } = context;
  const given = ['period', 'partner', 'segment', 'as-of', 'records'].find((name) => args.list(name).length > 0);
  const surplus = given === undefined ? args.positionals[0] : `--${given}`;
  if (surplus !== undefined) throw new UsageError('usage.not-with-stdin', { argument: surplus });
  const analyst = await openAnalyst(context);
  if (host.stdin.destroyed) throw new PulseError('bad-argument', { reason: words('usage.stdin-closed') });
  const failed = await answerLines({ analyst, input: host.stdin, out: context.out, words, now: context.now });
  if (failed > 0) context.note(`partner-pulse: ${words('kpi.batch-failed', { count: failed })}`);
  return failed > 0 ? exits.failed : exits.well;
}
