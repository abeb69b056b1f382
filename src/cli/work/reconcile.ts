import { PulseError } from '../../errors.ts';
import { buildProgram, type Program } from '../../kpi/program/program.ts';
import {
  type Asked,
  crmFilter,
  type FilterFacts,
  type FilterText,
  factsOfStages,
  questionOf,
  type Reconciliation,
  reconcile,
} from '../../proof/index.ts';
import { speaker } from '../../text/say/speaker.ts';
import { UsageError, unknownName } from '../arguments.ts';
import { type Command, type Context, type Exit, exits } from '../command.ts';
import type { CrmDoor } from '../crm-door.ts';
import { withStore } from '../open.ts';
import { readKpi, readSegment } from '../query.ts';
import { filterLines, reconciliationText } from '../render/reconciliation.ts';
import { untilStopped } from './sync.ts';

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = async (context) => {
  const { args } = context;
  const asked: Asked = {
    kpi: readKpi(args.positionals[0] ?? ''),
    figure: args.text('figure'),
    period: args.text('period'),
    partner: args.text('partner'),
    segment: readSegment(args.list('segment')),
    asOf: context.now,
  };
  const door = chosenDoor(context);
  const { program, facts } = await openProgram(context, door.name);
  return args.flag('filter-only')
    ? printFilter(context, { ...door, ...(facts !== undefined && { facts }) }, program, asked)
    : compare(context, door, program, asked);
};

function chosenDoor({ args, host, config }: Context): CrmDoor {
  const doors = host.crms?.(config()) ?? [];
  const known = doors.map(({ name }) => name);
  if (known.length === 0) throw new UsageError('usage.no-crm-source');
  const wanted = args.text('source');
  const [only] = doors;
  if (wanted === undefined) {
    if (only !== undefined && doors.length === 1) return only;
    throw new UsageError('usage.which-crm', { known: known.join(', ') });
  }
  const door = doors.find(({ name }) => name === wanted);
  if (door === undefined) throw unknownName('usage.unknown-source', { source: wanted }, wanted, known);
  return door;
}

const openProgram = (
  context: Context,
  source: string,
): Promise<{ readonly program: Program; readonly facts: FilterFacts | undefined }> =>
  withStore(context, 'read', async (store) => {
    const opened = await store.read(async (reader) => ({
      program: await buildProgram(reader, context.config().program),
      facts: factsOfStages(await reader.stages(), source),
    }));
    if (opened.program.partners.length === 0) throw new PulseError('no-data', { where: store.where });
    return opened;
  });

async function printFilter(context: Context, door: CrmDoor, program: Program, asked: Asked): Promise<Exit> {
  const { out, args, words } = context;
  const { timeZone, currency } = program.settings;
  const { question } = questionOf(program, door.name, asked);
  const filters = crmFilter(question, door.mapping, door.facts);
  const { figure, window } = question;
  if (args.flag('json')) {
    await out.json({ version: 1, source: door.name, figure, period: window.period.name, filters: filters.map(pasted) });
  } else {
    const speak = speaker(words.language, timeZone, currency);
    for (const line of filterLines(filters, figure, window.period.name, words, speak)) await out.line(line);
  }
  return exits.well;
}

async function compare(context: Context, door: CrmDoor, program: Program, asked: Asked): Promise<Exit> {
  const { out, args, words, width } = context;
  const result = await untilStopped(context, async (signal) => {
    const { inspector, urlOf } = await door.open(signal);
    const { name: source, mapping } = door;
    return reconcile(asked, { inspector, mapping, source, program, signal, ...(urlOf === undefined ? {} : { urlOf }) });
  });
  if (args.flag('json')) await out.json(asJson(result));
  else for (const line of reconciliationText(result, words, width)) await out.line(line);
  return result.equal ? exits.well : exits.failed;
}

/** What can be pasted; the parts of it are for us. */
const pasted = ({ crm, object, soql, searches, caveats }: FilterText) => ({ crm, object, soql, searches, caveats });

const asJson = ({ filters, ...result }: Reconciliation) => ({ version: 1, ...result, filters: filters.map(pasted) });
