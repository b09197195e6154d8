/** Tables and charts in blocks that Slack draws everywhere: in windows, on Home, and where a workspace refuses the others. WRK-7 */
import type { DataTableBlock, KnownBlock, RichTextBlock } from '@slack/types';
import { clip, plural } from '../../core/text/text.ts';
import type { ChartBlock } from './chart.ts';

const widestColumn = 30;
const longestBar = 24;
/** What a block of preformatted text holds safely. */
const mostCharacters = 2_900;

const isTable = (block: { readonly type: string }): block is DataTableBlock => block.type === 'data_table';
const isChart = (block: { readonly type: string }): block is ChartBlock => block.type === 'data_visualization';

/** Whether these blocks are for messages only. */
export const hasData = (blocks: readonly { readonly type: string }[]): boolean =>
  blocks.some((block) => isTable(block) || isChart(block));

const widthOf = (text: string): number => [...text].length;

/** A title, and lines of one width for each letter. */
const titled = (title: string, lines: readonly string[]): RichTextBlock => {
  let text = '';
  let shown = 0;
  for (const line of lines) {
    if (text.length + line.length > mostCharacters) break;
    text += `${shown > 0 ? '\n' : ''}${line}`;
    shown += 1;
  }
  const left = lines.length - shown;
  const more = left > 0 ? `\n… and ${plural(left, 'line')} more` : '';
  return {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: title, style: { bold: true } }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: text + more }] },
    ],
  };
};

const padded = (text: string, width: number, isFigure: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return isFigure ? space + text : text + space;
};

const classicTable = ({ caption, rows }: DataTableBlock): RichTextBlock => {
  const texts = rows.map((cells) => cells.map((cell) => ('text' in cell ? clip(cell.text, widestColumn) : '')));
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...texts.map((row) => widthOf(row[at] ?? ''))));
  const isFigure = widths.map((_, at) => rows.slice(1).some((row) => row[at]?.type === 'raw_number'));
  const lines = texts.map((row) =>
    row
      .map((text, at) => padded(text, widths[at] ?? 0, isFigure[at] ?? false))
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...body] = lines;
  return titled(caption, [head, '─'.repeat(Math.max(...lines.map(widthOf))), ...body]);
};

const classicChart = ({ title, chart: { series, axis_config } }: ChartBlock): RichTextBlock => {
  const points = series.flatMap(({ name, data }) =>
    data.map(({ label, value }) => ({ label: series.length > 1 ? `${label}, ${name}` : label, value })),
  );
  const most = Math.max(...points.map(({ value }) => Math.abs(value)), 1);
  const width = Math.max(...points.map(({ label }) => widthOf(label)));
  const lines = points.map(({ label, value }) => {
    const bar = '█'.repeat(Math.round((Math.abs(value) / most) * longestBar));
    return `${padded(label, width, false)}  ${bar}${bar ? ' ' : ''}${value.toLocaleString('en-US')}`;
  });
  const unit = axis_config.y_label;
  return titled(unit ? `${title} (${unit})` : title, lines);
};

/** The same, each table and chart in its place. */
export const classicBlocks = (blocks: readonly KnownBlock[]): readonly KnownBlock[] =>
  blocks.map((block): KnownBlock => {
    const each: { readonly type: string } = block;
    if (isTable(each)) return classicTable(each);
    return isChart(each) ? classicChart(each) : block;
  });
