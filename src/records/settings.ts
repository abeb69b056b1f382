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
  /** Rule 2.5: deal types that count; empty = all. */
  countTypes: z.array(z.enum(['new', 'expansion', 'renewal'])).default([]),
  /** Rule 3.3: which attribution makes a first deal. */
  firstDeal: z.enum(['sourced', 'any']).default('sourced'),
  /** Rule 3.5: a required module is completed by any of the partner's people, or only by all that are assigned. */
  training: z.enum(['any-person', 'all-people']).default('any-person'),
  /** Rule 1.10: certifications that let a partner sell; empty = any. */
  sellCertifications: z.array(z.string().min(1)).default([]),
  /** E-mail addresses of CRM owners, in lower case, with the one that the person goes by elsewhere. */
  people: z.record(z.string(), z.string()).default({}),
  /** Rule 3.11: the goal on onboarding completion, relative to the period before at equal age. */
  onboardingGoal: z.number().min(0).default(0.1),
  /** Rule 5.1: registrations that expired longer ago than so many days are only counted. */
  expiredDays: z.int().min(1).max(3650).default(90),
  /** Rule 5.2: a registered opportunity that nothing moved for so many days is stalled. */
  stalledDays: z.int().min(1).max(3650).default(30),
  /** Rule 5.2: the same for single stages, by their names. */
  stalledDaysByStage: z.record(z.string().min(1), z.int().min(1).max(3650)).default({}),
});

export type ProgramSettings = z.infer<typeof programSettings>;
