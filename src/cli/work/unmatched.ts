import { createInterface } from 'node:readline/promises';
import { PulseError } from '../../errors.ts';
import type { Program } from '../../kpi/program/program.ts';
import type { Key } from '../../records/records.ts';
import { UsageError, unknownName } from '../arguments.ts';
import { type Command, type Context, type Exit, exits } from '../command.ts';
import { carryOut, decider } from '../decide.ts';
import { withStore } from '../open.ts';
import { partnerKey } from '../partner-keys.ts';
import { programOf } from '../program-of.ts';
import { type Proposal, proposals } from '../proposals.ts';
import { printable, tableLines } from '../render/table.ts';

interface Accepted {
  readonly text: string;
  readonly partner: Key;
}

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = async (context) => {
  const { args, out, words, width, host } = context;
  const accepts = args.list('accept');
  if (accepts.length > 0 && !args.flag('fix')) throw new UsageError('usage.accept-needs-fix');
  if (args.flag('json') && args.flag('fix')) throw new UsageError('usage.fix-alone');
  const { program, all } = await look(context);
  if (args.flag('json')) {
    await out.json({ version: 1, unmatched: all });
    return exits.well;
  }
  if (accepts.length > 0)
    return accept(
      context,
      accepts.map((one) => acceptedOf(program, one)),
    );
  if (!args.flag('fix')) {
    for (const line of listOf(context, all)) await out.line(line);
    return exits.well;
  }
  if (host.stdin.isTTY !== true) throw new UsageError('usage.fix-no-terminal');
  const open = all.filter(({ text, refused }) => text !== '' && !refused);
  if (open.length === 0) {
    for (const line of listOf({ words, width }, all)) await out.line(line);
    return exits.well;
  }
  return ask(context, program, open);
};

const look = (context: Context): Promise<{ program: Program; all: readonly Proposal[] }> =>
  withStore(context, 'read', async (store) => {
    const source = context.args.text('source');
    if (source !== undefined) {
      const known = [
        ...new Set([
          ...context.config().sources.map(({ name }) => name),
          ...(await store.sourceStates()).map((state) => state.source),
        ]),
      ];
      if (!known.includes(source)) throw unknownName('usage.unknown-source', { source }, source, known);
    }
    const program = await programOf(context, store);
    return { program, all: await proposals(store, program, source) };
  });

function listOf({ words, width }: Pick<Context, 'words' | 'width'>, all: readonly Proposal[]): readonly string[] {
  if (all.length === 0) return [words('unmatched.none')];
  const rows = all.map(({ source, text, record, count, refused, near }) => [
    source,
    printable(text === '' ? words('unmatched.others') : text),
    record,
    String(count),
    refused
      ? words('unmatched.refused')
      : near.map(({ id, name, score }) => printable(`${name} (${id}) ${Math.round(score * 100)} %`)).join(', ') || '–',
  ]);
  const heading = (['source', 'text', 'record', 'count', 'near'] as const).map((name) => words(`unmatched.${name}`));
  return [...tableLines({ heading, rows }, width), '', words('unmatched.hint')];
}

/** The partner stands behind the last `=`: a text may have one itself. */
function acceptedOf(program: Program, given: string): Accepted {
  const at = given.lastIndexOf('=');
  const text = given.slice(0, at).trim();
  const partner = given.slice(at + 1).trim();
  if (at < 0 || text === '' || partner === '') throw new UsageError('usage.bad-accept', { value: given });
  return { text, partner: partnerKey(program, partner) };
}

function accept(context: Context, names: readonly Accepted[]): Promise<Exit> {
  const { out, words } = context;
  return carryOut(context, { kind: 'alias', by: decider(), names }, async (count) => {
    await out.line(words('unmatched.accepted', { count }));
    if (count > 0) await out.line(words('unmatched.next-sync'));
  });
}

/** One after the other; what was accepted before somebody stops is written. */
async function ask(context: Context, program: Program, open: readonly Proposal[]): Promise<Exit> {
  const { host, words, out } = context;
  const names: Accepted[] = [];
  const refused: string[] = [];
  const lines = createInterface({ input: host.stdin, terminal: false });
  const answers = lines[Symbol.asyncIterator]();
  try {
    for (const proposal of open) {
      const answer = await askOne(context, program, proposal, answers);
      if (answer === 'end') break;
      if (answer === 'never') refused.push(proposal.text);
      else if (answer !== 'skip') names.push({ text: proposal.text, partner: answer });
    }
  } finally {
    lines.close();
  }
  if (refused.length > 0) {
    await carryOut(context, { kind: 'refuse', by: decider(), texts: refused }, (count) =>
      out.line(words('unmatched.never', { count })),
    );
  }
  if (names.length > 0) return accept(context, names);
  if (refused.length === 0) await out.line(words('unmatched.nothing'));
  return exits.well;
}

async function askOne(
  { words, note, host }: Context,
  program: Program,
  { source, text, record, count, near }: Proposal,
  answers: AsyncIterator<string>,
): Promise<Key | 'skip' | 'never' | 'end'> {
  const [first] = near;
  note(printable(words('unmatched.ask', { source, text, record, count })));
  for (const [place, { id, name, score }] of near.entries())
    note(printable(`  ${place + 1}  ${name} (${id}) ${Math.round(score * 100)} %`));
  for (;;) {
    host.stderr.write(`${words(first === undefined ? 'unmatched.prompt-none' : 'unmatched.prompt')} `);
    const { value, done } = await answers.next();
    if (done === true) return 'end';
    const said = String(value).trim();
    if (said === '' || said === 's') return 'skip';
    if (said === 'n') return 'never';
    if (said === 'q') return 'end';
    if (said === 'y' && first !== undefined) return first.partner;
    const chosen = /^[1-9]$/.test(said) ? near[Number(said) - 1] : undefined;
    if (chosen !== undefined) return chosen.partner;
    try {
      return partnerKey(program, said);
    } catch (error) {
      if (!(error instanceof PulseError)) throw error;
      note(printable(words.error(error.code, error.params).cause));
    }
  }
}
