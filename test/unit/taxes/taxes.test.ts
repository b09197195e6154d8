import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money, negate } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import {
  type LineTax,
  type Taxable,
  type TaxRule,
  taxByLine,
  taxOf,
  taxTotals,
} from '../../../src/features/billing/taxes/index.ts';
import { light } from '../../support/cases.ts';

const vat = (rate: number): LineTax => ({ code: `vat-${rate}`, name: 'VAT', rate, treatment: 'taxed' });
const line = (amount: bigint | number, tax = vat(200_000), currency = 'EUR') => ({
  net: money(amount, currency),
  tax,
});

describe('BIL-14 one rounding per rate and document, half up', () => {
  test('N06 a bill has 115.60, its three lines as charges 59.87, 35.87 and 19.87', () => {
    const lines = [line(29_933), line(17_933), line(9_934)];
    const bill = taxTotals(lines, 'EUR');
    expect(bill).toMatchObject({ net: money(57_800, 'EUR'), tax: money(11_560, 'EUR'), total: money(69_360, 'EUR') });
    expect(bill.taxes).toHaveLength(1);
    expect(lines.map((each) => taxTotals([each], 'EUR').tax.amount)).toEqual([5_987n, 3_587n, 1_987n]);
    expect(taxByLine(lines, 'EUR').map(({ amount }) => amount)).toEqual([5_987n, 3_586n, 1_987n]);
  });

  test('each rate by itself, in the order of the lines, an exempt one with its reason', () => {
    const exempt: LineTax = { code: 'out', name: 'No VAT', rate: 0, treatment: 'exempt', reason: 'Art. 10' };
    const totals = taxTotals([line(1_000), line(333, exempt), line(50, vat(100_000)), line(2, vat(200_000))], 'EUR');
    expect(totals.taxes.map(({ tax, net, amount }) => [tax.code, net.amount, amount.amount])).toEqual([
      ['vat-200000', 1_002n, 200n],
      ['out', 333n, 0n],
      ['vat-100000', 50n, 5n],
    ]);
    expect(totals.taxes[1]?.tax.reason).toBe('Art. 10');
    expect(totals).toMatchObject({ net: money(1_385, 'EUR'), tax: money(205, 'EUR'), total: money(1_590, 'EUR') });
  });

  test('taxes that differ in code, treatment or reason alone stand by themselves', () => {
    const of = (change: Partial<LineTax>) => line(100, { ...vat(0), ...change });
    const lines = [of({}), of({ code: 'other' }), of({ treatment: 'exempt' }), of({ reason: 'why' }), of({})];
    expect(taxTotals(lines, 'EUR').taxes.map(({ net }) => net.amount)).toEqual([200n, 100n, 100n, 100n]);
  });

  test.each([
    [8.875, 10_000n, 88_750, 888n],
    ['half a cent', 10n, 50_000, 1n],
    ['below half', 9n, 50_000, 0n],
    ['half a cent of a credit', -10n, 50_000, -1n],
    ['a line and its credit', 0n, 200_000, 0n],
  ])('%s: %s at %s millionths', (_, amount, rate, tax) => {
    expect(taxTotals([line(amount, vat(rate))], 'EUR').tax).toEqual(money(tax, 'EUR'));
  });

  test('no lines: nothing, in the document’s currency; ALL-7 another currency is refused', () => {
    expect(taxTotals([], 'JPY')).toEqual({
      net: money(0, 'JPY'),
      taxes: [],
      tax: money(0, 'JPY'),
      total: money(0, 'JPY'),
    });
    expect(() => taxTotals([line(1)], 'USD')).toThrow('ALL-7');
  });

  test('what is left over goes to the lines that lost most, the first of equal ones', () => {
    const tenth = vat(100_000);
    const parts = (...nets: number[]) =>
      taxByLine(
        nets.map((net) => line(net, tenth)),
        'EUR',
      ).map(({ amount }) => amount);
    expect(parts(33, 33, 33)).toEqual([4n, 3n, 3n]);
    const twice = line(33, tenth);
    expect(taxByLine([twice, twice], 'EUR').map(({ amount }) => amount)).toEqual([4n, 3n]);
    expect(parts(31, 38, 31)).toEqual([3n, 4n, 3n]);
    expect(parts(-33, -33, -33)).toEqual([-4n, -3n, -3n]);
    expect(parts(100, -5)).toEqual([10n, 0n]);
    expect(parts(100, -6)).toEqual([10n, -1n]);
  });

  test('parts sum to the whole, each within a unit of its own, and a credit mirrors its charge', () => {
    const nets = fc.array(
      fc.tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom(0, 88_750, 220_000)),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(nets, fc.constantFrom('JPY', 'EUR', 'KWD'), (figures, currency) => {
        const lines = figures.map(([amount, rate]) => line(amount, vat(rate), currency));
        const totals = taxTotals(lines, currency);
        const parts = taxByLine(lines, currency);
        const credit = taxTotals(
          lines.map(({ net, tax }) => ({ net: negate(net), tax })),
          currency,
        );
        return (
          parts.reduce((total, { amount }) => total + amount, 0n) === totals.tax.amount &&
          credit.total.amount === -totals.total.amount &&
          parts.every(({ amount }, index) => {
            const [net = 0, rate = 0] = figures[index] ?? [];
            const off = amount * 1_000_000n - BigInt(net) * BigInt(rate);
            return off < 1_000_000n && off > -1_000_000n;
          })
        );
      }),
      light,
    );
  });
});

const rule = (change: Partial<TaxRule>): TaxRule => ({
  code: 'us',
  name: 'Sales tax',
  category: 'services',
  jurisdiction: 'US',
  seller: '*',
  validFrom: day('2020-01-01'),
  rate: 40_000,
  treatment: 'taxed',
  ...change,
});
const sold = (change: Partial<Taxable> = {}): Taxable => ({
  category: 'services',
  seller: 'lietz',
  customer: { jurisdiction: 'US-NY' },
  on: day('2026-03-01'),
  ...change,
});

describe('BIL-14 a line’s tax follows from seller, customer and line, as of a day', () => {
  const table = () => [
    rule({ code: 'any', jurisdiction: '*', rate: 0, treatment: 'out_of_scope', reason: 'Supplied abroad' }),
    rule({ code: 'us' }),
    rule({ code: 'us-lietz', seller: 'lietz', rate: 41_000 }),
    rule({ code: 'ny-old', jurisdiction: 'US-NY', rate: 80_000 }),
    rule({ code: 'ny', jurisdiction: 'US-NY', validFrom: day('2026-03-01'), rate: 88_750 }),
    rule({ code: 'nyc', jurisdiction: 'US-NYC', rate: 90_000 }),
    rule({ code: 'hardware', category: 'hardware', jurisdiction: 'US-NY', rate: 88_750 }),
  ];
  const code = (change: Partial<Taxable>) => {
    const choice = taxOf(table(), sold(change));
    return choice.ok ? choice.value.code : choice.error;
  };

  test.each<[string, Partial<Taxable>, string]>([
    ['the narrowest place', {}, 'ny'],
    ['before the new rate’s day the old one', { on: day('2026-02-28') }, 'ny-old'],
    ['elsewhere in the country its seller’s own', { customer: { jurisdiction: 'US-CA' } }, 'us-lietz'],
    ['with another seller that of each', { customer: { jurisdiction: 'US-CA' }, seller: 'other' }, 'us'],
    ['abroad what holds anywhere', { customer: { jurisdiction: 'IT' } }, 'any'],
    ['a place that only begins alike is another', { customer: { jurisdiction: 'US-NYC' } }, 'nyc'],
    ['and never the other way', { customer: { jurisdiction: 'USA' } }, 'any'],
    ['by category', { category: 'hardware' }, 'hardware'],
    [
      'none is said, never silently 0 %',
      { category: 'travel' },
      'No tax is set for travel in US-NY on Mar 1, 2026. Add a row to the table of taxes, with a rate of 0 if none is due.',
    ],
  ])('%s', (_, change, expected) => {
    expect(code(change)).toBe(expected);
  });

  test('whatever the order of the table', () => {
    expect(taxOf(table().reverse(), sold())).toEqual(taxOf(table(), sold()));
  });

  test('two of one place, seller and day are a finding', () => {
    const rules = [rule({ name: 'One' }), rule({ name: 'Other' }), rule({ jurisdiction: '*', name: 'Wide' })];
    expect(taxOf(rules, sold())).toEqual({
      ok: false,
      error:
        'Two taxes are set for services in US-NY from Jan 1, 2020 on: One and Other. Remove one from the table of taxes.',
    });
  });

  test('the line has what the document says, and no more', () => {
    expect(taxOf([rule({})], sold())).toEqual({
      ok: true,
      value: { code: 'us', name: 'Sales tax', rate: 40_000, treatment: 'taxed', reason: undefined },
    });
  });

  test('a customer who is exempt, or owes the tax itself, is charged none, with the reason, where there would be some', () => {
    const of = (treatment: 'exempt' | 'reverse_charge', own: Partial<TaxRule> = {}) =>
      taxOf(
        [rule(own)],
        sold({ customer: { jurisdiction: 'US-NY', untaxed: { treatment, reason: 'Certificate 12' } } }),
      );
    for (const treatment of ['exempt', 'reverse_charge'] as const) {
      expect(of(treatment)).toEqual({
        ok: true,
        value: { code: 'us', name: 'Sales tax', rate: 0, treatment, reason: 'Certificate 12' },
      });
    }
    expect(of('exempt', { treatment: 'out_of_scope', reason: 'Supplied abroad' })).toMatchObject({
      value: { rate: 0, treatment: 'out_of_scope', reason: 'Supplied abroad' },
    });
  });

  test('an exempt rule taxes nothing, whatever its rate says', () => {
    expect(taxOf([rule({ treatment: 'exempt', reason: 'Art. 10', rate: 40_000 })], sold())).toMatchObject({
      value: { rate: 0, treatment: 'exempt', reason: 'Art. 10' },
    });
  });
});
