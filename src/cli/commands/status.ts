import { type RecordSet, type RecordType, recordSchemas } from '../../records/records.ts';
import { formatter } from '../../text/formatter.ts';
import { type Command, exits } from '../command.ts';
import { withStore } from '../open.ts';
import { tableLines } from '../render/table.ts';

const isRecordType = (name: string): name is RecordType => Object.hasOwn(recordSchemas, name);

/** How many records of each type a set holds; types without any are left out. */
function countsOf(records: RecordSet): readonly (readonly [RecordType, number])[] {
  return Object.keys(recordSchemas)
    .filter(isRecordType)
    .map((type) => [type, records[type].length] as const)
    .filter(([, count]) => count > 0);
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
    const { where, dataVersion, records, owner } = await withStore(context, 'read', async (store) => ({
      where: store.where,
      dataVersion: await store.dataVersion(),
      records: await store.readRecords(),
      owner: await store.owner(),
    }));
    const counts = countsOf(records);
    if (args.flag('json')) {
      await out.json({
        version: 1,
        store: where,
        dataVersion,
        owner,
        timeZone: program.timeZone,
        currency: program.currency,
        sources: records.sources,
        records: Object.fromEntries(counts),
      });
      return exits.well;
    }
    const format = formatter(words.language, program.timeZone, program.currency);
    await out.line(words('status.store', { where }));
    await out.line(
      owner === null ? words('status.nobody') : words('status.owner', { ...owner, since: format.instant(owner.since) }),
    );
    if (records.sources.length === 0) await out.line(words('status.empty'));
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
        rows: records.sources.map((source) => [
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
    if (records.sources.length > 0) for (const line of ['', ...sources, '', ...types]) await out.line(line);
    return exits.well;
  },
};
