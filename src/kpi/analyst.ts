import type { ProgramSettings } from '../records/settings.ts';
import type { KpiAnswer, Mover, PartnerInfo, Scorecard } from './answer.ts';
import type { KpiId } from './list.ts';
import type { How } from './names/found.ts';
import type { ProgramReader } from './program/reader.ts';
import type { Segment } from './segment.ts';

/** One question. `asOf` is epoch milliseconds; `period` in the words of rule 2.2; without one, rule 2.3 decides. */
export interface KpiQuery {
  readonly kpi: KpiId;
  readonly asOf: number;
  readonly period?: string | undefined;
  /** id, `source/id`, exact name or alias. */
  readonly partner?: string | undefined;
  readonly segment?: Segment | undefined;
  readonly records?: boolean | undefined;
}

export type PartnerMatch =
  /** `near`: others that may have been meant, at most three. */
  | {
      readonly kind: 'one';
      readonly partner: PartnerInfo;
      readonly how: How;
      readonly near: readonly PartnerInfo[];
    }
  /** `partners`: at most a thousand of the `total`. */
  | {
      readonly kind: 'many';
      readonly partners: readonly PartnerInfo[];
      readonly total: number;
      readonly how: How;
    }
  | { readonly kind: 'none'; readonly suggestions: readonly PartnerInfo[] };

/** Whose partners may be found: those of these managers (e-mails in lower case) at the newest moment; without: all. */
export interface Visible {
  readonly managers?: readonly string[] | undefined;
}

/** What needs a manager's eye at one partner, most urgent first. `reasons` are catalogue codes with their values. */
export interface Attention {
  readonly partner: PartnerInfo;
  readonly score: number;
  readonly reasons: readonly AttentionReason[];
  readonly openPipeline: string;
}
export interface AttentionReason {
  readonly code:
    | 'falling-behind'
    | 'registrations-down'
    | 'stuck-onboarding'
    | 'no-valid-certification'
    | 'certification-expiring'
    | 'registrations-waiting'
    | 'detractor'
    | 'quiet'
    | 'catching-up';
  readonly values: Readonly<Record<string, string | number>>;
}

/** Two names that are short enough to be typed, partners that are worth a look first, and a tier. */
export interface Examples {
  readonly partners: readonly string[];
  readonly tier: string | null;
}

/** Computes every answer of one program's records, in memory, synchronously; errors are PulseError. */
export interface Analyst {
  readonly settings: ProgramSettings;
  /** Number of partners, deals … held; 0 partners = no data yet. */
  readonly partnerCount: number;
  /** Each source's moment, as every answer carries it. */
  readonly dataAsOf: KpiAnswer['dataAsOf'];
  answer(query: KpiQuery): KpiAnswer;
  scorecard(partner: string, asOf: number, period?: string): Scorecard;
  /** Every partner that is active at as-of, with its movement (rule 3.12), in code-point order of their ids. */
  movers(asOf: number): readonly Mover[];
  attention(managerEmail: string | null, asOf: number): readonly Attention[];
  /** Exact id, name, alias; with `loose` (Slack) also names in part or mistyped; else suggestions by likeness. */
  findPartner(text: string, options?: Visible & { readonly loose?: boolean }): PartnerMatch;
  /** For somebody who is still typing a name: at most so many partners, the likeliest first. */
  partnersLike(text: string, options: Visible & { readonly most: number }): readonly PartnerInfo[];
  /** Survivors in code-point order of their ids. */
  partners(): readonly PartnerInfo[];
  /** The values of a segment key that occur (for suggestions and pickers). */
  segmentValues(key: keyof Segment): readonly string[];
  /** For words of help that work as they stand. */
  examples(asOf: number): Examples;
  /** Computes what the scorecards of a day share before anybody asks, a piece at a time: others may be answered between. */
  warmUp(asOf: number): Iterable<void>;
}

/** What an analyst can be asked. */
export const analystMethods = [
  'answer',
  'scorecard',
  'movers',
  'attention',
  'findPartner',
  'partnersLike',
  'partners',
  'segmentValues',
  'examples',
] as const;
export type AnalystMethod = (typeof analystMethods)[number];

/** An analyst that answers from elsewhere (a worker thread): the same questions, each answer a promise. */
export type RemoteAnalyst = Pick<Analyst, 'settings' | 'partnerCount' | 'dataAsOf'> & {
  readonly [M in AnalystMethod]: (...questions: Parameters<Analyst[M]>) => Promise<ReturnType<Analyst[M]>>;
};

/** An analyst of this thread behind the door of a remote one. */
export function asRemote(analyst: Analyst): RemoteAnalyst {
  return {
    settings: analyst.settings,
    partnerCount: analyst.partnerCount,
    dataAsOf: analyst.dataAsOf,
    answer: async (query) => analyst.answer(query),
    scorecard: async (...asked) => analyst.scorecard(...asked),
    movers: async (asOf) => analyst.movers(asOf),
    attention: async (...asked) => analyst.attention(...asked),
    findPartner: async (...asked) => analyst.findPartner(...asked),
    partnersLike: async (...asked) => analyst.partnersLike(...asked),
    partners: async () => analyst.partners(),
    segmentValues: async (key) => analyst.segmentValues(key),
    examples: async (asOf) => analyst.examples(asOf),
  };
}

export type CreateAnalyst = (reader: ProgramReader, settings: ProgramSettings) => Promise<Analyst>;
