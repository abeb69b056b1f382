import { type Measure, quantile, repeated, timed } from '../measure.ts';

const cards = 200;

/** Scorecards of partners from one end of the list to the other, each asked for the first time. */
export const scorecard: Measure = {
  name: 'scorecard',
  worlds: ['D', 'S', 'M', 'L'],
  async run({ analyst, asOf }) {
    const held = await analyst();
    const partners = held.partners();
    const step = Math.max(1, Math.floor(partners.length / cards));
    // What all partners share (the list of movers) is computed with the first card of an instant.
    const first: number[] = [];
    const rounds = await repeated(3, (round) => {
      const at = asOf - round * 86_400_000;
      const asked = partners.filter((_, index) => index % step === 0);
      const times = asked.map(({ id }) => timed(() => held.scorecard(id, at)));
      first.push(times[0] ?? Number.NaN);
      return quantile(times.slice(1), 0.95);
    });
    return [
      { title: 'scorecard, p95', unit: 'ms', bar: { atMost: 50 }, values: rounds },
      { title: 'first scorecard of an instant', unit: 'ms', bar: null, values: first },
    ];
  },
};
