import { likelyDuplicates } from '../../kpi/names/duplicates.ts';
import type { Program } from '../../kpi/program/program.ts';
import type { Key } from '../../records/records.ts';
import type { Store } from '../../store/store.ts';
import { UsageError } from '../arguments.ts';
import { type Command, type Context, type Exit, exits } from '../command.ts';
import { carryOut, decider } from '../decide.ts';
import { withStore } from '../open.ts';
import { partnerKey } from '../partner-keys.ts';
import { programOf } from '../program-of.ts';
import { printable, tableLines } from '../render/table.ts';

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = (context) => {
  const [verb, ...names] = context.args.positionals;
  const wanted = verb === 'list' ? 0 : verb === 'merge' ? 2 : verb === 'unmerge' ? 1 : null;
  if (wanted === null || wanted !== names.length) throw new UsageError('usage.partners');
  if (verb !== 'list' && (context.args.flag('json') || context.args.flag('duplicates')))
    throw new UsageError('usage.partners');
  const [one = '', other = ''] = names;
  if (verb === 'merge') return merge(context, one, other);
  if (verb === 'unmerge') return unmerge(context, one);
  return context.args.flag('duplicates') ? listDuplicates(context) : list(context);
};

const inProgram = <R>(context: Context, work: (program: Program, store: Store) => R | Promise<R>): Promise<R> =>
  withStore(context, 'read', async (store) => work(await programOf(context, store), store));

async function merge(context: Context, fromText: string, intoText: string): Promise<Exit> {
  const { out, words } = context;
  const { from, into } = await inProgram(context, (program) => ({
    from: partnerKey(program, fromText),
    into: partnerKey(program, intoText),
  }));
  return carryOut(context, { kind: 'merge', by: decider(), from, into }, (changed) =>
    out.line(words(changed > 0 ? 'partners.merged' : 'partners.merged-before', { from, into })),
  );
}

async function unmerge(context: Context, text: string): Promise<Exit> {
  const { out, words } = context;
  const from = await withStore(context, 'read', async (store): Promise<Key> => {
    // A merge outlives its partners: what is gone can be taken back by its key.
    const known = (await store.merges.list()).find((one) => one.from === text);
    return known === undefined ? partnerKey(await programOf(context, store), text) : known.from;
  });
  return carryOut(context, { kind: 'unmerge', by: decider(), from }, (changed) =>
    out.line(words(changed > 0 ? 'partners.unmerged' : 'partners.not-merged', { from })),
  );
}

async function list(context: Context): Promise<Exit> {
  const { args, out, words, width } = context;
  const rows = await inProgram(context, async (program, store) => {
    const merges = new Map((await store.merges.list()).map((one) => [one.from, one] as const));
    return program.names.map(({ key, id, name, aliases }) => {
      const survivor = program.partnerOf.get(key);
      const into = survivor === undefined || survivor.key === key ? null : survivor.key;
      return { partner: key, id, name, aliases, mergedInto: into, mergedHereBy: merges.get(key)?.by ?? null };
    });
  });
  if (args.flag('json')) {
    await out.json({ version: 1, partners: rows });
    return exits.well;
  }
  const heading = (['partner', 'name', 'aliases', 'merged-into', 'merged-by'] as const).map((name) =>
    words(`partners.${name}`),
  );
  const cells = rows.map((row) =>
    [row.partner, row.name, row.aliases.join(', '), row.mergedInto ?? '', row.mergedHereBy ?? ''].map(printable),
  );
  for (const line of rows.length === 0 ? [words('status.empty')] : tableLines({ heading, rows: cells }, width))
    await out.line(line);
  return exits.well;
}

async function listDuplicates(context: Context): Promise<Exit> {
  const { args, out, words, width } = context;
  const found = await inProgram(context, async (program, store) => {
    const domains: { key: Key; domain: string }[] = [];
    for await (const rows of store.matchKeys())
      for (const { by, value, key } of rows) if (by === 'domain') domains.push({ key, domain: value });
    const names = new Map(program.names.map(({ key, name }) => [key, name] as const));
    return likelyDuplicates(program, domains).map(({ one, other, reasons }) => ({
      one: { partner: one, name: names.get(one) ?? '' },
      other: { partner: other, name: names.get(other) ?? '' },
      reasons,
    }));
  });
  if (args.flag('json')) {
    await out.json({ version: 1, duplicates: found });
    return exits.well;
  }
  if (found.length === 0) {
    await out.line(words('partners.no-duplicates'));
    return exits.well;
  }
  const heading = [words('partners.partner'), words('partners.other'), words('partners.reason')];
  const rows = found.map(({ one, other, reasons }) => [
    printable(`${one.name} (${one.partner})`),
    printable(`${other.name} (${other.partner})`),
    reasons.map((reason) => words(`partners.same-${reason}`)).join(', '),
  ]);
  for (const line of tableLines({ heading, rows }, width)) await out.line(line);
  await out.line('');
  await out.line(words('partners.merge-hint'));
  return exits.well;
}
