import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { readExportArguments } from '../../../src/platform/export/export.ts';
import { formats } from '../../../src/platform/export/formats.ts';
import type { ColumnKind, Row, Table } from '../../../src/platform/export/tables.ts';

const table: Table = {
  name: 'things',
  order: 't.id',
  columns: (
    [
      ['id', 'bigint'],
      ['count', 'integer'],
      ['on', 'boolean'],
      ['note', 'text'],
      ['facts', 'json'],
    ] satisfies [string, ColumnKind][]
  ).map(([name, kind]) => ({ name, kind, sql: name })),
};
const row = (more: Row = {}): Row => ({ id: '1', count: '-2', on: 'true', note: 'x', facts: '{"a": [1]}', ...more });
const written = async (format: keyof typeof formats, ...batches: Row[][]) => {
  let file = '';
  const source = async function* () {
    yield* batches;
  };
  for await (const piece of formats[format](table, source())) file += piece;
  return file;
};

describe('ALL-7 the formats of an export', () => {
  test.each([['=1+1'], ['+1'], ['-1+cmd'], ['@SUM(A1)'], ['\t=1'], ['\r=1'], [' =1'], ['=1\nsecond line'], ['＝1']])(
    'CSV: the formula %j is neutralised',
    async (note) => {
      const { data } = Papa.parse<string[]>(await written('csv', [row({ note })]));
      expect(data[1]?.[3]).toBe(`'${note}`);
    },
  );

  test.each([['1=1'], ['a+b'], ['it’s, "quoted"\nand broken'], ['jo@example.com']])(
    'CSV: the text %j is what it was',
    async (note) => {
      const { data } = Papa.parse<string[]>(await written('csv', [row({ note })]));
      expect(data[1]?.[3]).toBe(note);
    },
  );

  test('CSV: negative numbers are numbers; one header, whatever the batches; nothing for null', async () => {
    const file = await written('csv', [row()], [row({ id: '-9007199254740993', note: null, facts: null })]);
    expect(file).toBe('id,count,on,note,facts\n1,-2,true,x,"{""a"": [1]}"\n-9007199254740993,-2,true,,\n');
  });

  test('JSON: one list, whatever the batches; bigints as text; nested values nested; formulas untouched', async () => {
    const file = await written('json', [row()], [row({ id: '9007199254740993', note: '=1', facts: null })]);
    expect(JSON.parse(file)).toEqual([
      { id: '1', count: -2, on: true, note: 'x', facts: { a: [1] } },
      { id: '9007199254740993', count: -2, on: true, note: '=1', facts: null },
    ]);
  });

  test('an empty table is an empty list, or a header', async () => {
    expect(JSON.parse(await written('json'))).toEqual([]);
    expect(await written('csv')).toBe('id,count,on,note,facts\n');
  });

  test('the command line: a directory, CSV unless it says JSON; anything else is told how it is written', () => {
    expect(readExportArguments(['out'])).toEqual({ directory: 'out', format: 'csv' });
    expect(readExportArguments(['--format', 'json', 'out'])).toEqual({ directory: 'out', format: 'json' });
    for (const wrong of [[], ['a', 'b'], ['a', '--format', 'xml'], ['a', '--formt', 'csv'], ['a', '--format']]) {
      expect(() => readExportArguments(wrong)).toThrow('npm run export -- DIRECTORY');
    }
  });
});
