// What all parts of the org share.
import type { ServiceClock } from '../clock.ts';
import type { IdMaker } from '../ids.ts';
import type { Schema } from '../schema/schema.ts';
import type { Tables } from './tables.ts';

export interface Deletion {
  object: string;
  id: string;
  at: number;
}

export interface OrgSettings {
  multiCurrency: boolean;
  /** Whether clearing a lookup because its parent was deleted moves the child's SystemModstamp; unknown, so false. */
  lookupClearStamps: boolean;
  timeZone: string;
}

export interface OrgState {
  schema: Schema;
  tables: Tables;
  clock: ServiceClock;
  ids: IdMaker;
  settings: OrgSettings;
  /** Who did it: the user that CreatedById and LastModifiedById name. */
  actor: string;
  deletions: Deletion[];
  /** Open transactions, by the moment when they began. */
  inFlight: Map<object, number>;
}
