import { isObj, type Json, type Obj, objs } from '../json.ts';
import { byType, type Check, type Findings, fail, integer, list, object, oneOf, string } from './checks.ts';
import { blockId } from './objects.ts';
import { richText } from './rich-text.ts';

/** Tables and charts, which exist in messages only. Where Slack's limits moved, the lower ones hold. */

const type = string(64, 1);

const number: Check = (value, at, found) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) fail(found, at, 'must be a number');
};

const rawText = object({ required: { type, text: string(3000, 1) } });
const rawNumber = object({ required: { type, text: string(3000, 1), value: number } });

export const cell = byType({ raw_text: rawText, raw_number: rawNumber, rich_text: richText });
const headerCell = byType({ raw_text: rawText, raw_number: rawNumber });

/** The first row names the columns, in plain text; all have as many cells. */
const rows: Check = (value, at, found) => {
  list(list(cell, 1, 20), 2, 101)(value, at, found);
  const [head, ...body] = Array.isArray(value) ? value : [];
  list(headerCell, 1, 20)(head ?? null, `${at}/0`, found);
  const columns = Array.isArray(head) ? head.length : 0;
  for (const [i, row] of body.entries()) {
    if (Array.isArray(row) && row.length !== columns)
      fail(found, `${at}/${i + 1}`, 'all rows must have the same length');
  }
};

export const dataTable = object({
  required: { type, rows, caption: string(3000, 1) },
  optional: { block_id: blockId, page_size: integer(1, 100), row_header_column_index: integer(0, 19) },
});

const point = object({ required: { label: string(20, 1), value: number } });
const series = object({ required: { name: string(20, 1), data: list(point, 1, 20) } });
const axes = object({
  required: { categories: list(string(20, 1), 1, 20) },
  optional: { x_label: string(50), y_label: string(50) },
});

/** Each series has one point for each category, and a name of its own. */
const matching = (chart: Obj, at: string, found: Findings): void => {
  const categories = isObj(chart.axis_config) ? chart.axis_config.categories : [];
  const names = new Set<Json | undefined>();
  for (const [i, each] of objs(chart.series).entries()) {
    if (names.has(each.name)) fail(found, `${at}/series/${i}/name`, 'series names must be unique');
    names.add(each.name);
    const labels = objs(each.data).map((one) => one.label ?? null);
    const isWhole = Array.isArray(categories) && [...labels].sort().join('\n') === [...categories].sort().join('\n');
    if (!isWhole) fail(found, `${at}/series/${i}/data`, 'must have one data point for each category');
  }
};

const axial = object({ required: { type, series: list(series, 1, 6), axis_config: axes }, also: matching });

const positive: Check = (value, at, found) => {
  number(value, at, found);
  if (typeof value === 'number' && value <= 0) fail(found, at, 'must be greater than 0');
};
const segment = object({ required: { label: string(20, 1), value: positive } });
const pie = object({ required: { type, segments: list(segment, 1, 6) } });

export const dataVisualization = object({
  required: {
    type: oneOf('data_visualization'),
    title: string(50, 1),
    chart: byType({ bar: axial, line: axial, area: axial, pie }),
  },
  optional: { block_id: blockId },
});

const lengthOf = (value: Json | undefined): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + lengthOf(each), 0);
  if (!isObj(value)) return 0;
  return (typeof value.text === 'string' ? value.text.length : 0) + lengthOf(value.elements);
};

/** What holds for all tables and charts of a message together. */
export const checkTogether = (blocks: Json, at: string, found: Findings): void => {
  const all = objs(blocks);
  const tables = all.filter((block) => block.type === 'data_table' || block.type === 'table');
  if (tables.reduce((sum, table) => sum + lengthOf(table.rows), 0) > 10_000) {
    fail(found, at, 'tables must be less than 10001 characters in all');
  }
  if (all.filter((block) => block.type === 'table').length > 1) fail(found, at, 'only_one_table_allowed');
  if (all.filter((block) => block.type === 'data_visualization').length > 2) {
    fail(found, at, 'no more than 2 data_visualization blocks allowed');
  }
};
