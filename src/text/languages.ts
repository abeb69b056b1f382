import { de } from './de/index.ts';
import { en } from './en/index.ts';

/** The languages. A new one is its folder and one entry here; the compiler demands everything that it must say. */
export const languages = { en, de } as const;

export type Language = keyof typeof languages;

export const isLanguage = (code: string): code is Language => Object.hasOwn(languages, code);

export const languageCodes: readonly Language[] = Object.keys(languages).filter(isLanguage);

/** `de-DE` and `de_DE.UTF-8` → de; a language that we do not speak → the fallback. */
export function languageOfLocale(locale: string | null | undefined, fallback: Language): Language {
  const code = /^[a-z]+/i.exec(locale ?? '')?.[0].toLowerCase() ?? '';
  return isLanguage(code) ? code : fallback;
}
