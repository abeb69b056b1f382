import { randomBytes } from 'node:crypto';

/** Six letters and digits that a message and the log share; no vowels, so that no words come out. */
export function newReference(): string {
  const alphabet = 'BCDFGHJKLMNPQRSTVWXZ23456789';
  return [...randomBytes(6)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
