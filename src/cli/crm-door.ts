import type { FilterFacts } from '../proof/index.ts';
import type { Inspector } from '../sources/crm/inspector.ts';
import type { Mapping } from '../sources/mapping/index.ts';

/** A source that is a CRM, as a command that asks it needs it. Nothing is asked before `open`. */
export interface CrmDoor {
  /** The source's name in the configuration. */
  readonly name: string;
  readonly mapping: Mapping;
  /** What was last known of its schema; absent: nothing yet. */
  readonly facts?: FilterFacts;
  open(signal: AbortSignal): Promise<OpenCrm>;
}

export interface OpenCrm {
  readonly inspector: Inspector;
  /** The address of a row's page. */
  readonly urlOf?: (object: string, id: string) => string | null;
}
