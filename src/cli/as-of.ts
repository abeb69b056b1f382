import { Temporal } from 'temporal-polyfill';
import { openZone } from '../records/zone.ts';
import { UsageError } from './arguments.ts';

const bareDate = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/;

/**
 * Epoch milliseconds of an as-of moment: an ISO instant with offset or `Z`, or a bare date, which stands for 00:00 of
 * that day in the reporting zone (rule 1.5). Throws UsageError for anything else.
 */
export function parseAsOf(text: string, timeZone: string): number {
  try {
    if (bareDate.test(text)) return openZone(timeZone).instantOf(Temporal.PlainDate.from(text).toString());
    if (instant.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new UsageError('usage.bad-as-of', { value: text });
}
