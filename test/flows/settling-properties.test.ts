import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { money, subtract } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import {
  liveAllocations,
  mismatches,
  moveAllocation,
  payAllFromBalance,
  payFromBalance,
  settlingPolicy,
} from '../../src/features/billing/balance/index.ts';
import { voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { paymentsOf, reversePayment } from '../../src/features/billing/payments/index.ts';
import { giveRefund, takeRefundBack } from '../../src/features/billing/refunds/index.ts';
import { reopen, writeOff } from '../../src/features/billing/writeoffs/index.ts';
import { billingHarness } from '../support/billing.ts';
import { describePostgres } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { customerOwing, type Owing } from '../support/settling.ts';

const nothing = () => undefined;

/** Whatever accounting may do to the money of one customer; what cannot be is refused. */
const deeds = (h: Harness, owing: Owing) => {
  const by = h.person('accounting');
  const invoiceAt = (at: number) => owing.invoices[at % owing.invoices.length] ?? '';
  const paymentAt = async (at: number) => {
    const all = await paymentsOf(h.db.prisma, owing.customerId);
    return all[at % Math.max(1, all.length)]?.id ?? '';
  };
  const refundsLeft = () => h.db.prisma.refund.findMany({ where: { customerId: owing.customerId, takenBackAt: null } });
  return {
    pay: async (at: number, cents: number) => {
      const { open } = await owing.invoice(invoiceAt(at));
      const over = BigInt(cents) - open.amount;
      await owing.pay(invoiceAt(at), cents, over > 0n ? { leftOver: money(over, 'USD') } : {});
    },
    spend: (at: number) => payFromBalance(h.deps, by, invoiceAt(at)),
    spendAll: () => payAllFromBalance(h.deps, by, owing.customerId),
    back: async (at: number) =>
      reversePayment(h.deps, by, { paymentId: await paymentAt(at), why: 'returned', reason: 'x' }),
    refund: (at: number, cents: number) =>
      giveRefund(h.deps, by, {
        customerId: owing.customerId,
        amount: `${cents}`,
        currency: 'USD',
        method: 'check',
        refundedOn: day('2026-03-02'),
        reason: `x${at}`,
      }),
    takeBack: async (at: number) => {
      const refunds = await refundsLeft();
      await takeRefundBack(h.deps, by, { refundId: refunds[at % Math.max(1, refunds.length)]?.id ?? '', reason: 'x' });
    },
    writeOff: (at: number) => writeOff(h.deps, by, { invoiceId: invoiceAt(at), reason: 'x' }),
    reopen: (at: number) => reopen(h.deps, by, { invoiceId: invoiceAt(at), reason: 'x' }),
    move: async (at: number, cents: number) => {
      const entries = await liveAllocations(h.db.prisma, { targets: [invoiceAt(at)] });
      const [entry] = entries.filter(({ source }) => source.kind === 'payment');
      await moveAllocation(h.deps, by, { allocationId: entry?.id ?? '', toInvoiceId: invoiceAt(cents), reason: 'x' });
    },
    voids: (at: number) => voidInvoice(h.deps, by, { invoiceId: invoiceAt(at), reason: 'x' }),
    refundsLeft,
    invoiceAt,
  };
};

const step = fc.record({
  deed: fc.constantFrom(
    ...([
      'pay',
      'pay',
      'spend',
      'spendAll',
      'back',
      'refund',
      'takeBack',
      'writeOff',
      'reopen',
      'move',
      'voids',
    ] as const),
  ),
  at: fc.nat(5),
  cents: fc.integer({ min: 1, max: 150 }),
});

describe('whatever happens to a customer’s money', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness('embedded');
    await h.setPolicy(settlingPolicy, { tolerance: { USD: '3' } });
  });
  afterAll(() => h.close());

  test('BIL-15 allocations never exceed payment or invoice, balances are their sums, and all of it taken back nets to zero', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 7 }), async (steps) => {
        const owing = await customerOwing(h, [100, 57]);
        const deed = deeds(h, owing);
        for (const { deed: name, at, cents } of steps) await Promise.resolve(deed[name](at, cents)).catch(nothing);
        expect(await mismatches(h.db.prisma)).toEqual([]);
        for (const payment of await paymentsOf(h.db.prisma, owing.customerId)) {
          const used = (await liveAllocations(h.db.prisma, { sources: [payment.id] })).reduce(
            (sum, { amount }) => sum + amount.amount,
            0n,
          );
          expect(used <= payment.amount.amount).toBe(true);
        }
        for (const { id } of await deed.refundsLeft())
          await takeRefundBack(h.deps, h.person('accounting'), { refundId: id, reason: 'x' });
        for (const { id } of await paymentsOf(h.db.prisma, owing.customerId))
          await reversePayment(h.deps, h.person('accounting'), { paymentId: id, reason: 'x' });
        expect(await owing.balance()).toBe(0n);
        for (const id of owing.invoices) {
          const { paid, credited, state, writtenOff, open, amount } = await owing.invoice(id);
          expect([paid.amount, credited.amount]).toEqual([0n, 0n]);
          if (state === 'uncollectible' || state === 'void') continue;
          // What somebody wrote off stays so, though what had paid the rest came back (BIL-17); tolerance goes with its payment.
          const isWrittenOff = steps.some(({ deed: name, at }) => name === 'writeOff' && deed.invoiceAt(at) === id);
          expect(subtract(amount, writtenOff)).toEqual(open);
          if (!isWrittenOff) expect(writtenOff.amount).toBe(0n);
        }
        expect(await mismatches(h.db.prisma)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  }, 600_000);
});

describePostgres('two people with a customer’s money at once', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness('postgres');
  });
  afterAll(() => h.close());

  const told = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
    outcomes.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));

  test('ALL-3 what is left over is used once, by whoever is first; the other is told that nothing is left', async () => {
    const owing = await customerOwing(h, [100]);
    await owing.pay(owing.invoices[0], 130, { leftOver: money(30, 'USD') });
    const bills = [await owing.bill(30), await owing.bill(30)];
    const people = [h.person('accounting'), h.person('billing')] as const;
    const outcomes = await Promise.allSettled([
      ...bills.flatMap((id) => people.map((by) => payFromBalance(h.deps, by, id))),
      ...people.map((by) => payAllFromBalance(h.deps, by, owing.customerId)),
    ]);
    expect(told(outcomes)).toHaveLength(5);
    for (const sentence of told(outcomes)) expect(sentence).toContain('Nothing of the balance could be used');
    const paid = await Promise.all(bills.map(async (id) => (await owing.invoice(id)).paid.amount));
    expect(paid.reduce((sum, each) => sum + each, 0n)).toBe(30n);
    expect(await owing.wrong()).toEqual([]);
  });

  test('ALL-3 one allocation, moved by two at once: one effect, the other is told who was first', async () => {
    const owing = await customerOwing(h, [100, 100, 100]);
    const [from, left, right] = owing.invoices;
    const payment = await owing.pay(from, 100);
    const [entry] = await liveAllocations(h.db.prisma, { sources: [payment.id] });
    const outcomes = await Promise.allSettled(
      [left, right, left, right].map((toInvoiceId, n) =>
        moveAllocation(h.deps, h.person(n % 2 ? 'billing' : 'accounting'), {
          allocationId: entry?.id ?? '',
          toInvoiceId,
          reason: 'wrong one',
        }),
      ),
    );
    expect(told(outcomes)).toHaveLength(3);
    for (const sentence of told(outcomes)) expect(sentence).toContain('took this allocation back');
    expect(await owing.wrong()).toEqual([]);
  });

  test('ALL-3 BIL-17 using, refunding and returning the same money at once: whatever wins, the sums hold', async () => {
    for (let round = 0; round < 5; round += 1) {
      const owing = await customerOwing(h, [100]);
      const payment = await owing.pay(owing.invoices[0], 150, { leftOver: money(50, 'USD') });
      const bill = await owing.bill(40);
      const deed = deeds(h, owing);
      await Promise.allSettled([
        payFromBalance(h.deps, h.person('accounting'), bill),
        deed.refund(0, 30),
        reversePayment(h.deps, h.person('billing'), { paymentId: payment.id, reason: 'bounced' }),
        payAllFromBalance(h.deps, h.person('billing'), owing.customerId),
      ]);
      expect((await h.db.prisma.payment.findUniqueOrThrow({ where: { id: payment.id } })).reversedAt).not.toBeNull();
      expect((await owing.invoice(bill)).paid.amount).toBe(0n);
      expect(await owing.wrong()).toEqual([]);
    }
  });
});
