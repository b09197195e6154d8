import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FieldErrors } from '../../../src/core/errors.ts';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { decideDeposit, parseDeposit } from '../../../src/features/billing/deposits/deposit.ts';
import { anInvoice } from '../invoicing/an-invoice.ts';

const usd = (cents: number) => money(cents, 'USD');
const today = day('2026-03-02');
const invoiceOf = (ref: number, cents: number) =>
  anInvoice({ id: `i${ref}`, ref, presented: true, amount: usd(cents), paid: usd(0), open: usd(cents) });
const sourceOf = (at: number, cents: number, pays: readonly string[] = []) => ({
  ...{ id: `p${at}`, name: `the check ${at}`, on: today, rest: usd(cents), pays },
});

describe('BIL-15 what is typed in of a deposit', () => {
  test.each([
    ['500.00; 1234; I-3 i-5', [{ amount: usd(500_00), reference: '1234', pays: ['I-3', 'I-5'] }]],
    [
      '1,500.00;77\n\n20',
      [
        { amount: usd(1_500_00), reference: '77', pays: [] },
        { amount: usd(20_00), reference: undefined, pays: [] },
      ],
    ],
  ])('%s', (text, lines) => {
    expect(parseDeposit(text, 'USD')).toEqual(lines);
  });

  test.each([
    ['nothing', '\n', 'at least one'],
    ['no amount', '12; 1\nabc; 2', 'Line 2'],
    ['zero', '0.00; 1', 'above zero'],
    ['too much on a line', '1; 2; I-3; I-4', 'and no more'],
    ['a reference twice', '1; AB\n2; ab', 'twice'],
    ['more than fits', Array.from({ length: 21 }, (_, n) => `1; ${n}`).join('\n'), '20 payments at most'],
  ])('refused at the field: %s', (_, text, sentence) => {
    expect(() => parseDeposit(text, 'USD')).toThrow(FieldErrors);
    expect(() => parseDeposit(text, 'USD')).toThrow(new RegExp(sentence));
  });
});

describe('BIL-15 what a deposit pays', () => {
  test('one to many, many to one, oldest first or as named; what is left over is said', () => {
    const invoices = [invoiceOf(1, 100_00), invoiceOf(2, 80_00), invoiceOf(3, 50_00)];
    const plan = decideDeposit(
      { sources: [sourceOf(1, 60_00, ['I-3', 'I-2']), sourceOf(2, 200_00)], invoices },
      {},
      today,
    );
    expect(plan.allocations.map(({ source, target, amount }) => [source, target, Number(amount.amount)])).toEqual([
      ['p1', 'i3', 50_00],
      ['p1', 'i2', 10_00],
      ['p2', 'i1', 100_00],
      ['p2', 'i2', 70_00],
    ]);
    expect(plan.sources.map(({ rest }) => Number(rest.amount))).toEqual([0, 30_00]);
  });

  test('a remainder is small only once all payments have paid', () => {
    const invoices = [invoiceOf(1, 100_00)];
    const both = decideDeposit({ sources: [sourceOf(1, 99_98), sourceOf(2, 2)], invoices }, { USD: 5n }, today);
    expect(both.writeOffs).toEqual([]);
    const one = decideDeposit({ sources: [sourceOf(1, 99_98)], invoices }, { USD: 5n }, today);
    expect(one.writeOffs.map(({ amount }) => amount)).toEqual([usd(2)]);
  });

  test('an invoice that is not open is refused by its number', () => {
    expect(() => decideDeposit({ sources: [sourceOf(1, 1, ['I-9'])], invoices: [invoiceOf(1, 5)] }, {}, today)).toThrow(
      /Payment 1: I-9 is no open invoice/,
    );
  });

  test('allocations never exceed payment or invoice, and nothing is left where something is open', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.record({ cents: fc.integer({ min: 1, max: 500 }), pays: fc.array(fc.nat(5), { maxLength: 3 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        (opens, payments) => {
          const invoices = opens.map((cents, at) => invoiceOf(at, cents));
          const sources = payments.map(({ cents, pays }, at) =>
            sourceOf(
              at,
              cents,
              [...new Set(pays.filter((each) => each < opens.length))].map((each) => `I-${each}`),
            ),
          );
          const plan = decideDeposit({ sources, invoices }, {}, today);
          const sumOf = (list: typeof plan.allocations) => list.reduce((sum, { amount }) => sum + amount.amount, 0n);
          for (const { id, rest } of sources)
            expect(sumOf(plan.allocations.filter(({ source }) => source === id)) <= rest.amount).toBe(true);
          for (const { id, open } of invoices)
            expect(sumOf(plan.allocations.filter(({ target }) => target === id)) <= open.amount).toBe(true);
          const free = plan.sources.filter(({ id }) =>
            sources.some((each) => each.id === id && each.pays.length === 0),
          );
          const isLeft = free.some(({ rest }) => rest.amount > 0n);
          const isOpen = plan.targets.some(({ open }) => open.amount > 0n);
          // What came later for named invoices leaves no room for what came before it, but never money beside an open invoice.
          if (free.length === sources.length) expect(isLeft && isOpen).toBe(false);
        },
      ),
    );
  });
});
