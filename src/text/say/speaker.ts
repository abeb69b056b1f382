import { type Formatter, formatter } from '../formatter.ts';
import { type Catalogue, catalogue } from '../index.ts';
import type { Language } from '../languages.ts';

/** One language's words together with the formatter of a program's zone and currency. */
export interface Speaker {
  readonly words: Catalogue;
  readonly format: Formatter;
}

const made = new Map<string, Speaker>();

/** The speaker of a language for a reporting zone and currency. */
export function speaker(language: Language, timeZone: string, currency: string): Speaker {
  const key = `${language} ${timeZone} ${currency}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh = { words: catalogue(language), format: formatter(language, timeZone, currency) };
  made.set(key, fresh);
  return fresh;
}
