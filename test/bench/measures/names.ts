import { type Measure, quantile, repeated, timed } from '../measure.ts';

const asked = 300;

/** A typing mistake: two letters changed places. */
const mistyped = (name: string): string =>
  name.length < 4 ? `${name}x` : `${name.slice(0, 2)}${name[3]}${name[2]}${name.slice(4)}`;

/** Without the last word, which is the legal form. */
const withoutForm = (name: string): string => name.split(' ').slice(0, -1).join(' ');

/** An accent where there is none. */
const accented = (name: string): string => `${name.slice(0, 1)}${name.slice(1).replace(/[aeiou]/, '$&\u0301')} x`;

const garbage = (name: string): string => [...name.repeat(9)].reverse().join('').slice(0, 80);

/** Names as people type them, and what is no name. */
export const names: Measure = {
  name: 'names',
  worlds: ['D', 'S', 'M', 'L'],
  async run({ analyst, freshAnalyst, repetitions }) {
    const held = await analyst();
    const partners = held.partners();
    const step = Math.max(1, Math.floor(partners.length / asked));
    const chosen = partners.filter((_, index) => index % step === 0);
    const forms: readonly (readonly [string, (name: string) => string])[] = [
      ['as it is', (name) => name],
      ['its beginning', (name) => name.slice(0, 6)],
      ['mistyped', mistyped],
      ['without legal form', withoutForm],
      ['mistyped, without legal form', (name) => mistyped(withoutForm(name))],
      ['wrong accent, a letter too many', accented],
      ['a word left out', (name) => name.split(' ').toSpliced(1, 1).join(' ')],
      ['80 letters of nothing', garbage],
    ];
    const first = await repeated(repetitions, async () => {
      const fresh = await freshAnalyst();
      return timed(() => fresh.findPartner('nobody at all', { loose: true }));
    });
    const rows = await repeated(forms.length, async (at) => {
      const [title, typed] = forms[at] ?? ['', mistyped];
      const values = await repeated(3, () =>
        quantile(
          chosen.map(({ name }) => timed(() => held.findPartner(typed(name), { loose: true }))),
          0.95,
        ),
      );
      return { title: `partner by name (${title}), p95`, unit: 'ms', bar: { atMost: 20 } as const, values };
    });
    return [
      ...rows,
      { title: 'first partner by name, with its index', unit: 'ms', bar: { atMost: 300 }, values: first },
    ];
  },
};
