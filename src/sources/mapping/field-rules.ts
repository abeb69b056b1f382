import type { z } from 'zod';
import { Bad } from './cells.ts';
import { originKeys, type RawField } from './field-shape.ts';
import { parse } from './kinds.ts';
import { fold } from './names.ts';
import type { FieldRule, Kind } from './record-fields.ts';

type Report = (path: readonly string[], message: string) => void;

/** Which keys only make sense beside others, or for some kinds of fields. */
const neededBeside: Readonly<Record<string, readonly (keyof RawField)[]>> = {
  pipeline: ['stage'],
  stages: ['stage'],
  labels: ['association'],
  read: ['association'],
  pick: ['read'],
  match: ['field', 'firstOf', 'association', 'constant'],
  matchProperty: ['field', 'firstOf', 'association'],
  split: ['field', 'firstOf'],
};

const kindsOf: Readonly<Record<string, readonly Kind['type'][]>> = {
  self: ['reference', 'person'],
  owner: ['email'],
  stage: ['text', 'words', 'boolean'],
  label: ['words'],
  values: ['text', 'words', 'boolean', 'list'],
  unmapped: ['text', 'words', 'boolean', 'list', 'reference'],
  match: ['reference'],
  matchProperty: ['reference'],
  split: ['reference', 'list', 'text'],
  midnight: ['stamp'],
  inverse: ['rate'],
  unit: ['not-negative'],
  earliest: ['stamp', 'date'],
  latest: ['stamp', 'date'],
  since: ['stamp'],
};

/** Checks the keys of a field's map against each other and against what the field holds. */
export function checkField(name: string, { kind }: FieldRule, raw: RawField, context: z.RefinementCtx): void {
  const report: Report = (path, message) => context.addIssue({ code: 'custom', path: [...path], message });
  const has = (key: keyof RawField): boolean => raw[key] !== undefined;
  const origins = originKeys.filter(has);
  if (origins.length !== 1)
    report([], `exactly one of ${originKeys.join(', ')} (here: ${origins.join(', ') || 'none'})`);
  for (const [key, beside] of Object.entries(neededBeside)) {
    if (key in raw && !beside.some(has)) report([key], `only beside ${beside.join(' or ')}`);
  }
  for (const [key, kinds] of Object.entries(kindsOf)) {
    if (key in raw && !kinds.includes(kind.type)) report([key], `not for ${name}, which is ${describe(kind)}`);
  }
  if (has('label') && name !== 'role') report(['label'], 'only for the role of an attribution');
  if (typeof raw.stages === 'object' && !has('pipeline')) report(['pipeline'], 'the property that names the pipeline');
  if (kind.type === 'words' && has('stage') && !has('stages') && !has('values'))
    report(['stages'], 'auto, or a map of stages');
  if (kind.type === 'reference' && raw.unmapped === 'keep')
    report(['unmapped'], 'reject or skip: a reference leads somewhere');
  if (name !== 'earnedAt' && has('since')) report(['since'], 'only for when a certificate was earned');
  checkConstant(kind, raw, report);
  checkTargets(kind, raw, report);
}

const said: Readonly<Record<string, string>> = {
  stamp: 'a moment',
  date: 'a day',
  decimal: 'an amount',
  email: 'an e-mail address',
  'not-negative': 'a number from zero on',
  boolean: 'true or false',
};

function describe(kind: Kind): string {
  if (kind.type === 'words') return `one of ${kind.words.join('/')}`;
  if (kind.type === 'reference') return `a reference to a ${kind.to}`;
  return kind.type === 'person' ? 'a person’s id' : (said[kind.type] ?? `a ${kind.type}`);
}

function checkConstant(kind: Kind, { constant, values }: RawField, report: Report): void {
  if (constant === undefined) return;
  if (values !== undefined) report(['values'], 'no value map beside a constant');
  if (kind.type === 'person') {
    report(['constant'], 'a property: people differ from row to row');
    return;
  }
  const value = parse(kind, String(constant).trim(), {});
  if (value instanceof Bad)
    report(['constant'], kind.type === 'words' ? describe(kind) : `${describe(kind)} (${value.reason})`);
}

/** Our side of a value map must be words that the field knows; each value of the CRM means one thing. */
function checkTargets(kind: Kind, { values, stages }: RawField, report: Report): void {
  const maps: [string[], Readonly<Record<string, readonly string[]>>][] = [];
  if (values !== undefined && kindsOf.values?.includes(kind.type)) maps.push([['values'], values]);
  if (stages !== undefined && stages !== 'auto') {
    for (const [pipeline, map] of Object.entries(stages)) maps.push([['stages', pipeline], map]);
  }
  for (const [path, map] of maps) {
    const seen = new Map<string, string>();
    for (const [target, list] of Object.entries(map)) {
      const parsed = parse(kind, target.trim(), {});
      if (parsed instanceof Bad) report([...path, target], `a word that the field knows: ${describe(kind)}`);
      for (const value of list) {
        const before = seen.get(fold(value));
        if (before !== undefined && before !== target)
          report([...path, target], `“${value}” only once: it stands under ${before} too`);
        seen.set(fold(value), target);
      }
    }
  }
}
