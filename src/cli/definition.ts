import type { KpiAnswer, Scorecard } from '../kpi/answer.ts';
import { catalogue } from '../text/index.ts';

/** The answer with the sentence that defines its number, in English as the keys are (the KPI rooms know no words). */
export const withDefinition = (answer: KpiAnswer): KpiAnswer & { readonly definition: string } => ({
  ...answer,
  definition: catalogue('en').kpis[answer.kpi].definition,
});

export const withDefinitions = (card: Scorecard): Scorecard => ({ ...card, kpis: card.kpis.map(withDefinition) });
