import type { Program } from '../kpi/program/program.ts';
import { idOfKey, type Key } from '../records/records.ts';
import { asKey, type ByKey } from './by-key.ts';
import { type Difference, dealView, type RecordView, reasonOf, registrationView } from './differences.ts';
import type { Counted } from './figures.ts';
import type { TheirRows, TheirSide } from './their-side.ts';

/** What was read of a CRM for a figure. */
export interface Found {
  readonly all: TheirRows;
  /** Rows that the filter itself found, where it says all that makes a row count. */
  readonly exact: ReadonlySet<Key>;
}

/** Both sides of a figure. */
export interface Comparison {
  readonly program: Program;
  readonly theirs: Program;
  readonly ours: ByKey;
  readonly counted: ByKey;
  readonly found: Found;
  readonly dataAsOf: string | null;
  readonly side: TheirSide;
}

/** Every record in which both sides differ, in the order of their ids. */
export function compared({ program, theirs, ours, counted, found, dataAsOf, side }: Comparison): readonly Difference[] {
  const keys = new Set([...ours.keys(), ...counted.keys(), ...found.exact]);
  const [here, there] = [viewsOf(program, side.record, keys, ours), viewsOf(theirs, side.record, keys, counted)];
  const known = dataAsOf === null ? Number.NEGATIVE_INFINITY : Date.parse(dataAsOf);
  return [...keys].sort().flatMap((key): Difference[] => {
    const [mine, his] = [here.get(key) ?? null, there.get(key) ?? null];
    const changedSince = (found.all.seen.get(key) ?? Number.NEGATIVE_INFINITY) > known;
    const leftOut = his === null && found.all.seen.has(key);
    const reason = reasonOf(mine?.view ?? null, his?.view ?? null, { leftOut, changedSince });
    if (reason === null) return [];
    return [
      {
        record: side.record,
        id: idOfKey(key),
        url: mine?.url ?? his?.url ?? null,
        reason,
        changedSince,
        here: mine?.view ?? null,
        there: his?.view ?? null,
      },
    ];
  });
}

interface Viewed {
  readonly view: RecordView;
  readonly url: string | null;
}

/** What a program knows of some records. */
function viewsOf(
  program: Program,
  record: TheirSide['record'],
  keys: ReadonlySet<string>,
  counted: ByKey,
): ReadonlyMap<string, Viewed> {
  const { pools } = program;
  const views = new Map<string, Viewed>();
  const add = (key: string | null, url: string | null, view: (counts: Counted | undefined) => RecordView): void => {
    if (key !== null && keys.has(key)) views.set(key, { url, view: view(counted.get(asKey(key))) });
  };
  if (record === 'deal') {
    for (const deal of program.deals) {
      const { index } = deal;
      add(pools.dealKeys.at(index), pools.dealUrls.at(index), (counts) => dealView(program, deal, counts));
    }
  } else {
    for (const one of program.registrations) {
      const { index } = one;
      add(pools.registrationKeys.at(index), pools.registrationUrls.at(index), (counts) =>
        registrationView(one, counts),
      );
    }
  }
  return views;
}
