// Blocks that show figures: table, data_table, data_visualization.
import { isObject, type Json, type JsonObject } from '../json.ts';
import { blockId } from './composition.ts';
import { richTextParts } from './rich-text.ts';
import {
  boolean,
  byType,
  inside,
  list,
  literal,
  number,
  only,
  type Rule,
  report,
  type Spot,
  shape,
  string,
} from './rules.ts';

const TABLE_CHARS = 10_000;

const rawText = shape({ type: literal('raw_text'), text: string(1, 3000, { counted: true }) });
const rawNumber = shape({
  type: literal('raw_number'),
  value: number(-Number.MAX_VALUE, Number.MAX_VALUE),
  text: string(1, 255, { counted: true }),
});
const richCell = shape({ type: literal('rich_text'), elements: richTextParts }, { block_id: string(1, 255) });
const cell = byType(() => ({ raw_text: rawText, raw_number: rawNumber, rich_text: richCell }), 'table cell');

/** Adds the rows' text to the message's table budget, whichever table block they are in. */
function spendTableChars(before: number, spot: Spot): void {
  spot.tally.tableLength += spot.tally.textLength - before;
  if (spot.tally.tableLength > TABLE_CHARS) report(spot, 'too_long', `tables hold at most ${TABLE_CHARS} characters`);
}

function counted(rule: Rule): Rule {
  return (value, spot) => {
    const before = spot.tally.textLength;
    rule(value, spot);
    spendTableChars(before, spot);
  };
}

export const table: Rule = only(['message', 'home'], (value, spot) => {
  spot.tally.tables += 1;
  if (spot.tally.tables > 1) report(spot, 'only_one_table_allowed', 'only one table block is allowed');
  shape(
    { type: literal('table'), rows: counted(list(list(cell, 1, 20), 1, 100)) },
    {
      block_id: blockId,
      column_settings: list(shape({}, { align: literal('left', 'center', 'right'), is_wrapped: boolean }), 1, 20),
    },
  )(value, spot);
});

function sameWidth(value: JsonObject, spot: Spot): void {
  const rows = value.rows;
  if (!Array.isArray(rows)) return;
  const widths = new Set(rows.map((row) => (Array.isArray(row) ? row.length : 0)));
  if (widths.size > 1) report(inside(spot, 'rows'), 'uneven_rows', 'all rows must have the same number of cells');
  const header = rows[0];
  if (!Array.isArray(header)) return;
  header.forEach((one, index) => {
    const at = inside(inside(inside(spot, 'rows'), 0), index);
    if (!isObject(one) || one.type !== 'raw_text') report(at, 'invalid_header', 'header cells must be raw_text');
  });
  const column = value.row_header_column_index;
  if (typeof column === 'number' && column >= header.length) {
    report(inside(spot, 'row_header_column_index'), 'out_of_range', 'no such column');
  }
}

export const dataTable: Rule = only(
  ['message', 'home'],
  shape(
    {
      type: literal('data_table'),
      caption: string(1, 255, { counted: true }),
      rows: counted(list(list(cell, 1, 20), 2, 101)),
    },
    {
      block_id: blockId,
      page_size: number(1, 100, { whole: true }),
      row_header_column_index: number(0, 19, { whole: true }),
    },
    sameWidth,
  ),
);

const name20 = string(1, 20, { counted: true });
const title50 = string(1, 50, { counted: true });
const point = shape({ label: name20, value: number(-Number.MAX_VALUE, Number.MAX_VALUE) });
const positive: Rule = (value, spot) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    report(spot, 'out_of_range', 'must be above 0');
};

function unique(values: (Json | undefined)[], what: string, spot: Spot): void {
  if (new Set(values).size < values.length) report(spot, 'duplicate_name', `${what} must be unique`);
}

/** Every series has exactly one value for every category. */
function everyCategoryOnce(value: JsonObject, spot: Spot): void {
  const axis = value.axis_config;
  const categories = isObject(axis) ? axis.categories : undefined;
  const series = value.series;
  if (!Array.isArray(categories) || !Array.isArray(series)) return;
  unique(categories, 'categories', inside(spot, 'axis_config'));
  unique(
    series.map((one) => (isObject(one) ? one.name : undefined)),
    'series names',
    inside(spot, 'series'),
  );
  series.forEach((one, index) => {
    const data = isObject(one) && Array.isArray(one.data) ? one.data : [];
    const labels = data.map((entry) => (isObject(entry) ? entry.label : undefined));
    const complete = labels.length === categories.length && categories.every((category) => labels.includes(category));
    if (!complete) report(inside(inside(spot, 'series'), index), 'incomplete_series', 'needs one value per category');
  });
}

function axisChart(type: string): Rule {
  return shape(
    {
      type: literal(type),
      series: list(shape({ name: name20, data: list(point, 1, 20) }), 1, 12),
      axis_config: shape({ categories: list(name20, 1, 20) }, { x_label: title50, y_label: title50 }),
    },
    {},
    everyCategoryOnce,
  );
}

const pie = shape(
  { type: literal('pie'), segments: list(shape({ label: name20, value: positive }), 1, 12) },
  {},
  (value, spot) => {
    const segments = value.segments;
    if (Array.isArray(segments))
      unique(
        segments.map((one) => (isObject(one) ? one.label : undefined)),
        'segment labels',
        spot,
      );
  },
);

export const dataVisualization: Rule = only(['message'], (value, spot) => {
  spot.tally.charts += 1;
  if (spot.tally.charts > 2) report(spot, 'too_many_charts', 'no more than 2 charts per message');
  shape(
    {
      type: literal('data_visualization'),
      title: title50,
      chart: byType(() => ({ pie, bar: axisChart('bar'), line: axisChart('line'), area: axisChart('area') }), 'chart'),
    },
    { block_id: blockId },
  )(value, spot);
});
