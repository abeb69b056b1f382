import { z } from 'zod';
import { checkField } from './field-rules.ts';
import { fieldShape, longForm, type RawField } from './field-shape.ts';
import { fold } from './names.ts';
import type { FieldRule } from './record-fields.ts';

/** What one value of the CRM means: our word, and the value as the file spells it. */
export interface Meaning {
  readonly target: string;
  readonly value: string;
}

/** Folded value of the CRM → its meaning. */
export type ValueMap = ReadonlyMap<string, Meaning>;

export interface FieldSpec extends Omit<RawField, 'values' | 'skip' | 'stages' | 'labels'> {
  readonly values: ValueMap | null;
  readonly skip: ReadonlySet<string>;
  readonly labels: ReadonlySet<string> | null;
  /** Pipeline, folded → its stages; `auto`: as the CRM says of its stages; null: not by stages. */
  readonly stages: 'auto' | ReadonlyMap<string, ValueMap> | null;
}

const mapOf = (raw: Readonly<Record<string, readonly string[]>>): ValueMap =>
  new Map(
    Object.entries(raw).flatMap(([target, values]) => values.map((value) => [fold(value), { target, value }] as const)),
  );

function compile({ values, skip, stages, labels, ...rest }: RawField): FieldSpec {
  return {
    ...rest,
    values: values === undefined ? null : mapOf(values),
    skip: new Set(skip?.map(fold)),
    labels: labels === undefined ? null : new Set(labels.map(fold)),
    stages:
      stages === undefined || stages === 'auto'
        ? (stages ?? null)
        : new Map(Object.entries(stages).map(([pipeline, map]) => [fold(pipeline), mapOf(map)] as const)),
  };
}

/** Schema of where one field of a record comes from. */
export const fieldSpec = (name: string, rule: FieldRule) =>
  z.preprocess(
    longForm,
    // One shape for all fields: what differs between them is checked after it, so it is compiled once.
    fieldShape.pipe(
      z.transform((raw: RawField, context): FieldSpec => {
        checkField(name, rule, raw, context);
        return compile(raw);
      }),
    ),
  );
