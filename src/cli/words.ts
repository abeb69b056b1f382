import type { ErrorCode, ErrorParams } from '../errors.ts';
import type { cli as english } from '../text/en/cli.ts';
import { type Catalogue, catalogue } from '../text/index.ts';
import { isLanguage, languageOfLocale, languages } from '../text/languages.ts';
import { Message } from '../text/phrase.ts';

export type Language = Catalogue['language'];
export type CliKey = keyof typeof english;
export type Params = Readonly<Record<string, string | number>>;

/** The words of the command line in one language. */
export interface Words {
  readonly language: Language;
  (key: CliKey, params?: Params): string;
  /** What the bot says, for what a terminal shows as well: names, definitions, reasons. */
  readonly catalogue: Catalogue;
  /** Heading of a figure, or of a column of a list of figures. */
  column(key: string): string;
  /** Cause, remedy and documentation page of a failure. */
  error(
    code: ErrorCode,
    params: ErrorParams,
  ): { readonly cause: string; readonly remedy: string; readonly page: string };
  /** Words by a key that is only known at run time, e.g. a configuration key; the fallback where there are none. */
  maybe(key: string, fallback: string, params?: Params): string;
}

export function createWords(language: Language): Words {
  const { cli } = languages[language];
  const messages = new Map<CliKey, Message>();
  const isKey = (key: string): key is CliKey => Object.hasOwn(cli, key);
  const spoken = catalogue(language);
  const say = (key: CliKey, params: Params = {}): string => {
    const message = messages.get(key) ?? new Message(cli[key], language);
    messages.set(key, message);
    return message.say(params).text;
  };
  return Object.assign(say, {
    language,
    catalogue: spoken,
    column: (key: string): string => spoken.figure(key),
    error: (code: ErrorCode, params: ErrorParams) => {
      const filled = Object.fromEntries(
        Object.entries(params).map(([key, value]) => [key, value === '' ? '–' : value]),
      );
      const { cause, remedy, page } = spoken.error(code, filled);
      return { cause: cause.text, remedy: remedy.text, page };
    },
    maybe: (key: string, fallback: string, params: Params = {}): string => (isKey(key) ? say(key, params) : fallback),
  });
}

/** `--lang`, else the locale of the environment, else English. */
export function languageOf(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): Language {
  if (flag !== undefined && isLanguage(flag)) return flag;
  return languageOfLocale(env.LC_ALL || env.LC_MESSAGES || env.LANG, 'en');
}
