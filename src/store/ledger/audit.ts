import { randomUUID } from 'node:crypto';
import { inLedger, type Ledger } from './ledger.ts';

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

/** The audit in a ledger. */
export function auditIn(of: Ledger): AuditTrail {
  const { ledger } = of;
  return {
    add: (entry) =>
      inLedger(of, async () => {
        await ledger
          .insertInto('audit')
          .values({ id: randomUUID(), ...entry })
          .execute();
      }),
    list: ({ last, person, refusedOnly }) =>
      inLedger(of, async () => {
        // A reader may come before any owner has made it.
        if (!(await of.hasTable(ledger, 'audit'))) return [];
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
      inLedger(of, async () => {
        await ledger.deleteFrom('audit').where('at', '<', instant).execute();
      }),
  };
}
