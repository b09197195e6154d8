import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import {
  formatUnitPrice,
  lineAmount,
  parseUnitPrice,
  type UnitPrice,
  unitPriceOf,
  unitPriceText,
} from '../../../src/core/money/unit-price.ts';
import { ratio } from '../../../src/core/ratio.ts';
import { light } from '../../support/cases.ts';

const price = (tenThousandths: bigint, currency = 'USD'): UnitPrice => ({ tenThousandths, currency });
const currencies = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD');
const figures = fc.maxSafeInteger().map(BigInt);

describe('BIL-11 a price may be finer than a cent', () => {
  test.each([
    ['0.0035', 'USD', 3_500n],
    ['$0.35', 'USD', 350_000n],
    ['0.123456', 'USD', 123_456n],
    ['12', 'USD', 12_000_000n],
    ['2,000.00', 'USD', 2_000_000_000n],
    ['2.000,5', 'EUR', 2_000_500_000n],
    ['0,6514', 'EUR', 651_400n],
    ['1,2345', 'EUR', 1_234_500n],
    ['-100', 'USD', -100_000_000n],
    ['−$100.00', 'USD', -100_000_000n],
    ['0.0001', 'JPY', 1n],
    ['800', 'JPY', 8_000_000n],
    ['0.0000001', 'KWD', 1n],
    ['9999999999.123456', 'USD', 9_999_999_999_123_456n],
  ])('%s in %s', (text, currency, tenThousandths) => {
    expect(parseUnitPrice(text, currency)).toEqual({ ok: true, value: price(tenThousandths, currency) });
  });

  test.each([
    ['0.1234567', 'USD', 'A price in USD has at most 6 decimals: leave out the others.'],
    ['0.00001', 'JPY', 'A price in JPY has at most 4 decimals: leave out the others.'],
    ['1.234', 'USD', '“1.234” can be read in two ways. Write 1234.000 if you mean that; otherwise write 01.234.'],
    ['1,234', 'JPY', '“1,234” can be read in two ways. Write 1234.000 if you mean that; otherwise write 01.234.'],
    ['', 'USD', 'Write an amount, such as 2000.00.'],
    ['much', 'USD', '“much” is not an amount. Write it like 2000.00.'],
    ['€5', 'USD', 'Amounts here are in USD: write only the figures, such as 2000.00.'],
    ['--5', 'USD', 'An amount cannot be negative here: write it without the minus sign.'],
    ['99999999999.123456', 'USD', 'That is more than 16 digits: please check the amount.'],
  ])('“%s” in %s is refused with a sentence', (text, currency, error) => {
    expect(parseUnitPrice(text, currency)).toEqual({ ok: false, error });
  });

  test.each([
    [3_500n, 'USD', '$0.0035', '0.0035'],
    [12_500_000n, 'USD', '$12.50', '12.50'],
    [1_234_000n, 'USD', '$1.234', '1.2340'],
    [-100_000_000n, 'USD', '-$100.00', '-100.00'],
    [8_000_000n, 'JPY', '¥800', '800'],
    [8_000_500n, 'JPY', '¥800.05', '800.05'],
    [25_000_000n, 'KWD', 'KWD\u00a02.500', '2.5000'],
  ])('%s of %s is shown without needless zeros', (tenThousandths, currency, shown, text) => {
    expect(formatUnitPrice(price(tenThousandths, currency))).toBe(shown);
    expect(unitPriceText(price(tenThousandths, currency))).toBe(text);
  });

  test('in the reader’s language', () => {
    expect(formatUnitPrice(price(1_234_561_000n, 'EUR'), 'it')).toBe('1.234,561\u00a0€');
  });

  test('what a field is prefilled with is read back as the same price', () => {
    fc.assert(
      fc.property(figures, currencies, (tenThousandths, currency) => {
        const parsed = parseUnitPrice(unitPriceText(price(tenThousandths, currency)), currency);
        return parsed.ok && parsed.value.tenThousandths === tenThousandths && parsed.value.currency === currency;
      }),
      light,
    );
  });

  test('what is shown has every digit', () => {
    fc.assert(
      fc.property(figures, currencies, (tenThousandths, currency) => {
        const shown = formatUnitPrice(price(tenThousandths, currency)).replace(/[^\d.]/g, '');
        const [whole = '', decimals = ''] = shown.split('.');
        const digits = { USD: 6, EUR: 6, JPY: 4, KWD: 7 }[currency] ?? 0;
        const size = tenThousandths < 0n ? -tenThousandths : tenThousandths;
        return BigInt(whole + decimals.padEnd(digits, '0')) === size;
      }),
      light,
    );
  });
});

describe('BIL-11 a line is rounded once', () => {
  test.each([
    [3_500n, 1_250, 'USD', 438n],
    [3_500n, 1_000, 'USD', 350n],
    [4_999n, 1, 'USD', 0n],
    [5_000n, 1, 'USD', 1n],
    [-5_000n, 1, 'USD', -1n],
    [-4_999n, 1, 'USD', 0n],
    [651_400n, 600, 'EUR', 39_084n],
    [5_000n, 3, 'JPY', 2n],
    [12_345n, 7, 'KWD', 9n],
  ])('%s × %s in %s is %s', (tenThousandths, quantity, currency, amount) => {
    expect(lineAmount(price(tenThousandths, currency), quantity)).toEqual(money(amount, currency));
  });

  test('a part of a month is a quantity too: N08 23 of 30 days of $3,950.00', () => {
    expect(lineAmount(unitPriceOf(money(395_000, 'USD')), ratio(23, 30))).toEqual(money(302_833, 'USD'));
  });

  test('a credit is exactly the negative of its charge, and half a unit is the most that rounding moves', () => {
    fc.assert(
      fc.property(figures, fc.nat(1_000_000), currencies, (tenThousandths, quantity, currency) => {
        const charge = lineAmount(price(tenThousandths, currency), quantity);
        const credit = lineAmount(price(tenThousandths, currency), -quantity);
        const moved = charge.amount * 10_000n - tenThousandths * BigInt(quantity);
        return credit.amount === -charge.amount && moved <= 5_000n && moved >= -5_000n;
      }),
      light,
    );
  });

  test('money as a price is worth the same', () => {
    fc.assert(
      fc.property(figures, currencies, (amount, currency) => {
        return lineAmount(unitPriceOf(money(amount, currency)), 1).amount === amount;
      }),
      light,
    );
  });
});
