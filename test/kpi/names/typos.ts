import type { Random } from '../../oracle/random.ts';

export type Typing = (name: string, random: Random) => string;

const legal =
  /[,\s]+(?:GmbH & Co\. KG|GmbH|AG|Inc\.|Ltd|LLC|S\.A\.|B\.V\.|KG|SE|SAS|SARL|Oy|AB|AS|PLC|Corp\.|Co\.|Limited)$/;
const letters = 'abcdefghijklmnopqrstuvwxyz';

export const withoutForm = (name: string): string => name.replace(legal, '');
const plain = (name: string): string =>
  withoutForm(name).toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss');
const spelled = (name: string): string =>
  withoutForm(name).replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue').replace(/ß/g, 'ss');

/** A place of a letter among letters, never one of a number. */
function letterPlace(text: string, random: Random): number {
  for (;;) {
    const place = random.int(0, text.length - 2);
    if (/^\p{L}\p{L}$/u.test(text.slice(place, place + 2))) return place;
  }
}

const mistake: Typing = (text, random) => {
  const at = letterPlace(text, random);
  const letter = letters[random.int(0, 25)] ?? 'x';
  switch (random.int(0, 3)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + letter + text.slice(at);
    case 2:
      return text.slice(0, at) + letter + text.slice(at + 1);
    default:
      return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
  }
};

const withWords =
  (change: (list: string[], random: Random) => readonly string[]): Typing =>
  (name, random) =>
    change(plain(name).split(/[\s&-]+/), random).join(' ');

/** The ways in which people type a name. */
export const typings: Readonly<Record<string, Typing>> = {
  'as it is': (name) => name,
  'without legal form': withoutForm,
  'no accents, lower case': plain,
  'ae for ä': spelled,
  'one mistake': (name, random) => mistake(plain(name), random),
  'one mistake, legal form kept': (name, random) =>
    mistake(withoutForm(name), random) + name.slice(withoutForm(name).length),
  'two mistakes': (name, random) => mistake(mistake(plain(name), random), random),
  'words in another order': withWords((list) => [...list.slice(1), ...list.slice(0, 1)]),
  'joined words': withWords((list) => [list.join('')]),
  'a word left out': withWords((list, random) =>
    list.length < 3 ? list : list.toSpliced(random.int(0, list.length - 1), 1),
  ),
  beginning: (name) => plain(name).slice(0, 7),
};
