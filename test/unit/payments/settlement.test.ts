import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { stateOf } from '../../../src/features/billing/invoices/index.ts';
import type { NewPayment } from '../../../src/features/billing/payments/payment.ts';
import { checkReceived, leftOverOf, netOf, paidAfter } from '../../../src/features/billing/payments/settlement.ts';
import { anInvoice } from '../invoicing/an-invoice.ts';

const today = day('2026-03-02');
type Received = Pick<NewPayment, 'amount' | 'receivedOn'>;
const check = (amount: bigint | number): Received => ({
  amount: money(amount, 'USD'),
  receivedOn: today,
});
const atField = (field: string) => expect.objectContaining({ fields: { [field]: expect.any(String) } });

describe('which payments are taken', () => {
  test.each([
    ['nothing', 'amount', check(0)],
    ['a negative amount', 'amount', check(-1)],
    ['money that is yet to come', 'received_on', { ...check(1), receivedOn: day('2026-03-03') }],
    ['money of a day that nobody means', 'received_on', { ...check(1), receivedOn: day('1926-03-02') }],
  ])('refused at any time: %s', (_, field, payment) => {
    expect(() => checkReceived(payment, today)).toThrow(atField(field));
  });

  test.each([
    ['more than is open', 'amount', check(50_001)],
    ['ALL-7 another currency', 'amount', { ...check(1), amount: money(1, 'EUR') }],
  ])('refused on an invoice: %s', (_, field, payment) => {
    expect(() => paidAfter(anInvoice({}), payment)).toThrow(atField(field));
  });

  test('N20 BIL-15 more than is open is taken by who was told what is left over; never where nothing is open', () => {
    const open = { paid: money(0, 'USD'), open: money(10_000, 'USD'), amount: money(10_000, 'USD') };
    const invoice = anInvoice(open);
    expect(leftOverOf(invoice, money(13_000, 'USD'))).toEqual(money(3_000, 'USD'));
    expect(leftOverOf(invoice, money(9_000, 'USD'))).toEqual(money(0, 'USD'));
    expect(paidAfter(invoice, { ...check(13_000), leftOver: money(3_000, 'USD') })).toBe(10_000n);
    expect(() => paidAfter(invoice, { ...check(13_000), leftOver: money(2_000, 'USD') })).toThrow(atField('amount'));
    const paid = anInvoice({ ...open, paid: money(10_000, 'USD'), open: money(0, 'USD') });
    expect(() => paidAfter(paid, { ...check(3_000), leftOver: money(3_000, 'USD') })).toThrow(atField('amount'));
  });

  test.each(['void', 'uncollectible'] as const)('nothing on an invoice that is %s', (state) => {
    expect(() => paidAfter(anInvoice({ state }), check(1))).toThrow(new RegExp(`is ${state}`));
  });
});

describe('BIL-9 what was paid before tax', () => {
  test.each([
    ['in full', 216_500n, 200_000n],
    ['half of it', 108_250n, 100_000n],
    ['nothing', 0n, 0n],
    ['a cent: rounded half up', 1n, 1n],
  ])('%s', (_, paid, net) => {
    const invoice = { net: money(200_000, 'USD'), amount: money(216_500, 'USD'), paid: money(paid, 'USD') };
    expect(netOf(invoice)).toEqual(money(net, 'USD'));
  });
});

describe('BIL-11 an invoice’s balance', () => {
  /** Any sequence of payments, reversals and sendings, as in `receivePayment` and `reversePayment`, against a plain list. */
  test('is the sum of its unreversed payments, and its state follows', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('pay' as const), amount: fc.bigInt({ min: 1n, max: 700n }) }),
      fc.record({ do: fc.constant('reverse' as const), which: fc.nat(20) }),
      fc.record({ do: fc.constant('send' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const amount = 1_000n;
        let paid = 0n;
        let sent = false;
        const payments: { amount: bigint; reversed: boolean }[] = [];
        for (const each of steps) {
          const invoice = anInvoice({ paid: money(paid, 'USD'), open: money(amount - paid, 'USD') });
          if (each.do === 'send') sent = true;
          else if (each.do === 'pay') {
            if (each.amount > amount - paid)
              expect(() => paidAfter(invoice, check(each.amount))).toThrow(atField('amount'));
            else {
              paid = paidAfter(invoice, check(each.amount));
              payments.push({ amount: each.amount, reversed: false });
            }
          } else {
            const target = payments[each.which];
            if (!target || target.reversed) continue;
            target.reversed = true;
            paid -= target.amount;
          }
          const sum = payments
            .filter((payment) => !payment.reversed)
            .reduce((total, payment) => total + payment.amount, 0n);
          expect(paid).toBe(sum);
          expect(paid >= 0n && paid <= amount).toBe(true);
          expect(stateOf({ amount, paid, sent })).toBe(sum === amount ? 'paid' : sent ? 'open' : 'draft');
        }
      }),
    );
  });
});
