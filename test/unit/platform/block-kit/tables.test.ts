import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modal } from '../../../../src/platform/block-kit/blocks.ts';
import { charts } from '../../../../src/platform/block-kit/chart.ts';
import { classicBlocks, hasData } from '../../../../src/platform/block-kit/classic.ts';
import { type Table, tables, tableText } from '../../../../src/platform/block-kit/table.ts';
import { checkBlocks } from '../../../../src/sandbox/slack/index.ts';

const owed: Table = {
  caption: 'Receivables',
  columns: ['Customer', 'Not due', 'Total'],
  rows: [
    ['Larkspur Legal', { text: '$10.00', value: 10 }, { text: '$1,210.00', value: 1210 }],
    ['Bayside', { text: '$0.00', value: 0 }, { text: '$5.00', value: 5 }],
  ],
};
const aged = {
  title: 'Receivables by age',
  unit: 'USD',
  categories: ['Not due', '1–30 days'],
  series: [{ name: 'Open', values: [1200, 300] }],
};
const json = (blocks: readonly object[]) => JSON.parse(JSON.stringify(blocks));
const problems = (blocks: readonly object[], surface: 'message' | 'modal' | 'home' = 'message') =>
  checkBlocks(json(blocks), surface);

describe('tables and charts', () => {
  test('WRK-7 as Slack draws them in messages, figures sorted as figures', () => {
    const blocks = [...tables([owed]), ...charts([aged])];
    expect(problems(blocks)).toEqual([]);
    expect(blocks.map(({ type }) => type)).toEqual(['data_table', 'data_visualization']);
    expect(JSON.stringify(blocks)).toContain('{"type":"raw_number","text":"$1,210.00","value":1210}');
  });

  test('WRK-7 in windows and on Home with blocks that Slack draws there, in columns', () => {
    const blocks = [...tables([owed]), ...charts([aged])];
    const window = modal({ callback: 'x', title: 'x', blocks }).blocks;
    expect(problems(window, 'modal')).toEqual([]);
    expect(problems(classicBlocks(blocks), 'home')).toEqual([]);
    expect(hasData(window)).toBe(false);
    const [table, chart] = window.map((block) => JSON.stringify(block));
    expect(table).toContain(
      [
        'Customer        Not due      Total',
        '─'.repeat(34),
        'Larkspur Legal   $10.00  $1,210.00',
        'Bayside           $0.00      $5.00',
      ].join('\\n'),
    );
    expect(chart).toContain('Receivables by age (USD)');
    expect(chart).toContain(`Not due    ${'█'.repeat(24)} 1,200\\n1–30 days  ${'█'.repeat(6)} 300`);
  });

  test('WRK-7 for who cannot see them: every figure with what it is', () => {
    expect(tableText(owed)).toBe(
      'Receivables. Larkspur Legal: Not due $10.00, Total $1,210.00; Bayside: Not due $0.00, Total $5.00.',
    );
    expect(tableText({ ...owed, rows: [] })).toBe('Receivables. Nothing.');
  });

  test('WRK-7 nothing to show is said; what does not fit is counted', () => {
    expect(JSON.stringify(tables([{ ...owed, rows: [] }]))).toContain('Receivables: nothing.');
    const many = { ...owed, rows: Array.from({ length: 130 }, (_, n) => [`Customer ${n}`, 'a', 'b']) };
    expect(problems(tables([many]))).toEqual([]);
    expect(JSON.stringify(tables([many]))).toContain('30 rows more than fit here');
    expect(charts([{ ...aged, categories: [] }])).toEqual([]);
  });

  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.record({ text: fc.string({ maxLength: 30 }), value: fc.double() }),
  );
  const anyTable = fc.record({
    caption: fc.string({ minLength: 1, maxLength: 300 }),
    columns: fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { minLength: 1, maxLength: 25 }),
    rows: fc.array(fc.array(cell, { minLength: 1, maxLength: 25 }), { maxLength: 120 }),
  });
  const anyChart = fc.record({
    title: fc.string({ minLength: 1, maxLength: 80 }),
    categories: fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 1, maxLength: 25 }),
    series: fc.array(
      fc.record({ name: fc.string({ maxLength: 40 }), values: fc.array(fc.integer(), { maxLength: 25 }) }),
      { minLength: 1, maxLength: 8 },
    ),
  });

  test('WRK-7 whatever is shown, Slack takes it, on each surface', () => {
    fc.assert(
      fc.property(fc.array(anyTable, { maxLength: 3 }), fc.array(anyChart, { maxLength: 3 }), (shown, drawn) => {
        const blocks = [...tables(shown), ...charts(drawn)];
        expect(problems(blocks)).toEqual([]);
        for (const surface of ['message', 'modal', 'home'] as const)
          expect(problems(classicBlocks(blocks), surface)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
