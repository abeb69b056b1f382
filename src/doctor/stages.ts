import type { StageFact } from '../sources/crm/contract.ts';
import type { Entry } from '../sources/mapping/entry-schema.ts';
import type { FieldSpec } from '../sources/mapping/field-schema.ts';
import { fold, pipelineProperty } from '../sources/mapping/names.ts';
import type { Asked } from './asked.ts';
import { type Finding, found } from './findings.ts';
import { shown } from './values.ts';

/** Stages that are open by what the CRM says, while their name says that all is over. */
const closedLike = /\b(closed?|won|lost|signed|abgeschlossen|gewonnen|verloren|geschlossen)\b/i;

/** The stage maps of a mapping against the stages that there are. */
export async function stageFindings(entries: readonly Entry[], asked: Asked): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const entry of entries) {
    for (const [field, spec] of entry.fields) {
      // As free text a stage is its label, whatever it is.
      if (spec.stage === undefined || (spec.stages === null && spec.values === null)) continue;
      if (!asked.affords(1, `${entry.object}.${spec.stage}`)) continue;
      findings.push(...findingsOf(entry, field, spec, await asked.stages(entry.object)));
    }
  }
  return findings;
}

function findingsOf(entry: Entry, field: string, spec: FieldSpec, all: readonly StageFact[]): readonly Finding[] {
  const at = { object: entry.object, field: `${entry.record}.${field}` };
  const stages = inPipelines(entry, all);
  if (stages.length === 0) return [found('stages-none', at)];
  const told = (list: readonly StageFact[]): string => shown(list.map(({ label }) => ({ value: label, count: null })));
  const findings: Finding[] = [];
  const unmapped = stages.filter((stage) => meaningOf(spec, stage) === null);
  if (unmapped.length > 0 && spec.unmapped !== 'skip')
    findings.push(found('stages-unmapped', { ...at, stages: told(unmapped) }));
  const odd = stages.filter((stage) => meaningOf(spec, stage) === 'open' && closedLike.test(stage.label));
  if (odd.length > 0) findings.push(found('stage-closed-like', { ...at, stages: told(odd) }));
  const unused = valuesOf(spec).filter((value) => !all.some((stage) => names(stage).includes(fold(value))));
  if (unused.length > 0)
    findings.push(found('stages-unused', { ...at, stages: shown(unused.map((value) => ({ value, count: null }))) }));
  if (findings.length === 0) findings.push(found('stages-ok', { ...at, count: stages.length }));
  return findings;
}

const names = ({ stage, label }: StageFact): readonly string[] => [fold(stage), fold(label)];

/** Only the pipelines that the entry reads. */
export function inPipelines({ conditions, object }: Entry, all: readonly StageFact[]): readonly StageFact[] {
  const filter = conditions.find(
    ({ field, op, negated }) => field === pipelineProperty(object) && op === 'in' && !negated,
  );
  if (filter === undefined) return all;
  const wanted = new Set(filter.values.map((value) => fold(String(value))));
  return all.filter(({ pipeline }) => wanted.has(fold(pipeline)));
}

const valuesOf = ({ values, stages }: FieldSpec): readonly string[] =>
  [
    ...(values?.values() ?? []),
    ...(stages === null || stages === 'auto' ? [] : [...stages.values()].flatMap((map) => [...map.values()])),
  ].map(({ value }) => value);

/** What a stage means by the mapping, as `recordsOf` reads it; null where it means nothing. */
export function meaningOf(spec: FieldSpec, stage: StageFact): string | null {
  const { stages, values } = spec;
  if (stages !== null && stages !== 'auto') {
    const map = stages.get(fold(stage.pipeline));
    return (
      names(stage)
        .map((name) => map?.get(name)?.target)
        .find((target) => target !== undefined) ?? null
    );
  }
  const own = names(stage)
    .map((name) => values?.get(name)?.target)
    .find((target) => target !== undefined);
  return own ?? (stages === 'auto' ? stage.status : null);
}
