import { UsageError, unknownName } from '../arguments.ts';
import { type Command, exits } from '../command.ts';
import { carryOut, decider } from '../decide.ts';
import { withStore } from '../open.ts';

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = async (context) => {
  const { args, out, words, note } = context;
  const person = args.text('person')?.trim();
  if (person === undefined || person === '') throw new UsageError('usage.value-missing', { option: '--person ID' });
  const source = args.text('source');
  // Only her hash goes on from here: into no request, no log, no audit.
  const { hash, known } = await withStore(context, 'read', async (store) => ({
    hash: store.personHash(person),
    known: [
      ...new Set([
        ...context.config().sources.map(({ name }) => name),
        ...(await store.sourceStates()).map((state) => state.source),
      ]),
    ],
  }));
  if (source !== undefined && !known.includes(source))
    throw unknownName('usage.unknown-source', { source }, source, known);
  const sources = source === undefined ? known : [source];
  await carryOut(context, { kind: 'purge', by: decider(), hash, sources }, (count) =>
    out.line(words('purge.done', { count, sources: sources.join(', ') })),
  );
  note(words('purge.elsewhere'));
  return exits.well;
};
