import { withoutForm } from './legal-forms.ts';

/** How whole names are compared: case, accents, and white space left out. */
export const foldName = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** Letters of their own that people without them on the keyboard write otherwise; no normal form takes them apart. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const spelledOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };
const connectives = new Set(['and', 'und', 'et']);

/** A name as words: the name itself, and the legal form behind it. */
export interface Spelling {
  readonly words: readonly string[];
  /** How many of the words are the name; the rest is its legal form. */
  readonly core: number;
}

/** A name in the ways in which it may be written: without accents, and with ä as ae where that differs. */
export function spellings(name: string): readonly Spelling[] {
  const lower = name.toLowerCase().normalize('NFC');
  if (isAscii(lower)) return [spelling(lower)];
  const out = lower.replace(/[äöüåø]/g, (letter) => spelledOut[letter] ?? letter);
  return (out === lower ? [lower] : [lower, out]).map((text) => spelling(withoutAccents(text)));
}

const isAscii = (text: string): boolean => /^[ -~]*$/.test(text);

function spelling(plain: string): Spelling {
  const words = wordsOf(plain);
  return { words, core: withoutForm(words) };
}

/** The words without their legal form, as one. */
export const compact = ({ words, core }: Spelling): string => words.slice(0, core).join('');

/** The legal form, empty without one. */
export const formOf = ({ words, core }: Spelling): string => words.slice(core).join(' ');

const withoutAccents = (lower: string): string =>
  lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => plainLetters[letter] ?? letter);

function wordsOf(plain: string): readonly string[] {
  const words = plain
    .replace(/['’‘`´.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !connectives.has(word));
  return initialsJoined(telling.length === 0 ? words : telling);
}

/** “S. A.” is “SA”. */
function initialsJoined(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let isRun = false;
  for (const word of words) {
    const isInitial = word.length === 1 && /\p{L}/u.test(word);
    const last = joined.at(-1);
    if (isInitial && isRun && last !== undefined) joined[joined.length - 1] = last + word;
    else joined.push(word);
    isRun = isInitial;
  }
  return joined;
}
