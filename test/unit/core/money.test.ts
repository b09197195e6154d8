import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  allocate,
  amountText,
  compare,
  formatMoney,
  isCurrency,
  isZero,
  type Money,
  minorDigits,
  money,
  multiplyRatio,
  negate,
  parseAmount,
  subtract,
  sum,
  sumByCurrency,
  zero,
} from '../../../src/core/money/money.ts';
import { formatting, light } from '../../support/cases.ts';

const usd = (amount: bigint | number) => money(amount, 'USD');
const amounts = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const currencies = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'HUF', 'CLF');
const monies = fc.record({ amount: amounts, currency: currencies });

describe('BIL-11 money is whole minor units with a currency', () => {
  test('fractions and unknown currencies are refused', () => {
    expect(() => money(0.5, 'USD')).toThrow(RangeError);
    expect(() => money(2 ** 53, 'USD')).toThrow(RangeError);
    expect(() => money(1, 'usd')).toThrow(RangeError);
    expect(() => money(1, 'XYZ')).toThrow(RangeError);
    expect(usd(5)).toEqual({ amount: 5n, currency: 'USD' });
  });

  test('decimals are those of ISO 4217, not those that shops display', () => {
    const expected = { USD: 2, HUF: 2, COP: 2, IDR: 2, JPY: 0, KRW: 0, CLP: 0, KWD: 3, TND: 3, CLF: 4 };
    for (const [currency, digits] of Object.entries(expected)) expect(minorDigits(currency)).toBe(digits);
    expect(isCurrency('ITL')).toBe(false);
  });

  test('parts of an allocation always sum to the whole, each within one unit of its share', () => {
    fc.assert(
      fc.property(monies, fc.array(fc.nat(1000), { minLength: 1, maxLength: 12 }), (whole, weights) => {
        const total = weights.reduce((a, b) => a + b, 0);
        fc.pre(total > 0);
        const parts = allocate(whole, weights);
        expect(sum(parts, whole.currency)).toEqual(whole);
        for (const [index, part] of parts.entries()) {
          const error = part.amount * BigInt(total) - whole.amount * BigInt(weights[index] ?? 0);
          expect(error < BigInt(total) && error > -BigInt(total)).toBe(true);
        }
      }),
    );
  });

  test('an allocation of a credit mirrors that of the charge', () => {
    fc.assert(
      fc.property(monies, fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1 }), (whole, weights) => {
        expect(allocate(negate(whole), weights)).toEqual(allocate(whole, weights).map(negate));
      }),
    );
  });

  test('left-over units go to the largest remainders, earlier parts first', () => {
    expect(allocate(usd(100), [1, 1, 1]).map((part) => part.amount)).toEqual([34n, 33n, 33n]);
    expect(allocate(usd(5), [7, 3]).map((part) => part.amount)).toEqual([4n, 1n]);
    // 6.3 and 2.7: the smaller share lost more.
    expect(allocate(usd(9), [7, 3]).map((part) => part.amount)).toEqual([6n, 3n]);
    expect(allocate(usd(1), [0, 1]).map((part) => part.amount)).toEqual([0n, 1n]);
  });

  test('weights that say nothing are refused', () => {
    for (const weights of [[], [0, 0], [1, -1], [2, -1]]) expect(() => allocate(usd(1), weights)).toThrow(RangeError);
  });

  test.each([
    [200_000n, 14n, 31n, 90_323n],
    [200_000n, 6n, 31n, 38_710n],
    [200_000n, 21n, 31n, 135_484n],
    [1n, 1n, 2n, 1n],
    [-1n, 1n, 2n, -1n],
    [1n, -1n, 2n, -1n],
    [1n, 1n, -2n, -1n],
    [-1n, 1n, -2n, 1n],
    [1n, 49n, 100n, 0n],
    [-3n, 1n, 2n, -2n],
  ])('%d × %d/%d is %d: rounded half away from zero', (amount, above, below, expected) => {
    expect(multiplyRatio(usd(amount), above, below)).toEqual(usd(expected));
  });

  test('a ratio is exact to half a unit, and symmetric', () => {
    fc.assert(
      fc.property(amounts, fc.bigInt(-9999n, 9999n), fc.bigInt(1n, 9999n), (amount, above, below) => {
        const { amount: result } = multiplyRatio(usd(amount), above, below);
        const error = 2n * (result * below - amount * above);
        expect(error <= below && error >= -below).toBe(true);
        expect(multiplyRatio(usd(-amount), above, below).amount).toBe(-result);
      }),
    );
    expect(() => multiplyRatio(usd(1), 1, 0)).toThrow(RangeError);
  });
});

describe('ALL-7 amounts of different currencies are never added up', () => {
  const eur = money(1, 'EUR');
  test.each([
    ['add', () => add(usd(1), eur)],
    ['subtract', () => subtract(usd(1), eur)],
    ['compare', () => compare(usd(1), eur)],
    ['sum', () => sum([usd(1), eur], 'USD')],
    ['sum in another', () => sum([usd(1)], 'EUR')],
  ])('%s throws', (_, work) => {
    expect(work).toThrow('ALL-7');
  });

  test('totals are per currency, in order of code, and lose nothing', () => {
    expect(sumByCurrency([usd(1), eur, usd(2)])).toEqual([eur, usd(3)]);
    fc.assert(
      fc.property(fc.array(monies), (list) => {
        const totals = sumByCurrency(list);
        expect(totals.map((total) => total.currency)).toEqual([...new Set(list.map((m) => m.currency))].sort());
        for (const total of totals) {
          const same = list.filter((m) => m.currency === total.currency);
          expect(sum(same, total.currency)).toEqual(total);
        }
      }),
    );
  });
});

test('compare, negate, isZero, zero', () => {
  expect([usd(3), usd(1), usd(2)].sort(compare)).toEqual([usd(1), usd(2), usd(3)]);
  expect(isZero(subtract(usd(3), usd(3)))).toBe(true);
  expect(add(usd(3), negate(usd(3)))).toEqual(zero('USD'));
});

describe('formatMoney', () => {
  test.each<[Money, string, string]>([
    [usd(200_000), 'en-US', '$2,000.00'],
    [usd(-5), 'en-US', '-$0.05'],
    [money(1234, 'JPY'), 'en-US', '¥1,234'],
    [money(1234, 'KWD'), 'en-US', 'KWD 1.234'],
    [money(1234, 'HUF'), 'en-US', 'HUF 12.34'],
    [money(123_450, 'EUR'), 'de-DE', '1.234,50 €'],
    [money(123_450, 'EUR'), 'it-IT', '1.234,50 €'],
    [money(123_450, 'EUR'), 'es-ES', '1.234,50 €'],
    [money(123_450, 'EUR'), 'pt-PT', '1 234,50 €'],
    [money(123_450, 'PLN'), 'pl-PL', '1 234,50 zł'],
    [usd(12345678901234567890123n), 'en-US', '$123,456,789,012,345,678,901.23'],
  ])('%o in %s is %s', (value, locale, expected) => {
    expect(formatMoney(value, locale).replace(/\u00a0/g, ' ')).toBe(expected);
  });
});

describe('parseAmount', () => {
  test.each([
    ['2000', 'USD', 200_000n],
    ['2,000.00', 'USD', 200_000n],
    ['2.000,00', 'EUR', 200_000n],
    ['$2,000', 'USD', 200_000n],
    ['€ 1 234,50', 'EUR', 123_450n],
    ['1 234,50 €', 'EUR', 123_450n],
    ["1'234.5 CHF", 'CHF', 123_450n],
    ['usd 5', 'USD', 500n],
    ['US$5', 'USD', 500n],
    ['C$5', 'CAD', 500n],
    ['1.234.567', 'EUR', 123_456_700n],
    ['1,234,567.8', 'USD', 123_456_780n],
    ['.5', 'USD', 50n],
    ['0', 'USD', 0n],
    ['007', 'USD', 700n],
    ['2,000', 'JPY', 2000n],
    ['0.500', 'KWD', 500n],
    ['12345,678', 'KWD', 12_345_678n],
    ['2000.000', 'KWD', 2_000_000n],
    ['02.000', 'KWD', 2000n],
    ['9,999,999,999.99', 'USD', 999_999_999_999n],
  ])('reads %s in %s', (text, currency, amount) => {
    expect(parseAmount(text, currency)).toEqual({ ok: true, value: { amount, currency } });
  });

  test.each([
    ['', 'USD', 'Write an amount, such as 2000.00.'],
    ['-5', 'USD', 'cannot be negative'],
    ['5-', 'USD', 'cannot be negative'],
    ['−5', 'USD', 'cannot be negative'],
    ['(5.00)', 'USD', 'cannot be negative'],
    ['1.5555', 'USD', 'USD has 2 decimals'],
    ['0,500', 'USD', 'USD has 2 decimals'],
    ['1.5', 'JPY', 'JPY has no decimals'],
    ['2.000', 'EUR', 'Write 2000 if you mean that; otherwise use at most 2 decimals'],
    ['2,000', 'KWD', 'Write 2000.000 if you mean that; otherwise write 02.000'],
    ['$5', 'EUR', 'Amounts here are in EUR'],
    ['5 apples', 'USD', 'Amounts here are in USD'],
    ['10000000000.00', 'USD', 'more than 12 digits'],
    ['1,00,000', 'USD', 'is not an amount'],
    ['1 2 3', 'USD', 'is not an amount'],
    ['1,2.3,4', 'USD', 'is not an amount'],
    ['1e5', 'USD', 'is not an amount'],
    ["0.'", 'USD', 'is not an amount'],
    ['free', 'USD', 'is not an amount'],
  ])('refuses “%s” in %s', (text, currency, error) => {
    expect(parseAmount(text, currency)).toEqual({ ok: false, error: expect.stringContaining(error) });
  });

  test('reads back what formatMoney writes, in several countries', () => {
    const small = fc.bigInt(0n, 999_999_999_999n);
    fc.assert(
      fc.property(
        small,
        fc.constantFrom('USD', 'EUR', 'GBP', 'CHF', 'HUF'),
        fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH'),
        (amount, currency, locale) => {
          const value = { amount, currency };
          const read = parseAmount(formatMoney(value, locale), currency);
          return read.ok && read.value.amount === amount && read.value.currency === currency;
        },
      ),
      formatting,
    );
  });

  test('BIL-11 what a field is prefilled with is read back as the same amount, in every currency', () => {
    fc.assert(
      fc.property(currencies, fc.bigInt(0n, 999_999_999_999n), (currency, amount) => {
        const value = { amount, currency };
        const read = parseAmount(amountText(value), currency);
        return read.ok && read.value.amount === amount && read.value.currency === currency;
      }),
      {
        ...light,
        examples: [
          ['KWD', 2500n],
          ['BHD', 123_456n],
          ['JPY', 2000n],
          ['CLF', 25_000n],
        ],
      },
    );
  });

  test('never throws, and never gives a negative amount', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[$€ ]{0,2}[\d.,' ()-]{0,20}$/));
    fc.assert(
      fc.property(texts, currencies, (text, currency) => {
        const result = parseAmount(text, currency);
        return result.ok ? result.value.amount >= 0n : result.error.length > 0;
      }),
      light,
    );
  });
});
