import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isIban } from '../../../src/core/text/iban.ts';
import {
  areAlike,
  documentKinds,
  formatNumber,
  formatProblem,
  usualFormats,
} from '../../../src/features/billing/sellers/number-format.ts';

describe('BIL-12 how documents are numbered', () => {
  test.each([
    ['INV-{year}-{number:5}', 42, 'INV-2026-00042'],
    ['{number}/{year}', 7, '7/2026'],
    ['{year}{number:3}', 1234, '20261234'],
  ])('BIL-12 %s with %i is %s', (format, number, text) => {
    expect(formatProblem(format)).toBeUndefined();
    expect(formatNumber(format, { year: 2026, number })).toBe(text);
  });

  test.each([
    ['INV-{year}', /Put \{number\}/],
    ['INV-{number:5}', /Put \{year\}.*none may come twice/],
    ['{year}-{number}-{number:5}', /once/],
    ['{year}-{number:55}', /Put \{number\}/],
    ['{year}-{month}-{number}', /letters, digits/],
    ['Nº {year}-{number}', /letters, digits/],
    ['INVOICE-{year}-{number:9}', /at most 20 characters/],
    ['', /Put \{number\}/],
  ])('BIL-12 “%s” is no format, and what to write is said', (format, says) => {
    expect(formatProblem(format)).toMatch(says);
  });

  test('BIL-12 a number has twenty characters at most, and may have as many; what is refused is told by an example', () => {
    expect(formatProblem('INVOIC-{year}-{number:8}')).toBeUndefined();
    expect(formatProblem('INVOICE-{year}-{number:8}')).toMatch(/at most 20 characters/);
    for (const refused of ['INV', '{year}-{number}-{number}', '{number}'])
      expect(formatProblem(refused)).toContain('such as INV-{year}-{number:5}.');
  });

  test('BIL-12 the usual series can be told apart, and each is a format', () => {
    const usual = documentKinds.map((kind) => usualFormats[kind]);
    expect(usual.map((format) => formatNumber(format, { year: 2026, number: 7 }))).toEqual([
      'INV-2026-00007',
      'CN-2026-00007',
      'Q-2026-00007',
    ]);
    expect(usual.map(formatProblem)).toEqual([undefined, undefined, undefined]);
  });

  test('BIL-12 two numbers of one series are never written alike, of whatever year', () => {
    const format = fc.constantFrom('INV-{year}-{number:5}', '{number}/{year}', '{year}{number:3}', 'A{number:2}{year}');
    const of = fc.record({
      year: fc.integer({ min: 2000, max: 2100 }),
      number: fc.integer({ min: 1, max: 2_000_000 }),
    });
    fc.assert(
      fc.property(format, of, of, (written, one, other) => {
        fc.pre(one.year !== other.year || one.number !== other.number);
        expect(formatNumber(written, one)).not.toBe(formatNumber(written, other));
      }),
    );
  });

  test('BIL-12 formats that differ in digits or case alone are alike', () => {
    expect(areAlike('INV-{year}-{number:5}', 'inv-{year}-{number}')).toBe(true);
    expect(areAlike('INV-{year}-{number:5}', 'CN-{year}-{number:5}')).toBe(false);
    // Where the number stands tells them apart.
    expect(areAlike('{number}A{year}', 'A{number}{year}')).toBe(false);
  });
});

describe('CUS-2 a seller’s IBAN', () => {
  test.each(['GB82 WEST 1234 5698 7654 32', 'DE89370400440532013000', 'it60x0542811101000000123456'])(
    'CUS-2 %s is one; with another digit it is none',
    (iban) => {
      expect(isIban(iban)).toBe(true);
      expect(isIban(iban.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)))).toBe(false);
    },
  );

  test('CUS-2 what is too short, or no IBAN at all, is none', () => {
    for (const text of ['', 'GB82', '1234567890123456', 'GB82-WEST-1234-5698-7654-32'])
      expect(isIban(text)).toBe(false);
  });
});
