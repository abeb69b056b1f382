import type { StageFact } from '../crm/contract.ts';
import type { ApiPipeline } from './client.ts';

/**
 * What HubSpot says of a stage: won and lost are closed stages of probability 1 and 0, whatever their labels. A closed
 * stage of another probability is open, as HubSpot itself counts it.
 */
function statusOf(metadata: Readonly<Record<string, unknown>>): StageFact['status'] {
  const { probability, isClosed } = metadata;
  const text = typeof probability === 'string' || typeof probability === 'number' ? String(probability).trim() : '';
  if (text === '') return null;
  const chance = Number(text);
  if (Number.isNaN(chance)) return null;
  // Older answers lack isClosed; only the ends of the scale are closed.
  const closed = isClosed === undefined ? chance === 0 || chance === 1 : String(isClosed) === 'true';
  if (!closed || (chance !== 0 && chance !== 1)) return 'open';
  return chance === 1 ? 'won' : 'lost';
}

/** The stages of an object's pipelines, in the order that people see. */
export function stagesOf(object: string, pipelines: readonly ApiPipeline[]): StageFact[] {
  const byOrder = <T extends { readonly displayOrder: number }>(list: readonly T[]): T[] =>
    list.toSorted((a, b) => a.displayOrder - b.displayOrder);
  return byOrder(pipelines).flatMap((pipeline) =>
    byOrder(pipeline.stages).map((stage, position) => ({
      object,
      pipeline: pipeline.id,
      pipelineLabel: pipeline.label,
      stage: stage.id,
      label: stage.label,
      position,
      status: statusOf(stage.metadata),
    })),
  );
}
