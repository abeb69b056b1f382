import { z } from 'zod';

export const weekDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const isCurrency = (code: string): boolean => Intl.supportedValuesOf('currency').includes(code);

/** Rule 2.1: how one program counts time and money. The defaults are the contract's. */
export const programSettings = z.strictObject({
  timeZone: z.string().refine(isZone, 'an IANA time zone such as Europe/Berlin').default('UTC'),
  currency: z.string().toUpperCase().refine(isCurrency, 'an ISO 4217 currency such as EUR').default('EUR'),
  weekStart: z.enum(weekDays).default('monday'),
  fiscalYearStart: z.int().min(1).max(12).default(1),
});

export type ProgramSettings = z.infer<typeof programSettings>;
