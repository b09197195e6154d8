import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import {
  type Invoice,
  invoicesFor,
  invoicingSlice,
  planInvoices,
  presentInvoices,
} from '../../src/features/billing/invoices/index.ts';
import { paymentsSlice } from '../../src/features/billing/payments/index.ts';
import { customersSlice, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { documentsSlice } from '../../src/features/documents/index.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { system } from '../../src/platform/work/work.ts';
import { describeEachEngine } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

const sliceOf = (action: string): Slice => (action.startsWith('payment.') ? paymentsSlice : invoicingSlice);

describeEachEngine('the buttons of an invoice’s message', (engine) => {
  let h: Harness;
  const subject = { type: 'project', id: newId() };
  beforeAll(async () => {
    h = await createHarness({ engine, slices: [customersSlice, documentsSlice, invoicingSlice, paymentsSlice] });
    await h.deps.transact(system, async (work) => {
      const { id: customerId } = await findOrCreateCustomer(work, { name: 'ACME', currency: 'USD' });
      const charges = [
        {
          kind: 'first_month',
          label: 'First month',
          net: money(200_000, 'USD'),
          taxRate: 0,
          pickedUp: 'card_authorization',
        },
      ] as const;
      await planInvoices(work, { subject, customerId, currency: 'USD', charges });
      await presentInvoices(work, subject);
    });
  });
  afterAll(() => h.close());

  const invoice = async (): Promise<Invoice> => {
    const [found] = await invoicesFor(h.db.prisma, subject);
    if (!found) throw new Error('no invoice');
    return found;
  };
  const asAccounting = (action: string) => asking(h, sliceOf(action), 'accounting');

  test('every button that the message draws is answered with a form for accounting, and refused to others', async () => {
    const { id } = await invoice();
    const [message] = await h.messages('invoice', id);
    const drawn = (message?.json.match(/(?<="action_id":")[^"]+/g) ?? []).filter((action) => action !== 'invoice.open');
    expect(drawn.length).toBeGreaterThan(4);
    for (const action of drawn) {
      expect((await asAccounting(action).press(action, id)).modal?.private_metadata, action).toBe(id);
      await expect(asking(h, sliceOf(action), 'sales').press(action, id), action).rejects.toThrow(NotAllowed);
    }
  });

  test('ONB-5 the way of a card authorization: email it, permission, charge, file; then a correction and a reversal', async () => {
    const { id } = await invoice();
    const submit = (action: string, entries: Parameters<ReturnType<typeof asking>['submit']>[2]) =>
      asAccounting(action).submit(action, id, entries);
    const next = async () => (await h.messages('invoice', id))[0]?.content?.text ?? '';
    const received = { received_on: { day: '2026-03-02' }, amount: { text: '2,000.00' } };

    expect(await next()).toContain('ask for permission to charge');
    await submit('invoice.mark_sent', { number: { text: 'INV-9' }, sent_on: { day: '2026-03-02' } });
    expect(await next()).toContain('Waiting for the customer’s permission');
    await expect(submit('payment.record', { ...received, method: 'card' })).rejects.toMatchObject({
      fields: { method: expect.any(String) },
    });
    await submit('invoice.permission', { how: { text: 'email of Jo' }, agreed_on: { day: '2026-03-02' } });
    expect(await next()).toContain('charge the card, then record the payment');
    await expect(
      submit('payment.record', { ...received, amount: { text: '2.000' }, method: 'card' }),
    ).rejects.toMatchObject({ fields: { amount: expect.stringContaining('two ways') } });
    const said = await submit('payment.record', { ...received, method: 'card', reference: { text: 'T <1>' } });
    expect(said.say?.text).toBe('Recorded $2,000.00 by card T &lt;1&gt;, received Mar 2, 2026. It is paid in full.');
    await submit('invoice.file', { location: { text: 'cabinet' } });
    expect((await h.messages('invoice', id))[0]?.content?.open).toBe(false);

    await submit('invoice.correct', { amount: { text: '2500' }, reason: { text: 'more desks' } });
    expect(await invoice()).toMatchObject({ state: 'open', open: money(50_000, 'USD') });
    const [payment] = await h.db.prisma.payment.findMany({ where: { invoiceId: id } });
    expect(JSON.stringify((await asAccounting('payment.reverse').press('payment.reverse', id)).modal)).toContain(
      payment?.id,
    );
    await submit('payment.reverse', { payment: payment?.id ?? '', reason: { text: 'charged back' } });
    await submit('invoice.take_back', { what: 'sent', reason: { text: 'never sent' } });
    expect((await submit('invoice.void', { reason: { text: 'cancelled' } })).say?.text).toMatch(/is void/);
    await expect(asAccounting('payment.record').press('payment.record', id)).rejects.toThrow(/<@U_ACCOUNTING> voided/);
    await expect(asAccounting('payment.reverse').press('payment.reverse', id)).rejects.toThrow(/no payment to reverse/);
  });
});
