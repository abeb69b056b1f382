import type { Table } from './table.ts';
import { attributions, deals, registrations } from './tables/deals.ts';
import { assets, certifications, contentEvents, onboardingSteps, trainings } from './tables/enablement.ts';
import { portalSessions, surveys, touches } from './tables/engagement.ts';
import { partnerHistory, partners } from './tables/partners.ts';
import { exchangeRates, programEvents, targets } from './tables/program.ts';

/** Every file of rule 7, in the order in which records are loaded: what is referred to first, but for deals and registrations. */
export const tables: readonly Table[] = [
  partners,
  partnerHistory,
  deals,
  attributions,
  registrations,
  onboardingSteps,
  trainings,
  certifications,
  assets,
  contentEvents,
  portalSessions,
  touches,
  surveys,
  programEvents,
  targets,
  exchangeRates,
];
