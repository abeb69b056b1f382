import { fold } from './names.ts';
import type { MatchBy } from './row.ts';

/** The form in which names of records compare: domains without protocol, www and path, addresses by their domain. */
export function foldMatch(by: MatchBy, value: string): string {
  const folded = fold(value);
  if (by !== 'domain' && by !== 'email-domain') return folded;
  return folded
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^.*@/, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^www\./, '');
}
