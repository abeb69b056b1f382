import type { Program } from '../kpi/program/program.ts';
import type { Scope } from '../kpi/program/scope.ts';
import { type Key, keyOf } from '../records/records.ts';
import type { Counted } from './figures.ts';

/** Records that count, by key. */
export type ByKey = ReadonlyMap<Key, Counted>;

/** What a program counts, by key. */
export function byKey({ pools }: Program, record: 'deal' | 'registration', counted: readonly Counted[]): ByKey {
  const keys = record === 'deal' ? pools.dealKeys : pools.registrationKeys;
  return new Map(counted.map((one) => [asKey(keys.at(one.index) ?? ''), one]));
}

/** The key that a pool holds as text. */
export const asKey = (text: string): Key => keyOf(text.slice(0, text.indexOf('/')), text.slice(text.indexOf('/') + 1));

/** The same scope in a program that was made of a CRM's rows. */
export const inProgram = (scope: Scope, theirs: Program): Scope => ({
  ...scope,
  partner: scope.partner === null ? null : (theirs.partners[scope.partner.index] ?? null),
});
