import { type Measure, quantile, repeated, timed } from '../measure.ts';

const asked = 300;

/** A typing mistake: two letters changed places. */
const mistyped = (name: string): string =>
  name.length < 4 ? `${name}x` : `${name.slice(0, 2)}${name[3]}${name[2]}${name.slice(4)}`;

/** Names as they are, their beginnings, and mistyped. */
export const names: Measure = {
  name: 'names',
  worlds: ['D', 'S', 'M', 'L'],
  async run({ analyst }) {
    const held = await analyst();
    const partners = held.partners();
    const step = Math.max(1, Math.floor(partners.length / asked));
    const chosen = partners.filter((_, index) => index % step === 0);
    const forms: readonly (readonly [string, (name: string) => string])[] = [
      ['as it is', (name) => name],
      ['its beginning', (name) => name.slice(0, 6)],
      ['mistyped', mistyped],
    ];
    return await repeated(forms.length, async (at) => {
      const [title, typed] = forms[at] ?? ['', mistyped];
      const values = await repeated(3, () =>
        quantile(
          chosen.map(({ name }) => timed(() => held.findPartner(typed(name), { loose: true }))),
          0.95,
        ),
      );
      return { title: `partner by name (${title}), p95`, unit: 'ms', bar: { atMost: 20 }, values };
    });
  },
};
