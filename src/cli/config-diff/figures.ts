import { createAnalyst } from '../../kpi/create.ts';
import { openCalendar, periodOf } from '../../records/period.ts';
import type { ProgramSettings } from '../../records/settings.ts';
import type { Store } from '../../store/store.ts';

const quarters = 4;

export const figureNames = [
  'sourcedRevenue',
  'influencedRevenue',
  'sourcedPipeline',
  'wonDeals',
  'registrations',
  'activePartners',
] as const;
export type FigureName = (typeof figureNames)[number];

/** Money is a decimal text, a count a number; null: unknown. */
export type FigureValue = string | number | null;

export interface PeriodFigures {
  readonly period: string;
  readonly figures: Readonly<Record<FigureName, FigureValue>>;
}

const value = (found: unknown): FigureValue => (typeof found === 'string' || typeof found === 'number' ? found : null);

/** The figures of this quarter and those before, of this year and the last, computed for `asOf`. */
export async function figuresOf(
  store: Store,
  settings: ProgramSettings,
  asOf: number,
): Promise<readonly PeriodFigures[]> {
  const analyst = await store.read((reader) => createAnalyst(reader, settings));
  return periodsAt(settings, asOf).map((period) => {
    const ask = (kpi: 'sourced-revenue' | 'registered-deals' | 'training-certification') =>
      analyst.answer({ kpi, period, asOf });
    const revenue = ask('sourced-revenue');
    const found = (figures: object, name: string): FigureValue => value(Reflect.get(figures, name));
    return {
      period,
      figures: {
        sourcedRevenue: found(revenue.figures, 'sourced'),
        influencedRevenue: found(revenue.figures, 'influenced'),
        sourcedPipeline: value(revenue.paired.sourcedPipelineCreated),
        wonDeals: found(revenue.figures, 'sourcedDeals'),
        registrations: found(ask('registered-deals').figures, 'registrations'),
        activePartners: found(ask('training-certification').figures, 'activePartners'),
      },
    };
  });
}

function periodsAt(settings: ProgramSettings, asOf: number): readonly string[] {
  const calendar = openCalendar(settings);
  const back = (unit: 'quarter' | 'year', count: number): string[] => {
    const names: string[] = [];
    for (let day = calendar.zone.dayOf(asOf); names.length < count; ) {
      const { name, start } = periodOf(unit, day, calendar);
      names.push(name);
      if (start === null) break;
      day = start - 1;
    }
    return names;
  };
  return [...back('quarter', quarters), ...back('year', 2)];
}
