import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import {
  balanceSlice,
  liveAllocations,
  moveAllocation,
  payAllFromBalance,
  payFromBalance,
  settlingPolicy,
  undoUse,
  verifyBalances,
} from '../../src/features/billing/balance/index.ts';
import { markSent } from '../../src/features/billing/invoices/index.ts';
import { reversePayment } from '../../src/features/billing/payments/index.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { customerOwing } from '../support/settling.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';

describeEachEngine('a customer’s balance', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine);
  });
  afterAll(() => h.close());

  const accounting = () => asking(h, balanceSlice, 'accounting');
  const over = async () => {
    const owing = await customerOwing(h, [100_00]);
    await owing.pay(owing.invoices[0], 130_00, { reference: '1234', leftOver: money(30_00, 'USD') });
    return owing;
  };

  test('N20 BIL-15 130 on 100: what is left over is said before it is saved, and pays the next bill on request', async () => {
    const owing = await customerOwing(h, [100_00]);
    const [id = ''] = owing.invoices;
    const asked = await accounting().submit('payment.record', id, {
      amount: { text: '130.00' },
      method: 'check',
      reference: { text: '1234' },
      received_on: { day: '2026-03-02' },
    });
    expect(JSON.stringify(asked.replace)).toContain('*$30.00 becomes the customer’s balance*');
    expect(await owing.balance()).toBe(0n);
    const said = await accounting().submit('payment.record_over', asked.replace?.private_metadata ?? '', {});
    expect(said.say?.text).toContain('$30.00 is left over: it is the customer’s balance.');
    expect(await owing.invoice(id)).toMatchObject({ state: 'paid', paid: money(100_00, 'USD') });
    expect(await owing.balance()).toBe(30_00n);
    expect(await accounting().section('customer', owing.customerId, 'Balance')).toContain('$30.00');

    const next = await owing.bill(57_10);
    const form = await accounting().press('balance.use', next);
    expect(JSON.stringify(form.modal)).toContain('$30.00 of the check 1234 of Mar 2, 2026 for I-');
    const used = await accounting().submit('balance.use', next, {});
    expect(used.say?.text).toContain('$30.00 of the balance is used');
    expect((await owing.invoice(next)).open).toEqual(money(27_10, 'USD'));
    expect(await owing.balance()).toBe(0n);
    expect(await accounting().section('invoice', next, 'Settled by')).toContain('the check 1234 of Mar 2, 2026');
    expect((await h.posts()).at(-1)?.text).toContain(
      'used the balance: $30.00 of the check 1234 of Mar 2, 2026. $27.10 is open.',
    );
    expect((await h.audit({ action: 'invoice.settled' })).at(-1)).toMatchObject({ actor: 'U_ACCOUNTING' });
    expect(await owing.wrong()).toEqual([]);
  });

  test('ALL-3 BIL-15 what is left over is what the person was told, or nothing is saved', async () => {
    const owing = await customerOwing(h, [100_00]);
    await owing.pay(owing.invoices[0], 40_00);
    await expect(owing.pay(owing.invoices[0], 130_00, { leftOver: money(30_00, 'USD') })).rejects.toMatchObject({
      fields: { amount: expect.stringContaining('$60.00') },
    });
    expect(await owing.balance()).toBe(0n);
  });

  test('ALL-5 the use of a balance is undone for 10 minutes by who did it, and later no more', async () => {
    const owing = await over();
    const next = await owing.bill(20_00);
    const [settled] = await payFromBalance(h.deps, h.person('accounting'), next);
    const decision = settled?.decision ?? '';
    await expect(undoUse(h.deps, h.person('billing'), decision)).rejects.toThrow(NotAllowed);
    await undoUse(h.deps, h.person('accounting'), decision);
    expect(await owing.balance()).toBe(30_00n);
    expect((await owing.invoice(next)).paid.amount).toBe(0n);
    await expect(undoUse(h.deps, h.person('accounting'), decision)).rejects.toThrow(Conflict);
    const [again] = await payFromBalance(h.deps, h.person('accounting'), next);
    h.clock.advance(11 * 60_000);
    await expect(undoUse(h.deps, h.person('accounting'), again?.decision ?? '')).rejects.toThrow(/10 minutes/);
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-15 oldest first over all that is open; ALL-1 for accounting; nothing left is said', async () => {
    const owing = await over();
    const first = await owing.bill(20_00);
    const second = await owing.bill(20_00);
    await expect(payAllFromBalance(h.deps, h.person('sales'), owing.customerId)).rejects.toThrow(NotAllowed);
    await payAllFromBalance(h.deps, h.person('accounting'), owing.customerId);
    expect((await owing.invoice(first)).open.amount).toBe(0n);
    expect((await owing.invoice(second)).open.amount).toBe(10_00n);
    await expect(payFromBalance(h.deps, h.person('accounting'), second)).rejects.toThrow(/Nothing of the balance/);
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-15 by itself when an invoice is issued, where the setting says so; what it lacks within the tolerance is written off', async () => {
    const owing = await over();
    const without = await owing.bill(5_00);
    const issue = (invoiceId: string) =>
      markSent(h.deps, h.person('billing'), {
        invoiceId,
        number: '1',
        sentOn: h.clock.now().toISOString().slice(0, 10) as never,
      });
    await issue(without);
    expect((await owing.invoice(without)).open.amount).toBe(5_00n);
    await h.setPolicy(settlingPolicy, { usesBalance: true, tolerance: { USD: '5' } });
    const next = await owing.bill(30_05);
    await issue(next);
    expect(await owing.invoice(next)).toMatchObject({ state: 'paid' });
    expect(await owing.balance()).toBe(0n);
    expect((await h.posts()).at(-1)?.text).toMatch(/\$0\.05 that I-\d+ still lacks are written off/);
    await h.setPolicy(settlingPolicy, {});
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-17 a payment that comes back opens all that it settled, and what was written off by itself of it', async () => {
    await h.setPolicy(settlingPolicy, { tolerance: { USD: '5' } });
    const owing = await customerOwing(h, [100_00]);
    const payment = await owing.pay(owing.invoices[0], 130_00, { reference: '9', leftOver: money(30_00, 'USD') });
    const next = await owing.bill(30_05);
    const last = await owing.bill(9_00);
    await payFromBalance(h.deps, h.person('accounting'), next);
    expect((await owing.invoice(next)).state).toBe('paid');
    await h.setPolicy(settlingPolicy, {});
    await reversePayment(h.deps, h.person('accounting'), { paymentId: payment.id, reason: 'bounced' });
    for (const id of [owing.invoices[0], next, last]) expect((await owing.invoice(id)).paid.amount).toBe(0n);
    expect(await owing.balance()).toBe(0n);
    await expect(payFromBalance(h.deps, h.person('accounting'), last)).rejects.toThrow(/Nothing of the balance/);
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-17 the fee for a payment that comes back is an invoice of its own, once; none for a mistake, none where none is set', async () => {
    const owing = await customerOwing(h, [100_00, 50_00]);
    const reversedAs = async (why: 'returned' | 'mistake', reference: string) => {
      const payment = await owing.pay(owing.invoices[0], 10_00, { reference });
      await reversePayment(h.deps, h.person('accounting'), { paymentId: payment.id, why, reason: 'bounced' });
      return h.db.prisma.invoice.findMany({ where: { subjectType: 'payment', subjectId: payment.id } });
    };
    expect(await reversedAs('returned', 'F1')).toEqual([]);
    await h.setPolicy(settlingPolicy, { returnedFee: { USD: '2500' } });
    expect(await reversedAs('mistake', 'F2')).toEqual([]);
    const payment = await owing.pay(owing.invoices[0], 20_00, { reference: 'F3' });
    const form = await asking(h, balanceSlice, 'accounting').press('payment.reverse_this', payment.id);
    expect(JSON.stringify(form.modal)).toContain('It came back: charge the fee of $25.00');
    await accounting().submit('payment.reverse', '', {
      payment: payment.id,
      why: 'returned',
      reason: { text: 'No funds' },
    });
    const fees = await h.db.prisma.invoice.findMany({ where: { subjectType: 'payment', subjectId: payment.id } });
    expect(fees).toMatchObject([{ label: 'Fee for the returned check F3', amount: 25_00n, state: 'draft' }]);
    expect((await h.messages('invoice', fees[0]?.id)).length).toBe(1);
    const sellerId = (await makeSeller(h)).id;
    const sold = await customerOwing(h, [100_00]);
    await h.db.prisma.invoice.update({ where: { id: sold.invoices[0] ?? '' }, data: { sellerId } });
    const back = await sold.pay(sold.invoices[0], 10_00);
    await reversePayment(h.deps, h.person('accounting'), { paymentId: back.id, why: 'returned', reason: 'bounced' });
    const [fee] = await h.db.prisma.invoice.findMany({ where: { subjectType: 'payment', subjectId: back.id } });
    expect(fee).toMatchObject({ sellerId });
    await h.setPolicy(settlingPolicy, {});
    expect(await owing.wrong()).toEqual([]);
  });

  test('ALL-10 what was allocated wrongly is allocated to another invoice with a reason: one ends, another begins', async () => {
    const owing = await customerOwing(h, [100_00, 40_00]);
    const [wrong = '', right = ''] = owing.invoices;
    const payment = await owing.pay(wrong, 60_00);
    const [allocation] = await liveAllocations(h.db.prisma, { sources: [payment.id] });
    const form = await accounting().press('allocation.move', allocation?.id ?? '');
    expect(JSON.stringify(form.modal)).toContain('$40.00 open');
    await accounting().submit('allocation.move', allocation?.id ?? '', {
      to: right,
      reason: { text: 'It was for the other' },
    });
    expect((await owing.invoice(wrong)).paid.amount).toBe(0n);
    expect((await owing.invoice(right)).state).toBe('paid');
    expect(await owing.balance()).toBe(20_00n);
    await expect(
      moveAllocation(h.deps, h.person('billing'), {
        allocationId: allocation?.id ?? '',
        toInvoiceId: right,
        reason: 'x',
      }),
    ).rejects.toThrow(/<@U_ACCOUNTING> took this allocation back/);
    expect((await h.audit({ action: 'invoice.unsettled' })).at(-1)).toMatchObject({ reason: 'It was for the other' });
    expect(await accounting().section('invoice', wrong, 'Settled by')).toContain('It was for the other');
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-15 every night the running totals are compared with their sums; a difference is told, and nothing is mended by itself', async () => {
    const owing = await over();
    await verifyBalances(h.deps);
    expect((await h.posts()).some(({ text }) => /do not add up|does not add up/.test(text))).toBe(false);
    await h.db.prisma.customerBalance.updateMany({ where: { customerId: owing.customerId }, data: { amount: 31_00n } });
    await verifyBalances(h.deps);
    await verifyBalances(h.deps);
    const told = (await h.posts()).filter(({ text }) => /does not add up/.test(text));
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain('the balance is kept as $31.00, and its parts come to $30.00');
    expect(await owing.balance()).toBe(31_00n);
    await h.db.prisma.customerBalance.updateMany({ where: { customerId: owing.customerId }, data: { amount: 30_00n } });
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
