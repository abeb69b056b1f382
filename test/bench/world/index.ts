import type { AnyRecord } from '../../../src/records/records.ts';
import { businessRecords } from './business.ts';
import { eventRecords } from './events.ts';
import { partnerRecords } from './partners.ts';
import { programRecords } from './program.ts';
import type { Size } from './size.ts';

export { partnerName } from './partners.ts';
export { asOf, sizes, sourceName, type WorldName } from './size.ts';

/** Every record of a program of that size, made one by one: none is kept. The same size gives the same records. */
export function* worldRecords(size: Size): Generator<AnyRecord> {
  yield* partnerRecords(size);
  yield* businessRecords(size);
  yield* eventRecords(size);
  yield* programRecords();
}
