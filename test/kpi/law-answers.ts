import { PulseError } from '../../src/errors.ts';
import type { Analyst, KpiQuery } from '../../src/kpi/analyst.ts';
import { kpiIds } from '../../src/kpi/list.ts';
import { type ProgramSettings, programSettings } from '../../src/records/settings.ts';
import { randomSettings } from '../oracle/random-world.ts';

export const PERIODS = ['2026', 'last-90-days', 'last-month', 'this-week', 'all'] as const;

export const settingsOf = (seed: number): ProgramSettings => programSettings.parse(randomSettings(seed));

/** What a program says as of an instant, each with its question: every KPI of it, of partners and segments, its movers. */
export function answersOf(analyst: Analyst, asOf: number): readonly string[] {
  const parts: Pick<KpiQuery, 'partner' | 'segment'>[] = [
    ...analyst.partners().map(({ id }) => ({ partner: id })),
    { segment: { tier: 'Gold' } },
    { segment: { region: '(unknown)', enablement: 'new' } },
  ];
  const queries = kpiIds.flatMap((kpi) => [
    ...PERIODS.map((period) => ({ kpi, period })),
    ...parts.map((scope, index) => ({ kpi, period: index % 2 === 0 ? '2026' : 'last-90-days', ...scope })),
  ]);
  const answers = queries.map((query) => JSON.stringify([query, answerOf(analyst, { ...query, asOf })]));
  return [...answers, JSON.stringify(analyst.movers(asOf))];
}

function answerOf(analyst: Analyst, query: KpiQuery): unknown {
  try {
    const answer = analyst.answer(query);
    // Targets stand in the order of their file.
    return { ...answer, targets: answer.targets.map((target) => JSON.stringify(target)).sort() };
  } catch (error) {
    if (error instanceof PulseError) return error.code;
    throw error;
  }
}
