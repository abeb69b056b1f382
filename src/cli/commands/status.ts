import { type RecordType, recordSchemas } from '../../records/records.ts';
import type { RecordReader } from '../../store/store.ts';
import { formatter } from '../../text/formatter.ts';
import { type Command, exits } from '../command.ts';
import { withStore } from '../open.ts';
import { tableLines } from '../render/table.ts';

const isRecordType = (name: string): name is RecordType => Object.hasOwn(recordSchemas, name);

/** How many records of each type there are; types without any are left out. */
async function countsOf(reader: RecordReader): Promise<readonly (readonly [RecordType, number])[]> {
  const counts: (readonly [RecordType, number])[] = [];
  for (const type of Object.keys(recordSchemas).filter(isRecordType)) counts.push([type, await reader.count(type)]);
  return counts.filter(([, count]) => count > 0);
}

export const status: Command = {
  name: 'status',
  summary: 'command.status',
  positionals: null,
  arity: [0, 0],
  options: { json: { type: 'boolean', help: 'option.json' } },
  examples: ['status', 'status --json'],
  run: async (context) => {
    const { args, out, words } = context;
    const { program } = context.config();
    const {
      where,
      dataVersion,
      sources: states,
      counts,
      owner,
    } = await withStore(context, 'read', async (store) => ({
      where: store.where,
      dataVersion: await store.dataVersion(),
      ...(await store.read(async (reader) => ({ sources: await reader.sources(), counts: await countsOf(reader) }))),
      owner: await store.owner(),
    }));
    if (args.flag('json')) {
      await out.json({
        version: 1,
        store: where,
        dataVersion,
        owner,
        timeZone: program.timeZone,
        currency: program.currency,
        sources: states,
        records: Object.fromEntries(counts),
      });
      return exits.well;
    }
    const format = formatter(words.language, program.timeZone, program.currency);
    await out.line(words('status.store', { where }));
    await out.line(
      owner === null ? words('status.nobody') : words('status.owner', { ...owner, since: format.instant(owner.since) }),
    );
    if (states.length === 0) await out.line(words('status.empty'));
    const sources = tableLines(
      {
        heading: [
          words('status.source'),
          words('status.kind'),
          words('status.data-as-of'),
          words('status.rows'),
          words('status.rejected-rows'),
          words('status.rejected-fields'),
        ],
        rows: states.map((source) => [
          source.source,
          source.kind,
          format.instant(source.dataAsOf),
          String(source.rows),
          String(source.rejectedRows),
          String(source.rejectedFields),
        ]),
      },
      context.width,
    );
    const types = tableLines(
      {
        heading: [words('status.record'), words('status.count')],
        rows: counts.map(([type, count]) => [type, String(count)]),
      },
      context.width,
    );
    if (states.length > 0) for (const line of ['', ...sources, '', ...types]) await out.line(line);
    return exits.well;
  },
};
