import { nearestPartners } from '../kpi/names/nearest.ts';
import type { Program } from '../kpi/program/program.ts';
import type { Key, RecordType } from '../records/records.ts';
import { foldMatch } from '../sources/mapping/index.ts';
import type { Store } from '../store/store.ts';

const mostNear = 3;
const leastScore = 0.35;

/** A text that named no partner, and whose name it may be. */
export interface Proposal {
  readonly source: string;
  readonly text: string;
  readonly record: RecordType;
  readonly count: number;
  /** Somebody decided that it is no partner of the program. */
  readonly refused: boolean;
  /** The nearest first. */
  readonly near: readonly {
    readonly partner: Key;
    readonly id: string;
    readonly name: string;
    readonly score: number;
  }[];
}

/** What sources could not match, the most frequent first, each with the partners whose names are nearest. */
export async function proposals(
  store: Store,
  program: Program,
  source: string | undefined,
): Promise<readonly Proposal[]> {
  const refused = new Set(await store.aliases.refused());
  return (await store.unmatched(source)).map((name) => ({
    source: name.source,
    text: name.text,
    record: name.record,
    count: name.count,
    refused: refused.has(foldMatch('alias', name.text)),
    near:
      name.text === ''
        ? []
        : nearestPartners(program, name.text, mostNear)
            .filter(({ score }) => score >= leastScore)
            .map(({ partner, score }) => ({
              partner: partner.key,
              id: partner.id,
              name: partner.name,
              score: Math.round(score * 100) / 100,
            })),
  }));
}
