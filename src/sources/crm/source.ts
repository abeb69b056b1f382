import type { Dispatcher } from 'undici';
import type { Budget } from '../http/budget.ts';
import type { Mask } from '../http/mask.ts';
import type { HttpClock, HttpLog } from '../http/types.ts';
import type { Crm, Mapping } from '../mapping/index.ts';
import type { SecretStore } from '../secrets.ts';
import type { CrmAdapter } from './contract.ts';
import type { Inspector } from './inspector.ts';

/** A CRM as it is configured; nothing is asked of it before `connect`. */
export interface CrmSource {
  readonly name: string;
  readonly kind: Crm;
  readonly mapping: Mapping;
  /** All that its records depend on beside rows and mapping, e.g. the program's zone. */
  readonly basis: string;
  /** Where it is, for people. */
  readonly host: string;
  /** The share of the CRM's daily limit that may be used, 0 to 1. */
  readonly share: number;
  readonly reconcileEveryMs: number;
  /** Throws `crm-login-kind`. The adapter may be used for many runs; it remembers what seldom changes. */
  connect(surroundings: CrmSurroundings): Promise<CrmAdapter>;
  /** For single questions. Throws `crm-login-kind`. */
  inspect(surroundings: CrmSurroundings): Promise<Inspector>;
}

/** What a connection needs of the program around it. */
export interface CrmSurroundings {
  readonly secrets: SecretStore;
  readonly clock: HttpClock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly log: HttpLog;
  readonly mask: Mask;
  readonly budget: Budget;
  readonly dispatcher?: Dispatcher;
}

/** Small texts that outlive a run, e.g. descriptions with their age. They may be lost at any time. */
export interface Memory {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

export interface Connected {
  readonly adapter: CrmAdapter;
  readonly budget: Budget;
}

/** Connections that outlive a run, by source, so that what seldom changes is not asked each time. */
export type Connections = Map<string, Connected>;
