import type { Figures, FigureValue } from '../kpi/figures.ts';

/** Reading figures by name: a value of another kind, or none, is unknown (null). */
export function numberAt(figures: Figures | null | undefined, key: string): number | null {
  const value = figures?.[key];
  return typeof value === 'number' ? value : null;
}

export function textAt(figures: Figures | null | undefined, key: string): string | null {
  const value = figures?.[key];
  return typeof value === 'string' ? value : null;
}

export function flagAt(figures: Figures | null | undefined, key: string): boolean | null {
  const value = figures?.[key];
  return typeof value === 'boolean' ? value : null;
}

export function listAt(figures: Figures | null | undefined, key: string): readonly FigureValue[] {
  const value = figures?.[key];
  return isList(value) ? value : [];
}

export function groupAt(figures: Figures | null | undefined, key: string): Figures | null {
  return asGroup(figures?.[key]);
}

/** An object of figures, or null for anything else. */
export function asGroup(value: FigureValue | undefined): Figures | null {
  return typeof value === 'object' && value !== null && !isList(value) ? value : null;
}

const isList = (value: FigureValue | undefined): value is readonly FigureValue[] => Array.isArray(value);
