import type { DealFacts } from '../kpi/program/facts.ts';
import type { Program } from '../kpi/program/program.ts';
import { formatMinor } from '../records/money.ts';
import type { Counted } from './figures.ts';

/** Why the CRM's table and ours differ in a row. Their words stand in the catalogue. */
export const reasons = [
  'attribution',
  'currency',
  'date',
  'stage',
  'amount',
  'deleted',
  'filter',
  'not-synced',
  'missing',
  'unknown',
] as const;
export type Reason = (typeof reasons)[number];

/** What one side knows of a record. */
export interface RecordView {
  /** Whether it counts in the figure. */
  readonly counted: boolean;
  /** What it adds to the sum, in the reporting currency; null: nothing that can be summed. */
  readonly part: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly status: string;
  /** UTC instants. */
  readonly createdAt: string;
  readonly closedAt: string | null;
  /** Ids of the partners that it is attributed to. */
  readonly sourced: readonly string[];
  readonly influenced: readonly string[];
}

export interface Difference {
  readonly record: 'deal' | 'registration';
  readonly id: string;
  readonly url: string | null;
  readonly reason: Reason;
  /** The row changed in the CRM after our data's moment: the next sync brings it. */
  readonly changedSince: boolean;
  readonly here: RecordView | null;
  readonly there: RecordView | null;
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** A deal as one side knows it. */
export function dealView(program: Program, deal: DealFacts, counted: Counted | undefined): RecordView {
  return {
    counted: counted !== undefined,
    part: partText(program, counted),
    amount: deal.amount,
    currency: deal.currency,
    status: deal.status,
    createdAt: new Date(deal.createdAt).toISOString(),
    closedAt: iso(deal.closedAt),
    sourced: deal.sourcing.map(({ id }) => id),
    influenced: deal.influencing.map(({ id }) => id),
  };
}

/** A registration as one side knows it: its dates are those of submission and decision. */
export function registrationView(
  { status, at, decidedAt, partner }: Program['registrations'][number],
  counted: Counted | undefined,
): RecordView {
  return {
    counted: counted !== undefined,
    part: null,
    amount: null,
    currency: null,
    status,
    createdAt: new Date(at).toISOString(),
    closedAt: iso(decidedAt),
    sourced: [partner.id],
    influenced: [],
  };
}

const partText = ({ digits }: Program, counted: Counted | undefined): string | null =>
  counted === undefined || counted.part === null ? null : formatMinor(counted.part, digits);

/** What is known of a row beside both views. */
export interface Around {
  /** The CRM has the row, but the mapping makes no record of it. */
  readonly leftOut: boolean;
  readonly changedSince: boolean;
}

/** Why both sides differ in a record; null where they do not. */
export function reasonOf(here: RecordView | null, there: RecordView | null, around: Around): Reason | null {
  if (here === null && there === null) return around.leftOut ? 'filter' : null;
  if (there === null) return here?.counted === true ? (around.leftOut ? 'filter' : 'deleted') : null;
  if (here === null) return there.counted ? (around.changedSince ? 'not-synced' : 'missing') : null;
  if (here.counted && there.counted) return moneyReason(here, there);
  return here.counted === there.counted ? null : memberReason(here, there);
}

/** Both count it, so only what it adds can differ. */
function moneyReason(here: RecordView, there: RecordView): Reason | null {
  if (here.part === there.part) {
    // Without a rate neither sum has it, but the CRM's own report does.
    return here.part === null && there.amount !== null ? 'currency' : null;
  }
  if (here.currency !== there.currency) return 'currency';
  if (!sameAmount(here.amount, there.amount)) return 'amount';
  if (!sameList(here.sourced, there.sourced) || !sameList(here.influenced, there.influenced)) return 'attribution';
  return here.closedAt !== there.closedAt ? 'date' : 'unknown';
}

/** One of them counts it. */
function memberReason(here: RecordView, there: RecordView): Reason {
  if (here.status !== there.status) return 'stage';
  if (here.closedAt !== there.closedAt || here.createdAt !== there.createdAt) return 'date';
  return sameList(here.sourced, there.sourced) && sameList(here.influenced, there.influenced)
    ? 'unknown'
    : 'attribution';
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');

const sameAmount = (a: string | null, b: string | null): boolean =>
  a === b || (a !== null && b !== null && trimmed(a) === trimmed(b));

/** 100.50 and 100.5 are the same. */
const trimmed = (amount: string): string => (amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount);
