import { Bad } from './cells.ts';
import type { FieldSpec, ValueMap } from './field-schema.ts';
import { fold } from './names.ts';
import { type Reading, shown } from './reading.ts';
import type { Kind } from './record-fields.ts';
import { textOf } from './row.ts';

/** What a value map makes of a value: our word, unknown by the mapping's own will, or Bad. */
export type Mapped = string | typeof skipped | Bad;
export const skipped = Symbol('skipped');

/** Applies a field's `skip` and `values`. Total: every text has a result. */
export function mapped(field: string, kind: Kind, spec: FieldSpec, value: string, reading: Reading): Mapped {
  if (spec.skip.has(fold(value))) return skipped;
  if (spec.values === null) return value;
  return throughMap(field, kind, spec, [value], spec.values, reading);
}

/** The first of the spellings that the map knows; else as the field says of unmapped values. */
function throughMap(
  field: string,
  kind: Kind,
  spec: FieldSpec,
  spellings: readonly string[],
  map: ValueMap,
  { see }: Reading,
): Mapped {
  for (const spelling of spellings) {
    const meaning = map.get(fold(spelling));
    if (meaning === undefined) continue;
    see(field, meaning.value, meaning.target);
    return meaning.target;
  }
  const value = spellings.at(-1) ?? '';
  const effect = spec.unmapped ?? (kind.type === 'text' || kind.type === 'list' ? 'keep' : 'reject');
  if (effect === 'skip') return skipped;
  see(field, value, null);
  return effect === 'keep' ? value : new Bad(`unmapped value ${shown(value)}`);
}

/**
 * What a stage means: by `stages` of the mapping, by `values` (the stage's id or its label), by what the CRM says of it.
 * For free text it is the stage's label.
 */
export function stageMeaning(field: string, kind: Kind, spec: FieldSpec, stage: string, reading: Reading): Mapped {
  const { row, entry, context, see } = reading;
  const pipeline = spec.pipeline === undefined ? '' : textOf(row, spec.pipeline);
  const known = context.stage(entry.object, pipeline, stage);
  const label = known?.label.trim() || stage;
  if (spec.skip.has(fold(stage)) || spec.skip.has(fold(label))) return skipped;
  if (spec.stages !== null && spec.stages !== 'auto') {
    const map = spec.stages.get(fold(pipeline));
    if (map === undefined) return unmappedStage(field, spec, pipeline, label, reading);
    return throughMap(field, kind, spec, [stage, label], map, reading);
  }
  const byValue = [stage, label].some((spelling) => spec.values?.has(fold(spelling)) ?? false);
  if (spec.values !== null && (byValue || spec.stages === null)) {
    return throughMap(field, kind, spec, [stage, label], spec.values, reading);
  }
  if (kind.type === 'text') return label;
  const status = known?.status ?? null;
  if (status === null) return unmappedStage(field, spec, pipeline, label, reading);
  see(field, label, status);
  return status;
}

function unmappedStage(field: string, spec: FieldSpec, pipeline: string, label: string, { see }: Reading): Mapped {
  if (spec.unmapped === 'skip') return skipped;
  const where = pipeline === '' ? '' : ` of pipeline ${shown(pipeline)}`;
  see(field, label, null);
  return new Bad(`unmapped stage ${shown(label)}${where}`);
}
