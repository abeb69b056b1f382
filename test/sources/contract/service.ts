import type { AnyRecord } from '../../../src/records/records.ts';
import type { SourceSettings } from '../../../src/sources/index.ts';
import type { SourceSecrets } from '../../../src/sources/secrets.ts';
import type { Random } from '../../demo/world/random.ts';

/** Which sync sees a change: the next one, the first one a day later, or only one that checks every row by its id. */
export const settlings = ['now', 'day', 'check'] as const;
export type Settling = (typeof settlings)[number];

/** One thing that people do in a service. */
export interface Change {
  readonly name: string;
  readonly settles: Settling;
  /** False where there was nothing to do it to. */
  make(random: Random): boolean;
}

/** What a service of a kind of source is to the tests: a small program that people change, and what it holds in truth. */
export interface Service {
  /** As the configuration has it. */
  readonly settings: SourceSettings;
  readonly secrets: SourceSecrets;
  readonly changes: readonly Change[];
  now(): number;
  advance(ms: number): void;
  /** What is under way is done, and what is late arrives; after it a sync of that kind must be right. */
  settle(settling: Settling): void;
  /** All records that its rows are now, worked out without engine or mirror. Partners that were merged are not among them. */
  truth(personHash: (id: string) => string): readonly AnyRecord[];
  /** Partners that became part of others: id → id of the end of its chain. */
  merged(): ReadonlyMap<string, string>;
  /** Adds thirty deals. */
  fill(): void;
  /** Deletes most of the deals. */
  wipe(): void;
  close(): Promise<void>;
}

/** A service that is asked over HTTP. */
export interface RemoteService extends Service {
  /** Requests so far. */
  calls(): number;
  /** Plans some faults that pass, of every kind. */
  plague(random: Random): void;
  /** The next page breaks for good: as many times as anybody asks again. */
  breakDown(after: number): void;
  heal(): void;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  /** From now on the secret is worth nothing; then it is again. */
  refuseSecret(): void;
  acceptSecret(): void;
  /** A row vanishes without a trace. */
  vanish(): void;
  /** A row is there, with a stamp of long ago. */
  appear(): void;
  /** Something changes of a partner and of a deal that it brought; the partner's id. */
  changeOfPartner(): string;
  /** From now on `settings` and the truth are of a mapping that means other values, and reads the same. */
  remap(): void;
}

export const isRemote = (service: Service): service is RemoteService => 'calls' in service;
