import type { Analyst } from '../../../src/kpi/analyst.ts';
import { type Measure, quantile, repeated, timed } from '../measure.ts';

const cards = 200;

function warmUp(analyst: Analyst, at: number): number[] {
  const times: number[] = [];
  let began = performance.now();
  for (const _ of analyst.warmUp(at)) {
    times.push(performance.now() - began);
    began = performance.now();
  }
  return times;
}

/** Scorecards of partners from one end of the list to the other, each asked for the first time. */
export const scorecard: Measure = {
  name: 'scorecard',
  worlds: ['D', 'S', 'M', 'L'],
  async run({ analyst, asOf }) {
    const held = await analyst();
    const partners = held.partners();
    const step = Math.max(1, Math.floor(partners.length / cards));
    // As in the bot, which does this as soon as it has read the store.
    const first: number[] = [];
    const pieces: number[][] = [];
    const rounds = await repeated(3, (round) => {
      const at = asOf - round * 86_400_000;
      pieces.push(warmUp(held, at));
      const asked = partners.filter((_, index) => index % step === 0);
      const times = asked.map(({ id }) => timed(() => held.scorecard(id, at)));
      first.push(times[0] ?? Number.NaN);
      return quantile(times.slice(1), 0.95);
    });
    return [
      {
        title: 'what the scorecards of a day share, computed beforehand',
        unit: 's',
        bar: null,
        values: pieces.map((times) => times.reduce((sum, time) => sum + time, 0) / 1000),
      },
      { title: 'the longest piece of it', unit: 'ms', bar: null, values: pieces.map((times) => Math.max(...times)) },
      { title: 'scorecard, p95', unit: 'ms', bar: { atMost: 50 }, values: rounds },
      { title: 'first scorecard of an instant', unit: 'ms', bar: null, values: first },
    ];
  },
};
