/** What a chart shows, before it is drawn. Values are for drawing; their words come with them. */
export type Chart = LinesChart | ColumnsChart | BarsChart;

/** A line for each series over the same categories; null is a gap. */
export interface LinesChart {
  readonly kind: 'lines';
  readonly categories: readonly string[];
  /** `told`: the newest value in words, beside the name. */
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly (number | null)[];
    readonly told: string;
  }[];
  /** A value of the axis in words. */
  readonly axis: (value: number) => string;
  /** The axis ends here at least. */
  readonly top?: number | undefined;
}

/** Upright columns, parts on top of each other. */
export interface ColumnsChart {
  readonly kind: 'columns';
  readonly columns: readonly { readonly label: string; readonly values: readonly number[]; readonly told: string }[];
  readonly series: readonly string[];
  readonly axis: (value: number) => string;
}

/** Lying bars with a label over and the value behind, parts after each other. */
export interface BarsChart {
  readonly kind: 'bars';
  readonly bars: readonly {
    readonly label: string;
    readonly values: readonly number[];
    readonly told: string;
    /** Set apart: it is no ordinary month. */
    readonly apart?: boolean | undefined;
  }[];
  readonly series: readonly string[];
}

/** A chart as SVG elements, and how high it is. */
export interface Drawn {
  readonly svg: string;
  readonly height: number;
}

/** Round numbers from 0 to at least `top`, three to six of them; also below 0 where `bottom` is. */
export function ticks(top: number, bottom = 0): readonly number[] {
  const span = top - Math.min(0, bottom);
  if (!(span > 0)) return [0, 1];
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const first = Math.floor(Math.min(0, bottom) / step);
  const last = Math.max(1, Math.ceil(top / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}
