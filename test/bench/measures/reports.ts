import { Calculator } from '../../../src/kpi/calculator.ts';
import type { Report } from '../../../src/reports/report.ts';
import { createReporter } from '../../../src/reports/reporter.ts';
import type { Steps } from '../../../src/reports/steps.ts';
import { type Measure, type Row, repeated, timed } from '../measure.ts';

const kinds = ['weekly', 'monthly', 'quarterly'] as const;
/** Only the weekly digest has a bar. */
const bars: Readonly<Record<'S' | 'D' | 'M' | 'L', number>> = { S: 3_000, D: 3_000, M: 3_000, L: 15_000 };

/** Milliseconds of the longest piece. */
function longest(steps: Steps<unknown>): number {
  let most = 0;
  for (;;) {
    const began = performance.now();
    const { done } = steps.next();
    most = Math.max(most, performance.now() - began);
    if (done === true) return most;
  }
}

/** A digest or review of the whole program, of a segment, and what was told of it, each from facts that nobody asked before. */
export const reports: Measure = {
  name: 'reports',
  worlds: ['D', 'S', 'M', 'L'],
  async run(world) {
    const times = new Map<string, number[]>();
    const note = (title: string, ms: number): void => void times.set(title, [...(times.get(title) ?? []), ms]);
    await repeated(world.repetitions, async () => {
      const program = await world.freshProgram();
      const query = (report: Report['report']) =>
        ({ report, asOf: world.asOf, since: null, segment: {}, partners: null }) as const;
      for (const kind of kinds) {
        const reporter = createReporter(new Calculator(program));
        note(
          `${kind} report of the program, cold`,
          timed(() => reporter.report(query(kind))),
        );
      }
      for (const kind of kinds) {
        const { steps } = createReporter(new Calculator(program));
        note(
          `${kind} report, longest piece between two of which others are answered`,
          longest(steps.report(query(kind))),
        );
      }
      const reporter = createReporter(new Calculator(program));
      const report = reporter.report(query('weekly'));
      const published = reporter.told(report).map((told) => ({ ...told, value: '0', basis: '' }));
      const edition = { ...query('weekly'), published, basis: '' };
      note(
        'weekly edition with every figure restated',
        timed(() => reporter.edition(edition)),
      );
      const tier = program.partners[0]?.tier.at(world.asOf) ?? '(unknown)';
      note(
        'weekly report of a tier',
        timed(() => reporter.report({ ...query('weekly'), segment: { tier } })),
      );
      const partners = program.partners.slice(0, 50).map(({ id }) => id);
      note(
        'weekly report of 50 partners',
        timed(() => reporter.report({ ...query('weekly'), partners })),
      );
    });
    return [...times].map(
      ([title, values]): Row => ({
        title,
        unit: 'ms',
        bar: title.startsWith('weekly report of the program') ? { atMost: bars[world.name] } : null,
        values,
      }),
    );
  },
};
