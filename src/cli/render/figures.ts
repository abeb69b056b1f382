import type { FigureUnit } from '../../kpi/definition.ts';
import type { Figures, FigureValue } from '../../kpi/figures.ts';
import type { Formatter } from '../../text/formatter.ts';
import type { Words } from '../words.ts';
import { type Table, tableLines } from './table.ts';

/** The rows of a long list that a terminal shows; `--json` has them all. */
const shownRows = 12;

/** Units of what stands inside lists, which a KPI does not declare. */
const innerUnits: Readonly<Record<string, FigureUnit>> = {
  winRate: 'share',
  share: 'share',
  medianAmount: 'money',
  sourced: 'money',
  medianCycleDays: 'days',
  csat: 'share',
  responseRate: 'share',
};

/** How a cell is written; `units` are the KPI's own. */
export interface Cells {
  readonly words: Words;
  readonly format: Formatter;
  readonly units: Readonly<Record<string, FigureUnit>>;
  /** Columns of a line. */
  readonly width: number;
}

const isList = (value: FigureValue): value is readonly FigureValue[] => Array.isArray(value);
const isGroup = (value: FigureValue): value is Figures => typeof value === 'object' && value !== null && !isList(value);
const isInstant = (text: string): boolean => /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text);

/** One figure as a cell; unknown is a dash. */
export function cell(key: string, value: FigureValue | undefined, cells: Cells): string {
  const { words, format } = cells;
  if (value === null || value === undefined) return words('answer.none');
  if (typeof value === 'boolean') return words(value ? 'answer.yes' : 'answer.no');
  if (typeof value === 'string') {
    if (unitOf(key, cells) === 'money') return format.money(value);
    return isInstant(value) ? format.date(value) : value;
  }
  if (typeof value === 'number') return unitOf(key, cells) === 'share' ? format.share(value) : format.count(value, 1);
  if (isList(value)) return value.map((entry) => cell(key, entry, cells)).join(', ') || words('answer.none');
  return Object.entries(value)
    .map(([name, entry]) => `${words.column(name)} ${cell(name, entry, cells)}`)
    .join(', ');
}

const unitOf = (key: string, { units }: Cells): FigureUnit | undefined => units[key] ?? innerUnits[key];

/** The plain figures, and groups of them (`byState`) flattened: what a table has one row for. */
export function plainFigures(figures: Figures): readonly FigureEntry[] {
  return Object.entries(figures).flatMap(([key, value]): FigureEntry[] => {
    if (isList(value)) return value.length === 0 || isTableList(value) ? [] : [[key, value]];
    if (!isGroup(value)) return [[key, value]];
    const inner = Object.entries(value);
    const countsOnly = inner.length > 2 && inner.every(([, entry]) => typeof entry === 'number');
    return countsOnly ? inner : [[key, value]];
  });
}

type FigureEntry = readonly [key: string, value: FigureValue];

const isTableList = (list: readonly FigureValue[]): boolean => list.some(isGroup);

/** The lists of figures (funnel, modules, assets …), each as a table under its name. */
export function listTables(figures: Figures, cells: Cells): string[] {
  const { words } = cells;
  return Object.entries(figures).flatMap(([key, value]) => {
    if (!isList(value) || !isTableList(value)) return [];
    const groups = value.filter(isGroup);
    const keys = [...new Set(groups.flatMap((group) => Object.keys(group)))];
    const table: Table = {
      heading: keys.map((name) => words.column(name)),
      rows: groups.slice(0, shownRows).map((group) => keys.map((name) => cell(name, group[name], cells))),
    };
    const more = groups.length - shownRows;
    return [
      '',
      words.column(key),
      ...tableLines(table, cells.width, '  '),
      ...(more > 0 ? [`  ${words('answer.more-rows', { count: more })}`] : []),
    ];
  });
}

/** How a figure moved against an earlier one: an arrow with the change, relative for amounts, in points for shares. */
export function trend(key: string, now: FigureValue, before: FigureValue | undefined, cells: Cells): string {
  const { words } = cells;
  const [current, earlier] = [numberOf(now), numberOf(before)];
  if (current === null || earlier === null) return '';
  if (current === earlier) return words('trend.same');
  // Percent of nothing says nothing, and a bare difference would have lost its unit.
  if (earlier === 0 && !inPoints(unitOf(key, cells))) return words(current > 0 ? 'trend.new' : 'trend.below-zero');
  const difference = current - earlier;
  const direction = difference > 0 ? 'trend.up' : 'trend.down';
  return words(direction, { change: changeText(Math.abs(difference), earlier, unitOf(key, cells), cells) });
}

function changeText(
  difference: number,
  earlier: number,
  unit: FigureUnit | undefined,
  { words, format }: Cells,
): string {
  if (unit === 'share') return words.catalogue.lines.points({ n: format.count(difference * 100, 1) }).text;
  if (unit === 'score') return words.catalogue.lines.points({ n: format.count(difference, 1) }).text;
  return format.share(difference / Math.abs(earlier));
}

const inPoints = (unit: FigureUnit | undefined): boolean => unit === 'share' || unit === 'score';

function numberOf(value: FigureValue | undefined): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}
