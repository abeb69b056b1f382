import type { DealFacts } from '../../kpi/program/facts.ts';
import type { Program } from '../../kpi/program/program.ts';

/** Rule 1.6: a deal that was open then and is closed by now has a closing stage, which it did not have then. */
export const CLOSED_SINCE = 'closed since';

/** The stage of a deal that is open at the as-of asked for; null where nobody wrote it down. */
export const shownStage = (program: Program, deal: DealFacts): string | null =>
  deal.status === 'open' ? program.dealDetails.stageOf(deal) : CLOSED_SINCE;
