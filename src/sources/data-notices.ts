import type { ErrorCode, ErrorParams } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { SyncReport } from './report.ts';

type Kind = 'rejected' | 'unmatched' | 'fields' | 'age';

/** Below so many, twice as many as before are chance. */
const fewest = 20;
const listed = 5;
const ageFloorMs = 5 * 60_000;

/** What a source had before it was read anew. */
export interface Baseline {
  readonly rejected: number;
  readonly unmatched: number;
}

/** Taken before a sync; null before the first one, when nothing can be sudden. */
export async function baselineOf(store: Store, source: string): Promise<Baseline | null> {
  const state = (await store.sourceStates()).find((one) => one.source === source);
  if (state === undefined) return null;
  let unmatched = 0;
  for (const { count } of await store.unmatched(source)) unmatched += count;
  return { rejected: state.rejectedRows, unmatched };
}

class Board {
  readonly #store: Store;
  readonly #source: string;
  readonly #at: string;

  constructor(store: Store, source: string, at: string) {
    this.#store = store;
    this.#source = source;
    this.#at = at;
  }

  #id(kind: Kind): string {
    return `${kind}/${this.#source}`;
  }

  async find(kind: Kind): Promise<ErrorParams | undefined> {
    return (await this.#store.notices.open()).find(({ id }) => id === this.#id(kind))?.params;
  }

  /** Raises it, or ends it where there is nothing to say. What says something else than before is told anew. */
  async set(
    kind: Kind,
    code: ErrorCode,
    params: ErrorParams | null,
    isNews: (before: ErrorParams) => boolean,
  ): Promise<void> {
    const { notices } = this.#store;
    const id = this.#id(kind);
    const before = await this.find(kind);
    if (before !== undefined && (params === null || isNews(before))) await notices.end(id, this.#at);
    if (params !== null)
      await notices.raise({
        id,
        source: this.#source,
        code,
        params: { source: this.#source, ...params },
        at: this.#at,
      });
  }
}

/** What a sync that went well says of its data: raised while it holds, ended when it is over. */
export async function noteData(store: Store, report: SyncReport, before: Baseline | null, at: string): Promise<void> {
  const board = new Board(store, report.source, at);
  await sudden(board, 'rejected', 'many-rejected', report.rejectedRows, before?.rejected ?? null);
  await sudden(board, 'unmatched', 'many-unmatched', report.unmatched, before?.unmatched ?? null);
  // A CRM's warnings are of fields that it lacks; those of files are told with each reading.
  const lacking =
    report.calls === null
      ? []
      : report.warnings.map(({ file, message }) => (file === '' ? message : `${file}: ${message}`));
  await listedOnes(board, 'fields', 'fields-lacking', 'what', lacking);
}

/** The number before it rose is kept in the notice, which ends when that is nearly reached again. */
async function sudden(board: Board, kind: Kind, code: ErrorCode, now: number, before: number | null): Promise<void> {
  const held = (await board.find(kind))?.before;
  const usual = typeof held === 'number' ? held : before;
  const isMany = usual !== null && now > Math.max(fewest, 2 * usual);
  await board.set(kind, code, isMany ? { now, before: usual } : null, () => false);
}

async function listedOnes(
  board: Board,
  kind: Kind,
  code: ErrorCode,
  name: string,
  all: readonly string[],
): Promise<void> {
  const names = [...new Set(all)].sort();
  const more = names.length > listed ? ', …' : '';
  const text = `${names.slice(0, listed).join(', ')}${more}`;
  const params = names.length === 0 ? null : { [name]: text, count: names.length };
  await board.set(kind, code, params, (before) => before[name] !== text || before.count !== names.length);
}

/** Whether a source's data are older than two intervals allow; raised and ended by whoever syncs by himself. */
export async function noteAge(store: Store, source: string, everyMs: number, now: number): Promise<void> {
  const state = (await store.sourceStates()).find((one) => one.source === source);
  if (state === undefined) return;
  const age = now - Date.parse(state.dataAsOf);
  const params =
    age > 2 * everyMs + ageFloorMs ? { minutes: Math.floor(age / 60_000), every: Math.round(everyMs / 60_000) } : null;
  await new Board(store, source, new Date(now).toISOString()).set('age', 'data-old', params, () => false);
}
