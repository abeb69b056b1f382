import { kpiIds } from '../../../src/kpi/list.ts';
import { type Measure, repeated } from '../measure.ts';
import { runPulse } from '../process.ts';

const questionsPerRepetition = 600;
const periods = ['2026-Q1', '2026-Q2', '2026-Q3', '2026-09', 'last-90-days'] as const;

/** Answers a second of the real `pulse kpi --stdin`, start included; every question another one. */
export const stdin: Measure = {
  name: 'stdin',
  worlds: ['D', 'S'],
  async run({ analyst, folder, asOf, repetitions }) {
    const questions = questionsPerRepetition * repetitions;
    const partners = (await analyst()).partners();
    const lines = Array.from({ length: questions }, (_, index) => {
      const partner = index % 4 === 0 ? undefined : partners[index % partners.length]?.id;
      const at = new Date(asOf - (index % 7) * 86_400_000).toISOString();
      return JSON.stringify({
        kpi: kpiIds[index % kpiIds.length],
        period: periods[index % periods.length],
        partner,
        asOf: at,
      });
    });
    const values = await repeated(repetitions, async () => {
      const { seconds, stdout } = await runPulse(['kpi', '--stdin'], folder, `${lines.join('\n')}\n`);
      const answers = stdout.trimEnd().split('\n').length;
      if (answers !== questions || stdout.includes('"error"')) throw new Error('a question was not answered');
      return answers / seconds;
    });
    return [{ title: 'kpi --stdin', unit: 'answers/s', bar: { atLeast: 100 }, values }];
  },
};
