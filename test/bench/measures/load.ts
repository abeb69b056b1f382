import { type Measure, repeated, timedAsync } from '../measure.ts';

/** From the store to the first answer that could be given: what a start, or new data, costs. */
export const load: Measure = {
  name: 'load',
  worlds: ['D', 'S', 'M', 'L'],
  async run(world) {
    const values = await repeated(world.repetitions, async () => {
      return (await timedAsync(() => world.freshAnalyst())) / 1000;
    });
    return [{ title: 'reading the store into an analyst', unit: 's', bar: null, values }];
  },
};
