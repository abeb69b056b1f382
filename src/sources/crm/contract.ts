import type { Crm, ObjectNeed, RawRow } from '../mapping/index.ts';
import type { Warning } from '../source.ts';

/**
 * What a CRM must be able to do to be a source. An adapter reads rows as the CRM has them and tells what became of them; it
 * knows neither records nor the store. The engine keeps the rows in a mirror, decides when what is read, counts and stops,
 * makes records of the rows by the mapping, and publishes them.
 */
export interface CrmAdapter {
  readonly crm: Crm;
  /**
   * What stands beside the rows: owners, stages, and what there is of the objects that the mapping names.
   * Throws `crm-schema` where the CRM lacks, or hides, what the mapping demands; else CrmFailure of the call.
   */
  facts(known: Known, signal: AbortSignal): Promise<Facts>;
  /** What is to be read now. Asks nothing; the same arguments give the same passes. */
  plan(facts: Facts, known: Known, asked: Asked): readonly Pass[];
  /** Rows by id, those that are gone told as gone: for gaps that a check found. */
  fetch(facts: Facts, object: string, ids: readonly string[], signal: AbortSignal): AsyncIterable<PassPage>;
  /** Everything about these partners now: their rows, links, deals, registrations. For a button, within seconds. */
  refresh(facts: Facts, known: Known, partners: readonly RowName[], signal: AbortSignal): AsyncIterable<PassPage>;
}

/** A row of the CRM: its object as the mapping names it, and its id there. */
export interface RowName {
  readonly object: string;
  readonly id: string;
}

/** A row as it is now. Its links come apart, since a change of them leaves the row as it was. */
export interface CrmRow extends RowName, Omit<RawRow, 'associations' | 'linked'> {
  /** When the CRM says that it last changed: a UTC instant with milliseconds; of two readings the newer one counts. */
  readonly changedAt: string | null;
}

/** A link between two rows; from a mapping's association path, one step of it. */
export interface CrmLink {
  readonly from: string;
  readonly to: string;
  /** Labels of the link; the plain association has none. */
  readonly labels: readonly string[];
}

/** All links between two objects that begin (or end) at some rows: those known before and absent here are gone. */
export interface LinkSet {
  readonly fromObject: string;
  readonly toObject: string;
  /** On which side `ids` stand: the set is complete for them. */
  readonly side: 'from' | 'to';
  readonly ids: readonly string[];
  readonly links: readonly CrmLink[];
}

/** What one answer of the CRM brought. It is kept in one transaction with `cursor`. */
export interface PassPage {
  /** Whole rows: each takes the place of what was known of it, and brings back a row that was gone. */
  readonly rows?: readonly CrmRow[];
  /** Single values that change without a trace (calculated ones): of rows that are known, nothing else of them changes. */
  readonly values?: readonly (RowName & Pick<RawRow, 'values' | 'parents'>)[];
  /** Deleted, or hidden. `apart`: it is there, outside of the mapping's filters, so that it is no part of another row any more. */
  readonly gone?: readonly (RowName & { readonly apart?: boolean })[];
  /** The row `id` became a part of `into`, a row of the same object. */
  readonly merged?: readonly (RowName & { readonly into: string })[];
  readonly links?: readonly LinkSet[];
  /** Ids that exist: what a pass with `covers` did not name is gone, what is not known is fetched. */
  readonly present?: readonly string[];
  /** Where this pass goes on after this page, should it be interrupted; null: it cannot, or it is the last one. */
  readonly cursor: string | null;
  /** On the last page: up to when this pass now knows everything (UTC instant of the CRM's clock). Given back as `Known.pass`. */
  readonly watermark?: string;
  /** Rows read so far and expected in all, for the progress. */
  readonly done: number;
  readonly total: number | null;
}

/** One walk through a part of the CRM. */
export interface Pass {
  /** Stable, e.g. `all:Account`, `changes:Account`, `archived:deals`: watermark and cursor are kept under it. */
  readonly name: string;
  readonly object: string;
  /** Passes of a phase run side by side, those of a later one after them (they may ask `Known` anew when they are read). */
  readonly phase: 0 | 1 | 2;
  /** What its questions depend on beside the data. A cursor that was kept under another basis is not given back. */
  readonly basis: string;
  /** Calls that it will take, as far as can be told. */
  readonly calls: number;
  /**
   * `rows`: when it ends, every row of `object` that it did not bring is gone. `present`: every row whose id it did not name is
   * gone, and ids that are not known are fetched. Rows that came by another pass meanwhile stay. null: it tells nothing of absence.
   */
  readonly covers: 'rows' | 'present' | null;
  /** `gone`: `present` names every row that the CRM lists as deleted. One that was among them when this pass last ended, and is not now, may
   *  have come back without a stamp: it is fetched. */
  readonly lists?: 'gone';
  /** Pages, at least one; the last one has `cursor: null`. Fails with CrmFailure, or the signal's reason. */
  read(start: { readonly cursor: string | null; readonly signal: AbortSignal }): AsyncIterable<PassPage>;
}

export interface Asked {
  /** `usual`: whole objects that were never read (or by another basis), changes of the others, and daily passes that are due.
   *  `full`: everything anew. `reconcile`: as usual, and every object checked by id. */
  readonly mode: 'usual' | 'full' | 'reconcile';
  /** Milliseconds. */
  readonly now: number;
  /** After this many milliseconds without a check by id, one is due by itself. */
  readonly reconcileEveryMs: number;
}

/** What is known of the CRM so far: the adapter's view of the mirror. */
export interface Known {
  /** How the last complete run of a pass ended; null: never, or by another basis. */
  pass(name: string, basis: string): { readonly watermark: string | null; readonly endedAt: string } | null;
  /** Rows of an object that are not gone. */
  count(object: string): number;
  /** Their ids in chunks of at most 1,000, in no order. */
  ids(object: string): Iterable<readonly string[]>;
  /** Ids of the rows that are partners by the mapping, by object. */
  partners(): readonly { readonly object: string; readonly ids: readonly string[] }[];
}

export interface StageFact {
  readonly object: string;
  /** Empty where the CRM has one pipeline only. */
  readonly pipeline: string;
  readonly pipelineLabel: string;
  readonly stage: string;
  readonly label: string;
  /** Place in the pipeline, from 0. */
  readonly position: number;
  readonly status: 'open' | 'won' | 'lost' | null;
}

/** What is read of one object. */
export interface ObjectFacts {
  readonly need: ObjectNeed;
  /** Properties of the need that the CRM lacks or hides though the mapping would take them (optional ones). */
  readonly lacking: readonly string[];
  /** Properties whose values change without a stamp. */
  readonly calculated: readonly string[];
  /** Changes when the object must be read anew: other properties, filters, types. */
  readonly basis: string;
}

export interface Facts {
  /** The CRM's clock when they were read: UTC instant. */
  readonly at: string;
  /** Of the account: organisation id, portal id. Another one means another CRM: nothing that is known holds. */
  readonly account: string;
  /** To which its exchange rates lead; null where it does not say. */
  readonly currency: string | null;
  readonly timeZone: string | null;
  /** Owner id → e-mail address, those who left included. */
  readonly owners: ReadonlyMap<string, string>;
  readonly stages: readonly StageFact[];
  /** Optional objects that the CRM lacks are not among them. */
  readonly objects: readonly ObjectFacts[];
  /** What an administrator should know, e.g. an optional property that is missing. */
  readonly warnings: readonly Warning[];
}
