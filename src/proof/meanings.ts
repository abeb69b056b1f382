import type { StageFact } from '../sources/crm/contract.ts';
import { meets } from '../sources/mapping/conditions.ts';
import type { FieldSpec, ValueMap } from '../sources/mapping/field-schema.ts';
import { fold } from '../sources/mapping/names.ts';
import type { Writing } from './dates.ts';
import { anyOf, NEVER, oneOf, type Part, test } from './plan.ts';

/** The conditions that a field of a record holds one of these words: the values of the CRM that the mapping reads so. */
export function meaningParts(name: string, words: readonly string[], writing: Writing): readonly Part[] {
  const spec = writing.entry.fields.get(name);
  if (spec === undefined) return [NEVER];
  if (spec.constant !== undefined) return words.includes(String(spec.constant).trim().toLowerCase()) ? [] : [NEVER];
  if (spec.stage !== undefined) return stageParts(spec, spec.stage, words, writing);
  if (spec.field === undefined) {
    writing.caveat('computed-field');
    return [];
  }
  return [oneOf(spec.field, spec.values === null ? words : valuesFor(spec.values, words))];
}

/** What the CRM calls what we call by these words. */
export const valuesFor = (map: ValueMap, words: readonly string[]): readonly string[] =>
  [...map.values()].flatMap(({ target, value }) => (words.includes(target) ? [value] : []));

function stageParts(spec: FieldSpec, property: string, words: readonly string[], writing: Writing): readonly Part[] {
  const { crm, entry, facts, caveat } = writing;
  const isPlain = spec.stages === 'auto' && spec.values === null && spec.skip.size === 0;
  if (isPlain && crm === 'salesforce' && entry.object === 'Opportunity') return flags('IsClosed', 'IsWon', words);
  const known = (facts?.stages ?? []).filter(({ object }) => object === entry.object);
  if (known.length > 0) return byIds(spec, property, words, relevant(spec, known, writing));
  if (isPlain && crm === 'hubspot' && entry.object === 'deals') return flags('hs_is_closed', 'hs_is_closed_won', words);
  caveat('stage-names');
  const named = spec.values === null ? [] : valuesFor(spec.values, words);
  const perPipeline = spec.stages === null || spec.stages === 'auto' ? [] : [...spec.stages];
  return anyOf([
    ...(named.length === 0 ? [] : [[oneOf(property, named)]]),
    ...perPipeline.map(([pipeline, map]) => [
      ...(spec.pipeline === undefined ? [] : [test(spec.pipeline, 'eq', pipeline)]),
      oneOf(property, valuesFor(map, words)),
    ]),
  ]);
}

/** What the CRM itself says of a deal’s stage. */
function flags(closed: string, won: string, words: readonly string[]): readonly Part[] {
  const has = (word: string): boolean => words.includes(word);
  if (has('won') && has('lost') && has('open')) return [];
  if (has('won') && has('lost')) return [test(closed, 'eq', true)];
  if (has('won')) return [test(won, 'eq', true)];
  if (has('lost')) return [test(closed, 'eq', true), test(won, 'eq', false)];
  return has('open') ? [test(closed, 'eq', false)] : [NEVER];
}

/** Stages of the pipelines that the entry reads. */
function relevant(spec: FieldSpec, stages: readonly StageFact[], { entry }: Writing): readonly StageFact[] {
  const { pipeline } = spec;
  if (pipeline === undefined) return stages;
  const own = entry.conditions.filter(({ field }) => field === pipeline);
  return stages.filter((stage) => meets({ id: '', url: null, values: { [pipeline]: stage.pipeline } }, own));
}

function byIds(
  spec: FieldSpec,
  property: string,
  words: readonly string[],
  stages: readonly StageFact[],
): readonly Part[] {
  const wanted = stages.filter((stage) => words.includes(meaningOf(spec, stage) ?? ''));
  const ids = [...new Set(wanted.map(({ stage }) => stage))];
  const isAmbiguous = stages.some((stage) => ids.includes(stage.stage) && !wanted.includes(stage));
  if (!isAmbiguous || spec.pipeline === undefined) return [oneOf(property, ids)];
  const field = spec.pipeline;
  const groups = Map.groupBy(wanted, ({ pipeline }) => pipeline);
  return anyOf(
    [...groups].map(([pipeline, own]) => [
      test(field, 'eq', pipeline),
      oneOf(
        property,
        own.map((one) => one.stage),
      ),
    ]),
  );
}

/** What the mapping makes of a stage, as it reads a row in it; null where it knows it not. */
function meaningOf({ skip, stages, values }: FieldSpec, { pipeline, stage, label, status }: StageFact): string | null {
  const spellings = [fold(stage), fold(label)];
  if (spellings.some((one) => skip.has(one))) return null;
  const through = (map: ValueMap | null | undefined): string | null =>
    spellings.map((one) => map?.get(one)?.target).find((target) => target !== undefined) ?? null;
  if (stages !== null && stages !== 'auto') return through(stages.get(fold(pipeline)));
  return through(values) ?? (stages === 'auto' ? status : null);
}
