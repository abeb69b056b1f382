/** How much a made-up program holds. */
export interface Size {
  readonly partners: number;
  readonly deals: number;
  readonly registrations: number;
  readonly events: number;
}

export type WorldName = 'S' | 'M' | 'L';

export const sizes: Readonly<Record<WorldName, Size>> = {
  S: { partners: 300, deals: 6_000, registrations: 1_500, events: 30_000 },
  M: { partners: 10_000, deals: 200_000, registrations: 50_000, events: 1_000_000 },
  L: { partners: 10_000, deals: 1_000_000, registrations: 200_000, events: 10_000_000 },
};

/** How the events divide: sums to 1. */
export const shares = { sessions: 0.4, content: 0.4, touches: 0.15, trainings: 0.03, surveys: 0.02 } as const;

/** The end of every made-up program; questions are asked as of it. */
export const asOf = Date.parse('2026-10-01T09:00:00.000Z');
export const years = 3;
export const begin = asOf - years * 365 * 86_400_000;
export const sourceName = 'exports';
