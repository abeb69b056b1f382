import { kpis } from '../../../src/kpi/list.ts';
import { parsePeriod } from '../../../src/records/period.ts';
import { windowOf } from '../../../src/records/window.ts';
import { type Measure, repeated, timed } from '../measure.ts';

const quarters = ['2026-Q1', '2026-Q2', '2026-Q3'] as const;

/** The slowest of the eight KPIs of the whole program, for each of three quarters. */
export const programKpi: Measure = {
  name: 'program-kpi',
  worlds: ['D', 'S', 'M', 'L'],
  async run(world) {
    const period: number[] = [];
    {
      const program = await world.freshProgram();
      for (const name of quarters) {
        const window = windowOf(parsePeriod(name, program.calendar, world.asOf), program.calendar, world.asOf);
        const scope = { partner: null, segment: {} };
        period.push(Math.max(...kpis.map((kpi) => timed(() => kpi.compute({ program, scope, window })))));
      }
    }
    const cold: number[] = [];
    const again: number[] = [];
    await repeated(world.repetitions, async () => {
      const analyst = await world.freshAnalyst();
      const ask = (): number =>
        Math.max(
          ...kpis.map(({ id }) => timed(() => analyst.answer({ kpi: id, asOf: world.asOf, period: '2026-Q3' }))),
        );
      cold.push(ask());
      again.push(ask());
    });
    const row = (title: string, bar: number, values: readonly number[]) => ({
      title,
      unit: 'ms',
      bar: { atMost: bar },
      values,
    });
    return [
      row('program KPI of a quarter, slowest: one period', 1_000, period),
      row('program KPI, slowest: whole answer, cold', 3_000, cold),
      row('program KPI, slowest: whole answer, repeated', 50, again),
    ];
  },
};
