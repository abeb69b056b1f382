import type { AnyRecord } from '../../records/records.ts';
import { openZone } from '../../records/zone.ts';
import type { Source, SourceCondition, SourceContext } from '../source.ts';
import { staleFiles } from './ages.ts';
import { bringCopies, type Copies, type FilesTools } from './copies.ts';
import { ContentHash, fingerprint } from './fingerprint.ts';
import { assertUnchanged, type Folder, openFolder } from './folder.ts';
import { LocalTimes } from './local-times.ts';
import { deliver, type OnBytes, survey } from './passes.ts';
import { openReading } from './reading.ts';
import type { FilesSettings } from './settings.ts';

export type { FilesTools } from './copies.ts';
export { type FilesSettings, filesSettings } from './settings.ts';

/** What a files source depends on beside its settings. */
export interface FilesWorld {
  /** The reporting zone: local times in files are of it. */
  readonly zone?: string;
  /** Needed for files that come by address. */
  readonly tools?: FilesTools;
}

type Settings = Pick<FilesSettings, 'name' | 'folder' | 'files' | 'bearer' | 'match'>;

/** A folder with one CSV file per record (rule 7), and files that the settings list: by pattern, by address, in their own form. */
export function filesSource(settings: Settings, world: FilesWorld = {}): Source {
  const look = new FilesLook(settings, world);
  return {
    name: settings.name,
    kind: 'files',
    matches:
      settings.match === undefined ? false : settings.match.deals === undefined ? 'partners' : 'partners-and-deals',
    fingerprint: async (signal) => fingerprint(await look.first(signal), signal),
    condition: (now) => look.condition(now),
    records: (context) => readFiles(settings, look, context),
  };
}

/** What the source has, as it was looked at last. */
class FilesLook {
  readonly #settings: Settings;
  readonly #zone: string;
  readonly #tools: FilesTools | undefined;
  readonly #local: LocalTimes;
  #folder: Folder | null = null;
  #outdated: Copies['outdated'] = [];
  /** What a fingerprint has just fetched, for the reading that may follow it. */
  #fetched: Copies | null = null;

  constructor(settings: Settings, { zone = 'UTC', tools }: FilesWorld) {
    this.#settings = settings;
    this.#zone = zone;
    this.#tools = tools;
    this.#local = new LocalTimes(zone);
  }

  /** Brings what comes by address, and looks at everything. Throws as `bringCopies` and `openFolder`. */
  async first(signal: AbortSignal): Promise<Folder> {
    this.#fetched = await bringCopies(this.#settings, this.#tools, signal);
    return this.#open(this.#fetched);
  }

  /** As `first`, but what was fetched by it is not fetched again. */
  async forReading(signal: AbortSignal): Promise<Folder> {
    const copies = this.#fetched ?? (await bringCopies(this.#settings, this.#tools, signal));
    this.#fetched = null;
    return this.#open(copies);
  }

  condition(now: number): SourceCondition {
    return { stale: staleFiles(this.#folder?.files ?? [], now, openZone(this.#zone)), outdated: this.#outdated };
  }

  async #open(copies: Copies): Promise<Folder> {
    this.#outdated = copies.outdated;
    this.#folder = await openFolder(this.#settings, copies.files, this.#local);
    return this.#folder;
  }
}

/**
 * Reads every file twice: first for whether it can be read at all (rule 7.2 wants to know before the first record) and
 * for the ids that stay, then for its records. The ids need the first reading anyway, since deals and registrations
 * point at each other; a second reading costs processor time only, where staging the rows would write them all to disk.
 */
async function* readFiles(settings: Settings, look: FilesLook, context: SourceContext): AsyncGenerator<AnyRecord> {
  const folder = await look.forReading(context.signal);
  const reading = openReading(settings, folder, context);
  const onBytes = progressOf(folder, context);
  for (const file of folder.files) await survey(file, reading, context, onBytes);
  reading.references.findCycles();

  for (const warning of folder.warnings) context.onWarning(warning);
  const content = new ContentHash(folder);
  for (const file of folder.files) {
    yield* deliver(file, reading, context, (of, bytes) => {
      content.add(of, bytes);
      onBytes(of, bytes);
    });
  }
  for (const file of folder.files) await assertUnchanged(file);
  if (context.onUnmatched !== undefined) reading.unmatched.tell(context.onUnmatched);
  if (context.now !== undefined) for (const stale of look.condition(context.now()).stale) context.onStale?.(stale);
  context.onFingerprint?.(content.digest());
}

function progressOf({ files }: Folder, context: SourceContext): OnBytes {
  const total = 2 * files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  return ({ file }, bytes) => {
    done += bytes.length;
    context.onProgress(done, total, file);
  };
}
