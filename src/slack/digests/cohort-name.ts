import { periodLabel } from '../../text/say/period.ts';
import type { Voice } from '../messages/voice.ts';
import { short } from './rows.ts';

/** “Q2 2026”: the quarter that a cohort is called after. */
export const cohortName = (cohort: string, { speak }: Voice): string => short(periodLabel(cohort, speak).text);
