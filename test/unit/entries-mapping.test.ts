import { expect, test } from 'vitest';
import { headerOf, mapFile, readDayText } from '../../src/features/entries/mapping.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (of: Uint8Array) => new TextDecoder().decode(of);
const mappable = { day: 'date', same: 'currency' };

test('BIL-15 the header is the first of twenty lines with the most cells', () => {
  expect(headerOf(bytes('Account 12\n\nBooked;Details;Sum\n02.03.2026;Wire;10,00\n'))).toEqual({
    at: 2,
    names: ['Booked', 'Details', 'Sum'],
  });
  expect(() => headerOf(bytes('nothing here\n'))).toThrow(/No line of this file has columns/);
  expect(() => headerOf(bytes('<!doctype html><html><body>Sign in</body></html>'))).toThrow(/web page/);
});

test.each([
  ['02.03.2026', 'dmy', '2026-03-02'],
  ['3/2/26', 'mdy', '2026-03-02'],
  ['2026-03-02 10:15', 'ymd', '2026-03-02'],
  ['soon', 'dmy', 'soon'],
] as const)('BIL-15 a day written %s, %s, is %s', (written, order, day) => {
  expect(readDayText(written, order)).toBe(day);
});

test('BIL-15 the columns are ours, their rows keep their numbers, and what is the same for all stands in each', () => {
  const file = bytes('Account 12;;\nBooked;Details;Sum\n02.03.2026;"Wire ""A; B""";10,00\n;;\n03.03.2026;Fee;-1,00\n');
  const mapping = { header: 1, columns: { date: 0, text: 1, amount: 2 }, same: 'EUR', dayOrder: 'dmy' } as const;
  expect(text(mapFile(file, mappable, mapping)).split('\n')).toEqual([
    'date,text,amount,currency',
    '',
    '2026-03-02,"Wire ""A; B""","10,00",EUR',
    '',
    '2026-03-03,Fee,"-1,00",EUR',
    '',
  ]);
});
