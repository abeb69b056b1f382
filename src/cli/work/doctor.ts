import { resolve } from 'node:path';
import { PulseError } from '../../errors.ts';
import { unknownName } from '../arguments.ts';
import { parseAsOf } from '../as-of.ts';
import { type Command, type Context, type Exit, exits } from '../command.ts';
import { type Examination, examine } from '../doctor/sections.ts';
import { linesOf, toldOf } from '../doctor/tell.ts';
import { version } from '../version.ts';
import { writeWhole } from '../write-file.ts';

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = async (context) => {
  const { args, host, folder, note, words } = context;
  const config = context.config();
  const source = args.text('source') ?? null;
  const known = config.sources.map(({ name }) => name);
  if (source !== null && !known.includes(source)) throw unknownName('usage.unknown-source', { source }, source, known);
  const given = args.text('since');
  const since = given === undefined ? null : new Date(parseAsOf(given, config.program.timeZone)).toISOString();
  const stop = new AbortController();
  const unlisten = host.onStop((signal) => stop.abort(new PulseError('interrupted', { signal })));
  try {
    const examination = await examine(context, { source, offline: args.flag('offline'), since }, stop.signal);
    const record = args.text('record');
    if (record !== undefined) {
      const file = resolve(folder, record);
      await writeWhole(file, recordOf(examination, host.now()));
      note(words('doctor.recorded', { file }));
    }
    return await tellAll(context, examination);
  } finally {
    unlisten();
  }
};

async function* recordOf({ recorded, matrix }: Examination, now: number): AsyncGenerator<object> {
  yield { version: 1, program: version(), at: new Date(now).toISOString(), sources: recorded, kpis: matrix };
}

async function tellAll({ args, words, out, width, now }: Context, { sections, matrix }: Examination): Promise<Exit> {
  const all = sections.map((section) => ({ section, told: toldOf(section, words) }));
  const count = (level: string): number =>
    all.reduce((sum, { told }) => sum + told.filter((one) => one.level === level).length, 0);
  const well = count('error') === 0;
  if (args.flag('json')) {
    const told = all.map(({ section: { name, kind, calls }, told: findings }) => ({ name, kind, calls, findings }));
    await out.json({ version: 1, well, at: new Date(now).toISOString(), sections: told, kpis: matrix });
  } else {
    for (const { section, told } of all) for (const line of linesOf(section, told, words, width)) await out.line(line);
    const counts = { errors: count('error'), warnings: count('warning'), notes: count('note') };
    await out.line(words(well ? 'doctor.summary-well' : 'doctor.summary-ill', counts));
  }
  return well ? exits.well : exits.failed;
}
