import { PulseError } from '../../errors.ts';
import type { Calculator } from '../../kpi/calculator.ts';
import { analystOf, createCalculator } from '../../kpi/create.ts';
import { askedPartner } from '../../kpi/question.ts';
import { reportJson } from '../../reports/json.ts';
import type { Report, ReportQuery } from '../../reports/report.ts';
import { reportCsv } from '../../reports/report-csv.ts';
import { createReporter } from '../../reports/reporter.ts';
import { type Args, UsageError } from '../arguments.ts';
import { parseAsOf } from '../as-of.ts';
import { type Command, type Context, exits } from '../command.ts';
import { withDefinition } from '../definition.ts';
import { noteEmptySegments } from '../note-empty-segments.ts';
import { noteStaleData } from '../note-stale.ts';
import { withStore } from '../open.ts';
import { readSegment } from '../query.ts';
import { digestText } from '../render/digest.ts';

const kinds = ['weekly', 'monthly', 'quarterly'] as const satisfies readonly Report['report'][];

type Print = (report: Report, context: Context) => Promise<void>;

/** Ways to print a report; each writes it to stdout by itself. */
const formats: Readonly<Record<string, Print>> = {
  text: async (report, { words, width, out }) => {
    for (const line of digestText(report, words, width)) await out.line(line);
  },
  json: (report, { out }) => out.json({ ...reportJson(report), kpis: report.kpis.map(withDefinition) }),
  html: async (report, context) => (await import('../render/digest-picture.ts')).printPage(report, context),
  png: async (report, context) => (await import('../render/digest-picture.ts')).printPicture(report, context),
};

/** Every line of the CSV ends by itself. */
const printCsv: Print = (report, { out }) => out.line(reportCsv(report).replace(/\r\n$/, '\r'));

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = async (context) => {
  const { args } = context;
  const kind = kindOf(args);
  const print = printOf(args);
  const segment = readSegment(args.list('segment'));
  const given = args.text('as-of');
  const asOf = given === undefined ? context.now : parseAsOf(given, context.config().program.timeZone);
  const calculator = await openCalculator(context);
  noteEmptySegments(context, analystOf(calculator), segment);
  const report = createReporter(calculator).report({
    report: kind,
    asOf,
    since: null,
    segment,
    partners: partnersOf(calculator, args),
  });
  await noteStaleData(context, null);
  await print(report, context);
  return exits.well;
};

function kindOf(args: Args): Report['report'] {
  const [name = ''] = args.positionals;
  const kind = kinds.find((one) => one === name);
  if (kind === undefined) throw new UsageError('usage.digest-which', { name, known: kinds.join(', ') });
  if (!args.flag('preview')) throw new UsageError('usage.digest-preview');
  return kind;
}

function printOf(args: Args): Print {
  const format = args.text('format');
  if (args.flag('csv')) {
    if (format !== undefined) throw new UsageError('usage.digest-csv');
    return printCsv;
  }
  const name = format ?? 'text';
  const print = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (print === undefined) {
    throw new UsageError('usage.digest-format', { value: name, known: Object.keys(formats).join(', ') });
  }
  return print;
}

/** Ids of the partners that are named; null: all. Throws where a name is nobody's, or several partners'. */
function partnersOf({ program }: Calculator, args: Args): ReportQuery['partners'] {
  const named = args.list('partner').map((text) => askedPartner(program, text).partner.key);
  return named.length === 0 ? null : named;
}

const openCalculator = (context: Context): Promise<Calculator> =>
  withStore(context, 'read', async (store) => {
    const calculator = await store.read((reader) => createCalculator(reader, context.config().program));
    if (calculator.program.partners.length === 0) throw new PulseError('no-data', { where: store.where });
    return calculator;
  });
