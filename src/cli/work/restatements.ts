import { kpiIds, kpiOf } from '../../kpi/list.ts';
import type { Restated } from '../../reports/restated.ts';
import { readReasons } from '../../reports/restated-reasons.ts';
import type { Restatement } from '../../store/ledger/published.ts';
import { type Formatter, formatter } from '../../text/formatter.ts';
import { type Args, UsageError } from '../arguments.ts';
import { type Command, type Context, exits } from '../command.ts';
import { withStore } from '../open.ts';
import { printable, wrap } from '../render/table.ts';

const usual = 50;
const most = 100_000;

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = async (context) => {
  const { args, out, words, width } = context;
  const last = lastOf(args);
  const list = await withStore(context, 'read', (store) => store.published.restatements(last));
  if (args.flag('json')) {
    await out.json({ version: 1, restatements: list });
    return exits.well;
  }
  if (list.length === 0) await out.line(words('restatements.none'));
  const { program } = context.config();
  const format = formatter(words.language, program.timeZone, program.currency);
  for (const line of list.flatMap((one) => linesOf(one, context, format))) {
    for (const part of wrap(printable(line), width)) await out.line(part);
  }
  return exits.well;
};

function lastOf(args: Args): number {
  const given = args.text('last');
  const last = given === undefined ? usual : Number(given);
  if (!Number.isInteger(last) || last < 1 || last > most) {
    throw new UsageError('usage.bad-count', { argument: '--last', value: given ?? '', most });
  }
  return last;
}

type Reason = Restated['reasons'][number];

function linesOf(one: Restatement, { words }: Context, format: Formatter): string[] {
  const number = (value: string): string =>
    unitOf(one) === 'money' ? format.money(value) : format.count(Number(value), 2);
  const { period, figure, subscription, at } = one;
  const reasons = readReasons(one.reasons);
  const said = words('restatements.told', { moment: format.instant(at), subscription });
  return [
    `${words('restatements.line', { figure: words.column(figure), period, before: number(one.before), after: number(one.after) })} · ${said}`,
    ...(reasons === null
      ? [`  ${words('restatements.unreadable')}`]
      : reasons.flatMap((reason) => reasonLines(reason, words, number))),
  ];
}

function reasonLines(
  { reason, count, value, records }: Reason,
  words: Context['words'],
  number: (value: string) => string,
): string[] {
  const what = words(`restatements.${reason}`, { count });
  const moved = value === null || /^-?0(\.0+)?$/.test(value) ? '' : `: ${signed(value, number)}`;
  const links = records.map(({ label, id, url }) => `    ${[label ?? id, ...(url === null ? [] : [url])].join(' · ')}`);
  return [`  ${what}${moved}`, ...links];
}

const signed = (value: string, number: (value: string) => string): string =>
  value.startsWith('-') ? number(value) : `+${number(value)}`;

/** A figure of an older version may be none of the contract's any more. */
function unitOf({ kpi, figure }: Restatement): string | undefined {
  const id = kpiIds.find((known) => known === kpi);
  return id === undefined ? undefined : kpiOf(id).units[figure];
}
