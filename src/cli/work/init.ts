import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PulseError } from '../../errors.ts';
import { type Command, type Context, type Exit, exits } from '../command.ts';
import { Asker } from '../init/asker.ts';
import { crmPart } from '../init/crm-part.ts';
import { writeFields } from '../init/fields.ts';
import { askAccess, askKind, askName, askProgram } from '../init/questions.ts';
import { writeNew } from '../init/write.ts';
import { type Comments, configurationText } from '../init/yaml.ts';
import type { Words } from '../words.ts';

const usualFile = 'partner-pulse.yaml';

/** What the command does; it stands apart, so that its rooms are loaded when it is run. */
export const run: Command['run'] = async (context) => {
  const asker = new Asker(context);
  const stop = new AbortController();
  const unlisten = context.host.onStop((signal) => stop.abort(new PulseError('interrupted', { signal })));
  try {
    if (context.args.flag('fields')) return await fieldsOf(context, asker);
    return await initialise(context, asker, stop.signal);
  } finally {
    unlisten();
    asker.close();
  }
};

async function fieldsOf(context: Context, asker: Asker): Promise<Exit> {
  const kind = await askKind(asker);
  const { args, folder, words, out } = context;
  const target = resolve(folder, args.text('out') ?? 'partner-pulse-fields');
  const files = await writeFields(kind, target, args.flag('force'));
  for (const file of files) await out.line(file);
  context.note(words('init.fields-written', { folder: target }));
  return exits.well;
}

async function initialise(context: Context, asker: Asker, signal: AbortSignal): Promise<Exit> {
  const { args, folder, words, out, now } = context;
  const file = resolve(folder, args.text('out') ?? usualFile);
  const force = args.flag('force');
  // Nobody should answer ten questions for a file that is not written.
  if (existsSync(file) && !force) throw new PulseError('file-exists', { file });
  const kind = await askKind(asker);
  const name = await askName(asker, kind);
  const part = await crmPart({ context, asker, kind, name, folder: dirname(file), signal });
  if (part === null) return exits.failed;
  const program = part.program ?? (await askProgram(asker, { timeZone: null, currency: null }));
  const access = await askAccess(asker, args.flag('everyone'));
  const answers = { writtenAt: new Date(now).toISOString(), ...program, ...access, source: part.source };
  await writeNew(file, configurationText(file, answers, commentsIn(words)), force);
  await out.line(words('init.written', { file }));
  if (part.source.secrets.length > 0)
    await out.line(words('init.set-secrets', { names: part.source.secrets.join(', ') }));
  await out.line(words('init.next'));
  return exits.well;
}

const commentsIn = (words: Words): Comments => ({
  head: [words('init.comment-head')],
  program: words('init.comment-program'),
  everyone: words('init.comment-everyone'),
  admins: words('init.comment-admins'),
  sources: words('init.comment-sources'),
  secrets: words('init.comment-secrets'),
  mapping: words('init.comment-mapping'),
});
