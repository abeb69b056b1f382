import type { AuditEntry } from '../../store/ledger/audit.ts';
import { formatter } from '../../text/formatter.ts';
import { type Args, UsageError } from '../arguments.ts';
import { type Command, exits } from '../command.ts';
import { withStore } from '../open.ts';
import { printable, tableLines } from '../render/table.ts';

const usual = 50;
const most = 100_000;

/** Who saw or was refused what, from the bot's audit. */
export const audit: Command = {
  name: 'audit',
  summary: 'command.audit',
  positionals: null,
  arity: [0, 0],
  options: {
    last: { type: 'string', value: 'N', help: 'option.last' },
    person: { type: 'string', value: 'USER', help: 'option.person' },
    refused: { type: 'boolean', help: 'option.refused' },
    json: { type: 'boolean', help: 'option.json' },
  },
  examples: ['audit', 'audit --refused', 'audit --person U012ABCDEF --last 200 --json'],
  notes: ['note.audit'],
  run: async (context) => {
    const { args, out, words, width } = context;
    const query = { last: lastOf(args), person: args.text('person'), refusedOnly: args.flag('refused') };
    const { program } = context.config();
    const entries = await withStore(context, 'read', (store) => store.audit.list(query));
    if (args.flag('json')) {
      await out.json(entries);
      return exits.well;
    }
    if (entries.length === 0) await out.line(words('audit.empty'));
    const format = formatter(words.language, program.timeZone, program.currency);
    const headings = ['at', 'person', 'action', 'place', 'about', 'outcome'] as const;
    const rows = entries.map((entry) => cells(entry, format.instant(entry.at), words('audit.allowed')));
    if (rows.length > 0) {
      const heading = headings.map((name) => words(`audit.${name}`));
      for (const line of tableLines({ heading, rows }, width)) await out.line(line);
    }
    return exits.well;
  },
};

const cells = ({ person, action, place, about, refused }: AuditEntry, at: string, allowed: string): string[] =>
  [at, person, action, place, about, refused ?? allowed].map(printable);

function lastOf(args: Args): number {
  const given = args.text('last');
  const last = given === undefined ? usual : Number(given);
  if (!Number.isInteger(last) || last < 1 || last > most) {
    throw new UsageError('usage.bad-count', { argument: '--last', value: given ?? '', most });
  }
  return last;
}
