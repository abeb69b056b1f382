/** Figures as they stand in JSON (rule 8): money as decimal strings, shares 0–1, unknown as null. */
export type FigureValue =
  | number
  | string
  | boolean
  | null
  | readonly FigureValue[]
  | { readonly [key: string]: FigureValue };
export type Figures = { readonly [key: string]: FigureValue };

/** Rule 1.9: a ratio with nothing in its denominator is unknown, never 0. */
export const ratio = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : numerator / denominator;

/** An instant as it stands in JSON: ISO 8601 UTC (rule 8). */
export const iso = (ms: number): string => new Date(ms).toISOString();
