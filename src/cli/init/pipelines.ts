import type { Entry } from '../../sources/mapping/entry-schema.ts';
import { because, type Reason } from './reason.ts';
import type { CrmView } from './schema-cache.ts';

const noSales = /enrol|course|lms|training|regist|onboard/i;
const registrations = /regist/i;

/** The pipelines that an entry of HubSpot's deals should read where its own do not exist; null where they do, or it names none. */
export async function otherPipelines(
  entry: Entry,
  view: CrmView,
  reasons: Reason[],
): Promise<readonly string[] | null> {
  const filter = entry.conditions.find(({ field, negated }) => field === 'pipeline' && !negated);
  if (filter === undefined || entry.object !== 'deals') return null;
  const stages = await view.stages('deals');
  if (stages.length === 0 || stages.some(({ pipeline }) => filter.values.includes(pipeline))) return null;
  const pattern = entry.record === 'registration' && !filter.values.includes('default') ? registrations : null;
  const fitting = stages.filter(({ pipelineLabel, status }) =>
    pattern === null ? status === 'won' && !noSales.test(pipelineLabel) : pattern.test(pipelineLabel),
  );
  const ids = [...new Set(fitting.map(({ pipeline }) => pipeline))];
  const labels = [...new Set(fitting.map(({ pipelineLabel }) => pipelineLabel))].join(', ');
  if (ids.length > 0)
    reasons.push(because(entry.record, 'init.why-pipelines', { record: entry.record, pipelines: labels }));
  return ids;
}
