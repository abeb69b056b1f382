import type { Deal } from '../../records/records.ts';
import type { Zone } from '../../records/zone.ts';
import { NumberColumn } from './columns.ts';
import type { DealFacts } from './facts.ts';

/** What only lists of deals ask for, in columns by the deal's place: a million deals take 32 MB. */
export interface DealDetails {
  /** As last seen (rule 1.6); null: unknown. */
  stageOf(deal: DealFacts): string | null;
  /** Instants in ms; null: unknown. */
  expectedCloseOn(deal: DealFacts): number | null;
  stageEnteredAt(deal: DealFacts): number | null;
  lastActivityAt(deal: DealFacts): number | null;
}

type DetailRow = Pick<Deal, 'stage' | 'expectedCloseOn' | 'stageEnteredAt' | 'lastActivityAt'>;

/** Collects the details of deals in the order of their places. */
export class DealDetailCollector {
  readonly #zone: Zone;
  readonly #stages: (string | null)[] = [null];
  readonly #placeOf = new Map<string, number>();
  readonly #stage = new NumberColumn();
  readonly #moments = {
    expectedCloseOn: new NumberColumn(),
    stageEnteredAt: new NumberColumn(),
    lastActivityAt: new NumberColumn(),
  };

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  add(row: DetailRow): void {
    this.#stage.push(row.stage === null ? 0 : this.#place(row.stage));
    for (const name of ['expectedCloseOn', 'stageEnteredAt', 'lastActivityAt'] as const) {
      const stamp = row[name];
      this.#moments[name].push(stamp === null ? Number.NaN : this.#zone.instantOf(stamp));
    }
  }

  finish(): DealDetails {
    const stage = this.#stage.values();
    const at = (column: NumberColumn) => {
      const values = column.values();
      return ({ index }: DealFacts): number | null => {
        const value = values[index];
        return value === undefined || Number.isNaN(value) ? null : value;
      };
    };
    return {
      stageOf: ({ index }) => this.#stages[stage[index] ?? 0] ?? null,
      expectedCloseOn: at(this.#moments.expectedCloseOn),
      stageEnteredAt: at(this.#moments.stageEnteredAt),
      lastActivityAt: at(this.#moments.lastActivityAt),
    };
  }

  #place(stage: string): number {
    const known = this.#placeOf.get(stage);
    if (known !== undefined) return known;
    this.#placeOf.set(stage, this.#stages.length);
    this.#stages.push(stage);
    return this.#stages.length - 1;
  }
}
