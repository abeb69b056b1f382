import type { StageFact } from '../sources/crm/contract.ts';
import type {
  AccountIdentity,
  DailyLimit,
  InspectedRow,
  InspectedSum,
  Inspector,
  ObjectHeadline,
  ObjectSharing,
  PropertyFacts,
} from '../sources/crm/inspector.ts';
import type { Filter } from '../sources/mapping/index.ts';
import { type Recorded, Recording } from './recording.ts';

/** Calls that an examination of one source takes at most; what is left out for it is said. */
const usualCalls = 25;

/** An inspector that asks nothing twice, counts, and keeps what was asked and answered as far as it may leave the house. */
export class Asked {
  readonly signal: AbortSignal;
  /** What was not asked, to stay below the limit. */
  readonly leftOut: string[] = [];
  readonly #inspector: Inspector;
  readonly #most: number;
  readonly #recording = new Recording();
  readonly #properties = new Map<string, Promise<readonly PropertyFacts[]>>();
  readonly #stages = new Map<string, Promise<readonly StageFact[]>>();
  readonly #labels = new Map<string, Promise<readonly string[]>>();
  readonly #counts = new Map<string, Promise<number>>();

  constructor(inspector: Inspector, signal: AbortSignal, most = usualCalls) {
    this.#inspector = inspector;
    this.signal = signal;
    this.#most = most;
  }

  get calls(): number {
    return this.#inspector.calls;
  }

  /** What may be shown to others: structure and counts, in the order asked. */
  get recorded(): readonly Recorded[] {
    return this.#recording.entries;
  }

  /** Whether so many more calls stay below the limit; if not, `what` is noted as left out. */
  affords(calls: number, what: string): boolean {
    if (this.calls + calls <= this.#most) return true;
    if (!this.leftOut.includes(what)) this.leftOut.push(what);
    return false;
  }

  async identity(): Promise<AccountIdentity> {
    const identity = await this.#inspector.identity(this.signal);
    this.#recording.identity(identity);
    return identity;
  }

  async objects(): Promise<readonly ObjectHeadline[]> {
    const objects = await this.#inspector.objects(this.signal);
    this.#recording.objects(objects);
    return objects;
  }

  properties(object: string): Promise<readonly PropertyFacts[]> {
    return once(this.#properties, object, async () => {
      const properties = await this.#inspector.properties(object, this.signal);
      this.#recording.properties(object, properties);
      return properties;
    });
  }

  stages(object: string): Promise<readonly StageFact[]> {
    return once(this.#stages, object, async () => {
      const stages = await this.#inspector.stages(object, this.signal);
      this.#recording.stages(object, stages);
      return stages;
    });
  }

  labels(from: string, to: string): Promise<readonly string[]> {
    return once(this.#labels, `${from} ${to}`, async () => {
      const labels = await this.#inspector.labels(from, to, this.signal);
      this.#recording.labels(from, to, labels);
      return labels;
    });
  }

  count(object: string, conditions: readonly Filter[]): Promise<number> {
    return once(this.#counts, JSON.stringify([object, conditions]), async () => {
      const count = await this.#inspector.count(object, conditions, this.signal);
      this.#recording.count(object, conditions, count);
      return count;
    });
  }

  /** All live rows that meet the conditions. */
  async rows(
    object: string,
    properties: readonly string[],
    conditions: readonly Filter[],
  ): Promise<readonly InspectedRow[]> {
    const rows: InspectedRow[] = [];
    for await (const page of this.#inspector.rows(object, properties, conditions, this.signal)) rows.push(...page);
    this.#recording.rows(object, properties, conditions, rows);
    return rows;
  }

  /** Whether the CRM adds up at all. */
  get addsUp(): boolean {
    return this.#inspector.sum !== undefined;
  }

  /** Number and sum of the live rows that meet the conditions; null where the CRM cannot add them up. */
  async sum(object: string, property: string, conditions: readonly Filter[]): Promise<InspectedSum | null> {
    const told = (await this.#inspector.sum?.(object, property, conditions, this.signal)) ?? null;
    if (told !== null) this.#recording.count(object, conditions, told.count);
    return told;
  }

  /** Whether single rows can be hidden from the bot at all. */
  get mayHideRows(): boolean {
    return this.#inspector.sharing !== undefined;
  }

  /** Objects that the bot may read, and whether all their rows; null where nobody says. */
  async sharing(objects: readonly string[]): Promise<readonly ObjectSharing[] | null> {
    const told = (await this.#inspector.sharing?.(objects, this.signal)) ?? null;
    this.#recording.sharing(told);
    return told;
  }

  async limits(): Promise<DailyLimit | null> {
    const limits = await this.#inspector.limits(this.signal);
    this.#recording.limits(limits);
    return limits;
  }

  /** Notes a failed question. */
  failure(ask: string, code: string): void {
    this.#recording.failure(ask, code);
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const answer = ask();
  known.set(key, answer);
  return answer;
}
