import { z } from 'zod';
import type { StageFact } from '../crm/contract.ts';
import type { SalesforceRow } from './client.ts';
import { shaped } from './shapes.ts';
import { soql } from './soql.ts';

/** Stages are read anew in every run: an edit of one changes opportunities without their stamps. */
export const stagesSoql = soql({
  object: 'OpportunityStage',
  fields: ['ApiName', 'MasterLabel', 'SortOrder', 'IsClosed', 'IsWon', 'ForecastCategoryName'],
  orderBy: ['SortOrder', 'Id'],
});

const row = z.looseObject({
  ApiName: z.string(),
  MasterLabel: z.string(),
  IsClosed: z.boolean(),
  IsWon: z.boolean(),
  ForecastCategoryName: z.string().nullish(),
});

/** The stages of opportunities in their order, inactive ones included: deals may still be in them. */
export function stagesOf(rows: readonly SalesforceRow[], host: string): readonly StageFact[] {
  return rows.map((one, position) => {
    const { ApiName: stage, MasterLabel: label, IsClosed, IsWon } = shaped(row, one, host);
    const status = IsWon ? 'won' : IsClosed ? 'lost' : 'open';
    return { object: 'Opportunity', pipeline: '', pipelineLabel: '', stage, label, position, status };
  });
}
