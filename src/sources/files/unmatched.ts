import type { RecordType } from '../../records/records.ts';
import type { SourceContext } from '../source.ts';
import { withoutPerson } from './match.ts';
import { detached } from './references.ts';

const keptAtMost = 10_000;
const longest = 200;

/** Counts the texts that name no partner. Beyond so many different ones only their number is known. */
export class UnmatchedNames {
  readonly #counts = new Map<string, { readonly record: RecordType; readonly text: string; count: number }>();

  add(record: RecordType, name: string): void {
    const text = detached(withoutPerson(name).slice(0, longest));
    const known = this.#counts.get(`${record} ${text}`);
    const isRoom = known !== undefined || this.#counts.size < keptAtMost;
    const entry = known ?? { record, text: isRoom ? text : '', count: 0 };
    const key = `${record} ${entry.text}`;
    const counted = this.#counts.get(key) ?? entry;
    counted.count += 1;
    this.#counts.set(key, counted);
  }

  /** Tells all of them, the most frequent first. */
  tell(onUnmatched: NonNullable<SourceContext['onUnmatched']>): void {
    const all = [...this.#counts.values()].sort((one, other) => other.count - one.count);
    for (const { text, record, count } of all) onUnmatched(text, record, count);
  }
}
