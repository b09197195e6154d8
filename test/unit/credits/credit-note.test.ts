import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, money, subtract, zero } from '../../../src/core/money/money.ts';
import { type CreditableLine, creditNote, restOf } from '../../../src/features/billing/credits/index.ts';
import { type LineTax, taxTotals } from '../../../src/features/billing/taxes/index.ts';
import { light } from '../../support/cases.ts';

const vat = (rate: number): LineTax => ({ code: `vat-${rate}`, name: 'VAT', rate, treatment: 'taxed' });
const line = (id: string, net: number, rate = 200_000, credited = 0, currency = 'EUR'): CreditableLine => ({
  id,
  description: `Service ${id}`,
  net: money(net, currency),
  credited: money(credited, currency),
  tax: vat(rate),
});
const of = (lineId: string, net: number) => ({ lineId, net: money(net, 'EUR') });
const note = (lines: readonly CreditableLine[], ...credited: ReturnType<typeof of>[]) =>
  creditNote(lines, credited, 'EUR');

describe('BIL-13 a credit note reverses lines, each tax at its own rate', () => {
  test('a line in part, another whole, and only their taxes', () => {
    const lines = [line('a', 10_000), line('b', 5_000, 100_000), line('c', 700, 40_000)];
    expect(note(lines, of('a', 2_500), of('b', 5_000))).toEqual({
      lines: [of('a', 2_500), of('b', 5_000)],
      net: money(7_500, 'EUR'),
      taxes: [
        { tax: vat(200_000), net: money(2_500, 'EUR'), amount: money(500, 'EUR') },
        { tax: vat(100_000), net: money(5_000, 'EUR'), amount: money(500, 'EUR') },
      ],
      tax: money(1_000, 'EUR'),
      total: money(8_500, 'EUR'),
    });
  });

  test('the last takes the odd cent', () => {
    const half = (credited: number) => note([line('a', 50, 100_000, credited)], of('a', 25)).tax.amount;
    expect([half(0), half(25)]).toEqual([3n, 2n]);
    const third = (credited: number) => note([line('a', 33, 100_000, credited)], of('a', 11)).tax.amount;
    expect([third(0), third(11), third(22)]).toEqual([1n, 1n, 1n]);
  });

  test('N06 a whole bill has its tax, 115.60, whatever was credited before', () => {
    const lines = [line('a', 29_933), line('b', 17_933), line('c', 9_934)];
    expect(note(lines, ...(restOf(lines) as ReturnType<typeof of>[])).total).toEqual(money(69_360, 'EUR'));
    const first = note(lines, of('b', 17_933));
    const left = [line('a', 29_933), line('b', 17_933, 200_000, 17_933), line('c', 9_934)];
    expect(restOf(left).map(({ lineId }) => lineId)).toEqual(['a', 'c']);
    expect(add(first.total, creditNote(left, restOf(left), 'EUR').total)).toEqual(money(69_360, 'EUR'));
  });

  test('what is left of a line is the most', () => {
    const lines = [line('a', 100, 0, 40), line('b', -30, 0), line('c', 500, 0)];
    expect(note(lines, of('a', 60)).total.amount).toBe(60n);
    for (const [wrong, sentence] of [
      [of('a', 61), 'Only €0.60 of “Service a” can be credited. Enter that or less.'],
      [of('a', -1), 'Only €0.60 of “Service a” can be credited. Enter that or less.'],
      [of('b', -31), 'Only -€0.30 of “Service b” can be credited. Enter that or less.'],
      [of('b', 1), 'Only -€0.30 of “Service b” can be credited. Enter that or less.'],
    ] as const) {
      expect(() => note(lines, of('c', 100), wrong)).toThrow(
        expect.objectContaining({ fields: { [wrong.lineId]: sentence } }),
      );
    }
    expect(note(lines, of('c', 100), of('b', -30)).total.amount).toBe(70n);
  });

  test('a line named twice is refused at the line, and one of another invoice is a caller’s mistake', () => {
    expect(() => note([line('a', 100, 0)], of('a', 40), of('a', 60))).toThrow(
      expect.objectContaining({ fields: { a: '“Service a” is credited twice here. Enter one amount for it.' } }),
    );
    expect(() => note([line('a', 100, 0)], of('x', 40))).toThrow('BIL-13: the invoice has no line x');
  });

  test('credits never exceed their invoice, although each line would allow it', () => {
    const lines = [line('a', 10_000), line('b', -2_000)];
    expect(note(lines, of('a', 8_000)).total.amount).toBe(9_600n);
    expect(() => note(lines, of('a', 8_001))).toThrow(
      'With this the credits come to €96.01, more than the invoice’s €96.00. Credit less.',
    );
  });

  test('nothing is no credit, and nor is less', () => {
    const lines = [line('a', 100), line('b', -30)];
    for (const credited of [[], [of('a', 0)], [of('b', -30)]]) {
      expect(() => note(lines, ...credited)).toThrow('Nothing would be given back.');
    }
  });

  test('credited bit by bit, in whatever parts: together exactly the invoice, and never beyond on the way', () => {
    const nets = fc.array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(0, 88_750, 220_000)), {
      minLength: 1,
      maxLength: 4,
    });
    const parts = fc.array(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(nets, parts, fc.constantFrom('JPY', 'EUR', 'KWD'), (figures, shares, currency) => {
        let lines = figures.map(([net, rate], index) => line(`${index}`, net, rate, 0, currency));
        const { total } = taxTotals(lines, currency);
        let credited = zero(currency);
        const credit = (wanted: ReturnType<typeof restOf>) => {
          if (wanted.every(({ net }) => net.amount === 0n)) return;
          credited = add(credited, creditNote(lines, wanted, currency).total);
          lines = lines.map((each) => ({
            ...each,
            credited: add(each.credited, wanted.find(({ lineId }) => lineId === each.id)?.net ?? zero(currency)),
          }));
        };
        for (const share of shares) {
          const part = ({ net, credited: before }: CreditableLine, percent = 0) =>
            money((subtract(net, before).amount * BigInt(percent)) / 100n, currency);
          credit(lines.map((each, index) => ({ lineId: each.id, net: part(each, share[index]) })));
          if (credited.amount > total.amount) return false;
        }
        credit(restOf(lines));
        return credited.amount === total.amount;
      }),
      light,
    );
  });
});
