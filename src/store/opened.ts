import { readCursor, readFirstSeen } from './beside.ts';
import type { Engine, Ownership } from './dialects/engine.ts';
import { guarded, storeFailure } from './failures.ts';
import { forget } from './forget.ts';
import { noteUnchanged, readLastSync } from './last-sync.ts';
import { type AuditTrail, auditIn } from './ledger/audit.ts';
import { offersIn } from './ledger/offers.ts';
import { postedIn } from './ledger/posted.ts';
import { type Requests, requestsIn } from './ledger/requests.ts';
import { callsIn, forgetInLedger, runsIn } from './ledger/runs.ts';
import { type LedgerParts, partsOf, together } from './ledger/together.ts';
import { aliasesIn, mergesIn, type Turns } from './local.ts';
import { findPartners, readMatchVersion, scanMatchKeys } from './match-keys.ts';
import { forgetOwner, readDataVersion, readOwner, writeOwner } from './meta.ts';
import { patch } from './patch.ts';
import type { PersonKey } from './person-key.ts';
import { publish } from './publish.ts';
import { purge } from './purge.ts';
import { readerOn, readRecords, readSourceStates } from './read.ts';
import { SourceFailed } from './session.ts';
import { dropStagedOf, stagedCursor } from './staging.ts';
import type {
  Calls,
  LocalAliases,
  LocalMerges,
  Notices,
  OwnerInfo,
  PatchInput,
  PublishInput,
  PublishResult,
  RecordReader,
  Runs,
  Store,
} from './store.ts';
import { readUnmatched } from './unmatched.ts';

/** A store's lock, and what it says of its holder. */
export type Owned = Ownership & { readonly owner: OwnerInfo };

/** A store on an engine that is made and migrated; `owned` is undefined where it may only be read. */
export class OpenedStore implements Store {
  readonly where: string;
  readonly #engine: Engine;
  readonly #key: PersonKey;
  readonly #owned: Owned | 'shared' | undefined;
  readonly requests: Requests;
  readonly audit: AuditTrail;
  readonly notices: Notices;
  readonly subscriptions: Store['subscriptions'];
  readonly jobRuns: Store['jobRuns'];
  readonly outbox: Store['outbox'];
  readonly posted: Store['posted'];
  readonly digestOffers: Store['digestOffers'];
  readonly published: Store['published'];
  readonly rowWork: Store['rowWork'];
  readonly calls: Calls;
  readonly runs: Runs;
  readonly aliases: LocalAliases;
  readonly merges: LocalMerges;
  /** Publications follow each other; `close` waits for the last one. */
  #last: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(engine: Engine, key: PersonKey, owned: Owned | 'shared' | undefined) {
    this.where = engine.where;
    this.#engine = engine;
    this.#key = key;
    this.#owned = owned;
    this.requests = requestsIn(engine);
    this.audit = auditIn(engine);
    const parts = partsOf(engine);
    this.notices = parts.notices;
    this.subscriptions = parts.subscriptions;
    this.jobRuns = parts.jobRuns;
    this.outbox = parts.outbox;
    this.published = parts.published;
    this.rowWork = parts.rowWork;
    this.posted = postedIn(engine);
    this.digestOffers = offersIn(engine);
    this.calls = callsIn(engine);
    this.runs = runsIn(engine);
    const turns: Turns = {
      write: (work) => this.#inTurn(({ writer }) => work(writer)),
      read: (work) => guarded(this.where, () => work(engine.reader)),
    };
    this.aliases = aliasesIn(turns);
    this.merges = mergesIn(turns);
  }

  together<R>(work: (parts: LedgerParts) => Promise<R>): Promise<R> {
    return together(this.#engine, work);
  }

  dataVersion(): Promise<number> {
    return guarded(this.where, () => readDataVersion(this.#engine.reader));
  }

  readRecords(): ReturnType<Store['readRecords']> {
    return guarded(this.where, () => this.#engine.snapshot(readRecords));
  }

  read<R>(work: (reader: RecordReader) => Promise<R>): Promise<R> {
    return guarded(this.where, () => this.#engine.snapshot((db) => work(readerOn(db))));
  }

  sourceStates(): ReturnType<Store['sourceStates']> {
    return guarded(this.where, () => readSourceStates(this.#engine.reader));
  }

  owner(): Promise<OwnerInfo | null> {
    return guarded(this.where, async () =>
      (await this.#engine.isOwned()) ? ((await readOwner(this.#engine.reader)) ?? null) : null,
    );
  }

  lastSync(source: string): ReturnType<Store['lastSync']> {
    return guarded(this.where, () => readLastSync(this.#engine.reader, source));
  }

  cursor(source: string): Promise<string | null> {
    return guarded(this.where, () => readCursor(this.#engine.reader, source));
  }

  firstSeen(source: string): ReturnType<Store['firstSeen']> {
    return guarded(this.where, () => readFirstSeen(this.#engine.reader, source));
  }

  findPartners(by: string, value: string, source?: string): ReturnType<Store['findPartners']> {
    return guarded(this.where, () => findPartners(this.#engine.reader, by, value, source));
  }

  async *matchKeys(): ReturnType<typeof scanMatchKeys> {
    try {
      yield* scanMatchKeys(this.#engine.reader);
    } catch (error) {
      throw storeFailure(error, this.where);
    }
  }

  matchVersion(exceptSource: string): Promise<string> {
    return guarded(this.where, () => readMatchVersion(this.#engine.reader, exceptSource));
  }

  noteUnchanged(source: string, seenAt: string): Promise<void> {
    return this.#inTurn(({ writer }) => noteUnchanged(writer, source, seenAt));
  }

  unmatched(source?: string): ReturnType<Store['unmatched']> {
    return guarded(this.where, () => readUnmatched(this.#engine.reader, source));
  }

  purge(hash: string, sources: readonly string[]): Promise<number> {
    return this.#inTurn(async (engine) => {
      const rows = await purge(engine.writer, hash, sources);
      const { staging, writer } = engine;
      // What waits half-read may name her.
      for (const source of sources) {
        await writer.connection().execute(async (session) => {
          await staging.open(session);
          await dropStagedOf(session, staging, source);
        });
      }
      await engine.scrub();
      return rows;
    });
  }

  forget(source: string): Promise<number> {
    return this.#inTurn(async (engine) => {
      const removed = await forget(engine.writer, source);
      await forgetInLedger(engine, source);
      return removed;
    });
  }

  publish(input: PublishInput): Promise<PublishResult> {
    return this.#inTurn((engine) => publish(engine, input));
  }

  patch(input: PatchInput): Promise<PublishResult> {
    return this.#inTurn((engine) => patch(engine, input));
  }

  #inTurn<R>(write: (engine: Engine) => Promise<R>): Promise<R> {
    const turn = this.#last.then(() => this.#asOwner(write));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #asOwner<R>(write: (engine: Engine) => Promise<R>): Promise<R> {
    const owned = this.#owned;
    if (owned === undefined) throw new TypeError('a store that was opened for reading cannot be published to');
    try {
      if (owned !== 'shared' && (await owned.confirm()) === 'retaken')
        await writeOwner(this.#engine.writer, owned.owner);
      return await write(this.#engine);
    } catch (error) {
      throw error instanceof SourceFailed ? error.cause : storeFailure(error, this.where);
    }
  }

  stagedCursor(source: string): Promise<string | null> {
    const { writer, staging } = this.#engine;
    const find = (): Promise<string | null> =>
      writer.connection().execute((session) => stagedCursor(session, staging, source));
    return guarded(this.where, find);
  }

  personHash(id: string): string {
    return this.#key.hash(id);
  }

  backup(file: string): Promise<void> {
    return guarded(file, () => this.#engine.backup(file));
  }

  close(): Promise<void> {
    this.#closed ??= this.#last.then(() => this.#close());
    return this.#closed;
  }

  async #close(): Promise<void> {
    const owned = this.#owned === 'shared' ? undefined : this.#owned;
    try {
      // What the entry says counts only while the lock is held: a full disk is no reason to end badly.
      if (owned !== undefined) await forgetOwner(this.#engine.writer, owned.owner).catch(() => undefined);
    } finally {
      await this.#engine.close().finally(() => owned?.release());
    }
  }
}
