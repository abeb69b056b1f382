import type { Finding, Level } from '../../doctor/index.ts';

/** A finding whose words are ready. */
export interface Told {
  readonly level: Level;
  readonly code: string;
  readonly what: string;
  readonly cause: string | null;
  readonly remedy: string | null;
  readonly details: Readonly<Record<string, string | number>>;
}

/** One part of the report: the program, Slack, a source, the KPIs. */
export interface Section {
  readonly name: string;
  readonly kind: string;
  readonly calls: number;
  readonly findings: readonly (Finding | Told)[];
}
