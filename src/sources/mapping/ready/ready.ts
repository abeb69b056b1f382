import type { Crm } from '../names.ts';

/** A mapping for a common way of keeping partners in a CRM; the file may say otherwise of every key. */
export interface ReadyMapping {
  readonly name: string;
  readonly crm: Crm;
  /** One line for whoever chooses. */
  readonly explanation: string;
  readonly mapping: Readonly<Record<string, unknown>>;
}
