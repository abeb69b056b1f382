import { randomUUID } from 'node:crypto';
import type { Db } from '../database.ts';
import { guarded } from '../failures.ts';

/** One decision about who sees what. */
export interface AuditEntry {
  /** UTC instant. */
  readonly at: string;
  /** Slack's id of the person. */
  readonly person: string;
  readonly action: string;
  /** A channel's id, `direct` or `own-view`. */
  readonly place: string;
  /** What was asked for: KPI, and partner by id or segment. Never a figure. */
  readonly about: string;
  /** null: allowed. */
  readonly refused: string | null;
}

export interface AuditQuery {
  readonly last: number;
  readonly person?: string | undefined;
  readonly refusedOnly?: boolean | undefined;
}

/** Who saw or was refused what. Written beside publications, by the owner. */
export interface AuditTrail {
  add(entry: AuditEntry): Promise<void>;
  /** The newest, oldest of them first. */
  list(query: AuditQuery): Promise<readonly AuditEntry[]>;
  forgetBefore(instant: string): Promise<void>;
}

/** The audit in a ledger; `exists`: whether an owner has made it, before which a reader may come. */
export function auditIn(ledger: Db, where: string, exists: () => Promise<boolean>): AuditTrail {
  return {
    add: (entry) =>
      guarded(where, async () => {
        await ledger
          .insertInto('audit')
          .values({ id: randomUUID(), ...entry })
          .execute();
      }),
    list: ({ last, person, refusedOnly }) =>
      guarded(where, async () => {
        if (!(await exists())) return [];
        const rows = await ledger
          .selectFrom('audit')
          .select(['at', 'person', 'action', 'place', 'about', 'refused'])
          .$if(person !== undefined, (query) => query.where('person', '=', person ?? ''))
          .$if(refusedOnly === true, (query) => query.where('refused', 'is not', null))
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .limit(last)
          .execute();
        return rows.reverse();
      }),
    forgetBefore: (instant) =>
      guarded(where, async () => {
        await ledger.deleteFrom('audit').where('at', '<', instant).execute();
      }),
  };
}
