import type { BenchWorld } from './worlds.ts';

/** What a figure must keep; without one it is only told. */
export type Bar = { readonly atMost: number } | { readonly atLeast: number } | null;

/** One figure with what each repetition gave; the median counts. */
export interface Row {
  readonly title: string;
  readonly unit: string;
  readonly bar: Bar;
  readonly values: readonly number[];
}

/** Something that is measured, in the worlds where it says something. */
export interface Measure {
  readonly name: string;
  readonly worlds: readonly BenchWorld['name'][];
  run(world: BenchWorld): Promise<readonly Row[]>;
}

/** Milliseconds that `work` takes. */
export function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

export async function timedAsync(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The value that a share of all do not exceed: nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const keeps = ({ bar, values }: Row): boolean =>
  bar === null || ('atMost' in bar ? median(values) <= bar.atMost : median(values) >= bar.atLeast);

/** `count` results of `work`, one after the other. */
export async function repeated<V>(count: number, work: (index: number) => V | Promise<V>): Promise<V[]> {
  const results: V[] = [];
  for (let index = 0; index < count; index += 1) results.push(await work(index));
  return results;
}
