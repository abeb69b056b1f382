/** The program's settings (rule 2.1); the other settings of the definitions keep their defaults in the oracle. */
export interface Settings {
  readonly timeZone: string;
  readonly currency: string;
  readonly weekStart: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
  readonly fiscalYearStart: number;
}

export const defaultSettings: Settings = { timeZone: 'UTC', currency: 'EUR', weekStart: 'monday', fiscalYearStart: 1 };

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A query that cannot be answered: unknown KPI, partner, segment key or period. */
export class BadArgument extends Error {
  override readonly name = 'BadArgument';
}
