import { afterAll, beforeAll, expect, test } from 'vitest';
import { FieldErrors, NotAllowed } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { moveAllocation } from '../../src/features/billing/balance/actions/move-allocation.ts';
import { undoUse } from '../../src/features/billing/balance/actions/undo-use.ts';
import { liveAllocations, payFromBalance } from '../../src/features/billing/balance/index.ts';
import { setClosing } from '../../src/features/billing/closing/index.ts';
import { markSent, voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { recordPermission } from '../../src/features/billing/onboarding/index.ts';
import { reversePayment, undoPayment } from '../../src/features/billing/payments/index.ts';
import { giveRefund, refundsSlice, takeRefundBack } from '../../src/features/billing/refunds/index.ts';
import { approve } from '../../src/features/billing/rights/index.ts';
import { reopen, writeOff, writeOffsSlice } from '../../src/features/billing/writeoffs/index.ts';
import { billingHarness, problemsOf } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { correctAmount } from '../support/invoices.ts';
import { customerOwing } from '../support/settling.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';

describeEachEngine('refunds and write-offs', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine);
  });
  afterAll(() => h.close());

  const leftOver = async (cents: number) => {
    const owing = await customerOwing(h, [100_00]);
    const payment = await owing.pay(owing.invoices[0], 100_00 + cents, {
      reference: '1234',
      leftOver: money(cents, 'USD'),
    });
    return { owing, payment };
  };
  const refund = (customerId: string, cents: number, by = h.person('accounting')) =>
    giveRefund(h.deps, by, {
      customerId,
      amount: `${cents}`,
      currency: 'USD',
      method: 'check',
      refundedOn: day('2026-03-02'),
      reason: 'They asked for it',
    });
  const theRefund = async (customerId: string) =>
    (await h.db.prisma.refund.findFirstOrThrow({ where: { customerId }, orderBy: { id: 'desc' } })).id;

  test('BIL-15 a refund comes from the balance only; above it, it is refused with the figure; it is taken back with a reason', async () => {
    const { owing } = await leftOver(30_00);
    await expect(refund(owing.customerId, 10_00, h.person('sales'))).rejects.toThrow(NotAllowed);
    expect(await problemsOf(refund(owing.customerId, 30_01))).toEqual({
      amount: expect.stringContaining('Only $30.00 is left over'),
    });
    const accounting = asking(h, refundsSlice, 'accounting');
    const form = await accounting.press('refund.give', owing.customerId);
    expect(JSON.stringify(form.modal)).toContain('30.00');
    const said = await accounting.submit('refund.give', form.modal?.private_metadata ?? '', {
      amount: { text: '20.00' },
      method: 'check',
      refunded_on: { day: '2026-03-02' },
      reason: { text: 'They asked for it' },
    });
    expect(said.say?.text).toContain('$20.00 is refunded');
    expect(await owing.balance()).toBe(10_00n);
    await expect(refund(owing.customerId, 10_01)).rejects.toThrow(FieldErrors);
    expect(await accounting.section('customer', owing.customerId, 'Refunds')).toContain('They asked for it');
    const refundId = await theRefund(owing.customerId);
    await accounting.submit('refund.take_back', refundId, { reason: { text: 'The check was torn' } });
    expect(await owing.balance()).toBe(30_00n);
    await expect(takeRefundBack(h.deps, h.person('accounting'), { refundId, reason: 'again' })).rejects.toThrow(
      /took this refund back/,
    );
    const log = (await h.audit({ subjectId: owing.customerId })).map(({ action, reason }) => [action, reason]);
    expect(log).toContainEqual(['refund.recorded', 'They asked for it']);
    expect(log).toContainEqual(['refund.taken_back', 'The check was torn']);
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-15, ALL-10 what a refund drew, or a write-off gave up, is no allocation to be moved or undone: nothing is given back twice', async () => {
    const { owing } = await leftOver(30_00);
    await refund(owing.customerId, 20_00);
    const [drawn] = await liveAllocations(h.db.prisma, { targets: [await theRefund(owing.customerId)] });
    const other = await owing.bill(50_00);
    await writeOff(h.deps, h.person('accounting'), { invoiceId: other, reason: 'too old' });
    const [given] = await liveAllocations(h.db.prisma, { targets: [other] });
    for (const entry of [drawn, given]) {
      const move = { allocationId: entry?.id ?? '', reason: 'to have it twice' };
      await expect(moveAllocation(h.deps, h.person('accounting'), move)).rejects.toThrow(/Nothing was changed/);
      await expect(undoUse(h.deps, h.person('accounting'), entry?.decision ?? '')).rejects.toThrow(
        /Nothing was changed/,
      );
    }
    expect(await owing.balance()).toBe(10_00n);
    expect(await owing.invoice(other)).toMatchObject({ state: 'uncollectible' });
    expect(await owing.wrong()).toEqual([]);
  });

  test('ALL-11 a refund above the amount waits for a second person, and is checked again', async () => {
    const { owing } = await leftOver(2_000_00);
    const outcome = await refund(owing.customerId, 1_500_00);
    if (outcome.done) throw new Error('nobody was asked');
    expect(await owing.balance()).toBe(2_000_00n);
    await refund(owing.customerId, 900_00);
    await expect(approve(h.deps, h.person('accounting', 2), outcome.approvalId)).rejects.toThrow(/Only \$1,100.00/);
    await takeRefundBack(h.deps, h.person('accounting'), { refundId: await theRefund(owing.customerId), reason: 'no' });
    await approve(h.deps, h.person('accounting', 2), outcome.approvalId);
    expect(await owing.balance()).toBe(500_00n);
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-17 money that was refunded comes back afterwards: the balance lacks it, is told so, and nothing of it is used', async () => {
    const { owing, payment } = await leftOver(30_00);
    await refund(owing.customerId, 30_00);
    await reversePayment(h.deps, h.person('accounting'), { paymentId: payment.id, reason: 'bounced' });
    expect(await owing.balance()).toBe(-30_00n);
    expect((await h.posts()).at(-1)?.text).toContain('$30.00 of it was refunded already');
    const next = await owing.bill(50_00);
    await owing.pay(next, 90_00, { reference: '5', leftOver: money(40_00, 'USD') });
    expect(await owing.balance()).toBe(10_00n);
    const last = await owing.bill(40_00);
    await payFromBalance(h.deps, h.person('accounting'), last);
    expect((await owing.invoice(last)).paid.amount).toBe(10_00n);
    expect(await owing.wrong()).toEqual([]);
    await takeRefundBack(h.deps, h.person('accounting'), {
      refundId: await theRefund(owing.customerId),
      reason: 'They paid it back',
    });
    expect(await owing.balance()).toBe(30_00n);
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-16 while today is closed nothing is refunded, written off, re-opened or reversed, and no refund is taken back', async () => {
    const { owing, payment } = await leftOver(30_00);
    const accounting = h.person('accounting');
    await refund(owing.customerId, 5_00);
    const refundId = await theRefund(owing.customerId);
    const lost = await customerOwing(h, [50_00, 60_00]);
    const [given = '', standing = ''] = lost.invoices;
    await writeOff(h.deps, accounting, { invoiceId: given, reason: 'Gone' });
    await setClosing(h.deps, h.person('accounting'), {
      closedOn: day('2026-03-02'),
      shown: undefined,
      reason: 'Closed',
    });
    const reason = 'Because';
    for (const deed of [
      () => refund(owing.customerId, 10_00),
      () => takeRefundBack(h.deps, accounting, { refundId, reason }),
      () => writeOff(h.deps, accounting, { invoiceId: standing, reason }),
      () => reopen(h.deps, accounting, { invoiceId: given, reason }),
      () => reversePayment(h.deps, accounting, { paymentId: payment.id, reason }),
      () => undoPayment(h.deps, accounting, payment.id),
      () => lost.pay(standing, 10_00),
    ])
      await expect(deed()).rejects.toThrow(/closed period/);
    expect(await owing.balance()).toBe(25_00n);
    expect((await lost.invoice(standing)).open.amount).toBe(60_00n);
    await h.db.prisma.closing.update({ where: { id: 1 }, data: { closedOn: null } });
  });

  test('ALL-11 what is open is written off: uncollectible, not paid; re-opening asks for it again', async () => {
    const owing = await customerOwing(h, [100_00]);
    const [id = ''] = owing.invoices;
    await owing.pay(id, 60_00);
    const accounting = asking(h, writeOffsSlice, 'accounting');
    await expect(writeOff(h.deps, h.person('sales'), { invoiceId: id, reason: 'x' })).rejects.toThrow(NotAllowed);
    expect(JSON.stringify((await accounting.press('invoice.write_off', id)).modal)).toContain('*$40.00*');
    await accounting.submit('invoice.write_off', id, { reason: { text: 'They closed down' } });
    expect(await owing.invoice(id)).toMatchObject({
      state: 'uncollectible',
      paid: money(60_00, 'USD'),
      open: money(0, 'USD'),
    });
    expect((await h.posts()).at(-1)?.text).toBe('<@U_ACCOUNTING> wrote off the $40.00 that are open: They closed down');
    expect(await owing.wrong()).toEqual([]);
    await expect(writeOff(h.deps, h.person('accounting'), { invoiceId: id, reason: 'x' })).rejects.toThrow(/already/);
    await expect(owing.pay(id, 1_00)).rejects.toThrow(/uncollectible/);
    // No button offers these; called directly, they refuse as well, and the write-off stands.
    const by = h.person('accounting');
    for (const attempt of [
      () => voidInvoice(h.deps, by, { invoiceId: id, reason: 'x' }),
      () => correctAmount(h, by, { invoiceId: id, net: money(70_00, 'USD'), reason: 'x' }),
      () => markSent(h.deps, by, { invoiceId: id, number: '7', sentOn: day('2026-03-01') }),
      () => recordPermission(h.deps, by, { invoiceId: id, how: 'email', on: day('2026-03-01') }),
    ])
      await expect(attempt()).rejects.toThrow(/is written off. Re-open it first/);
    expect(await owing.invoice(id)).toMatchObject({ state: 'uncollectible', writtenOff: money(40_00, 'USD') });
    const said = await accounting.submit('invoice.reopen', id, { reason: { text: 'They pay after all' } });
    expect(said.say?.text).toContain('is open again: $40.00');
    expect(await owing.invoice(id)).toMatchObject({ state: 'draft', open: money(40_00, 'USD') });
    await expect(reopen(h.deps, h.person('accounting'), { invoiceId: id, reason: 'x' })).rejects.toThrow(
      /nothing to re-open/,
    );
    expect(await owing.wrong()).toEqual([]);
  });

  test('BIL-17 what had paid an invoice whose rest was written off comes back: it is asked for, the rest stays given up', async () => {
    const owing = await customerOwing(h, [100_00]);
    const [id = ''] = owing.invoices;
    const payment = await owing.pay(id, 60_00);
    await writeOff(h.deps, h.person('accounting'), { invoiceId: id, reason: 'Too little to ask for' });
    await reversePayment(h.deps, h.person('accounting'), { paymentId: payment.id, why: 'returned', reason: 'bounced' });
    expect(await owing.invoice(id)).toMatchObject({
      paid: money(0, 'USD'),
      writtenOff: money(40_00, 'USD'),
      open: money(60_00, 'USD'),
    });
    expect((await owing.invoice(id)).state).not.toBe('uncollectible');
    await owing.pay(id, 60_00);
    expect(await owing.invoice(id)).toMatchObject({ state: 'paid', open: money(0, 'USD') });
    expect(await owing.wrong()).toEqual([]);
  });

  test('ALL-11 a write-off above the amount is done by a second person, with what is open then', async () => {
    const owing = await customerOwing(h, [5_000_00]);
    const [id = ''] = owing.invoices;
    const outcome = await writeOff(h.deps, h.person('accounting'), { invoiceId: id, reason: 'They closed down' });
    if (outcome.done) throw new Error('nobody was asked');
    expect((await owing.invoice(id)).state).toBe('draft');
    await approve(h.deps, h.person('accounting', 2), outcome.approvalId);
    expect((await owing.invoice(id)).state).toBe('uncollectible');
    expect(await owing.wrong()).toEqual([]);
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
