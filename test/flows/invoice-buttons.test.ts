import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import {
  doubtInvoices,
  type Invoice,
  invoicesFor,
  invoicingSlice,
  linesOf,
  presentInvoices,
} from '../../src/features/billing/invoices/index.ts';
import { chargeById } from '../../src/features/billing/onboarding/charges/charges-store.ts';
import { type PickedUp, planCharges } from '../../src/features/billing/onboarding/index.ts';
import { findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { theInvoice } from '../support/invoices.ts';
import { asking } from './ask.ts';

describeEachEngine('the buttons of an invoice’s message', (engine) => {
  let h: Harness;
  const subject = { type: 'project', id: newId() };
  const firstMonth = (of: typeof subject, pickedUp: PickedUp) =>
    h.deps.transact(system, async (work) => {
      const { id: customerId } = await findOrCreateCustomer(work, { name: 'ACME', currency: 'USD' });
      const net = money(2000_00, 'USD');
      const charges = [{ kind: 'first_month', label: 'First month', net, taxRate: 0, pickedUp }];
      await planCharges(work, { subject: of, customerId, currency: 'USD', charges });
      await presentInvoices(work, of);
    });
  beforeAll(async () => {
    h = await billingHarness(engine);
    await firstMonth(subject, 'card_authorization');
  });
  afterAll(() => h.close());

  const invoice = async (): Promise<Invoice> => {
    const [found] = await invoicesFor(h.db.prisma, subject);
    if (!found) throw new Error('no invoice');
    return found;
  };
  const asAccounting = () => asking(h, invoicingSlice, 'accounting');
  const correct = async (id: string, text: string) => {
    const { modal } = await asAccounting().press('invoice.correct', id);
    const [line] = await linesOf(h.db.prisma, await theInvoice(h, id));
    const entries = { [line?.id ?? '']: { text }, reason: { text: 'as agreed' } };
    const { replace } = await asAccounting().submit('invoice.correct_lines', modal?.private_metadata ?? '', entries);
    return asAccounting().submit('invoice.correct_confirm', replace?.private_metadata ?? '', {});
  };

  test('every button that the message draws is answered with a form for accounting, and refused to others', async () => {
    const { id } = await invoice();
    const [message] = await h.messages('invoice', id);
    const drawn = (message?.json.match(/(?<="action_id":")[^"]+/g) ?? []).filter(
      (action) => !['invoice.open', 'project.show'].includes(action),
    );
    expect(drawn.length).toBeGreaterThan(4);
    for (const action of drawn) {
      expect((await asAccounting().press(action, id)).modal?.private_metadata?.split(' ')[0], action).toBe(id);
      await expect(asking(h, invoicingSlice, 'sales').press(action, id), action).rejects.toThrow(NotAllowed);
    }
  });

  test('ONB-5 the way of a card authorization: email it, permission, charge, file; then a correction and a reversal', async () => {
    const { id } = await invoice();
    const submit = (action: string, entries: Parameters<ReturnType<typeof asking>['submit']>[2]) =>
      asAccounting().submit(action, id, entries);
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

    await correct(id, '2500');
    expect(await invoice()).toMatchObject({ state: 'open', open: money(50_000, 'USD') });
    const [payment] = await h.db.prisma.payment.findMany({ where: { invoiceId: id } });
    expect(JSON.stringify((await asAccounting().press('payment.reverse', id)).modal)).toContain(payment?.id);
    await submit('payment.reverse', { payment: payment?.id ?? '', reason: { text: 'charged back' } });
    await submit('invoice.take_back', { reason: { text: 'never sent' } });
    expect((await submit('invoice.void', { reason: { text: 'cancelled' } })).say?.text).toMatch(/is void/);
    await expect(asAccounting().press('payment.record', id)).rejects.toThrow(/<@U_ACCOUNTING> voided/);
    await expect(asAccounting().press('payment.reverse', id)).rejects.toThrow(/no payment to reverse/);
  });

  test('ALL-2 every button leaves a state, a message, a word in the thread and an audit row', async () => {
    const mine = { type: 'project', id: newId() };
    await firstMonth(mine, 'nothing');
    const now = async (): Promise<Invoice> => {
      const [found] = await invoicesFor(h.db.prisma, mine);
      if (!found) throw new Error('no invoice');
      return found;
    };
    const { id } = await now();
    const payments = () => h.db.prisma.payment.findMany({ where: { invoiceId: id }, orderBy: { id: 'asc' } });
    const lastPayment = async () => (await payments()).at(-1)?.id ?? '';
    const lastEntry = async () => (await h.audit({ subjectId: mine.id })).at(-1)?.id ?? 0n;
    const left = async (
      action: string,
      by: () => Promise<unknown>,
      expected: { state: object; message: RegExp; thread: RegExp; audit: object },
    ) => {
      const before = await lastEntry();
      await by();
      expect(await now(), action).toMatchObject(expected.state);
      expect((await h.messages('invoice', id))[0]?.content?.text, action).toMatch(expected.message);
      const thread = (await h.posts()).filter((post) => post.slotId !== null).at(-1);
      expect(thread?.text, action).toMatch(expected.thread);
      const written = (await h.audit({ subjectId: mine.id })).filter((entry) => entry.id > before);
      expect(written, action).toContainEqual(expect.objectContaining({ actor: 'U_ACCOUNTING', ...expected.audit }));
    };
    const sends = (action: string, entries: Parameters<ReturnType<typeof asking>['submit']>[2]) => () =>
      asAccounting().submit(action, id, entries);
    const check = { method: 'check', received_on: { day: '2026-03-02' } };
    const reason = { text: 'as agreed' };

    await left(
      'invoice.mark_sent',
      sends('invoice.mark_sent', { number: { text: 'INV-21' }, sent_on: { day: '2026-03-02' } }),
      {
        state: { state: 'open', sent: { number: 'INV-21', by: 'U_ACCOUNTING' } },
        message: /Waiting for the customer’s payment/,
        thread: /<@U_ACCOUNTING> sent it as number INV-21/,
        audit: { action: 'invoice.sent' },
      },
    );
    await left(
      'invoice.permission',
      sends('invoice.permission', { how: { text: 'email of Jo' }, agreed_on: { day: '2026-03-02' } }),
      {
        state: { state: 'open' },
        message: /charge the card, then record the payment/,
        thread: /recorded the customer’s permission to charge the card: email of Jo/,
        audit: { action: 'invoice.permission' },
      },
    );
    expect((await chargeById(h.db.prisma, id))?.permission).toMatchObject({ how: 'email of Jo', by: 'U_ACCOUNTING' });
    await left('invoice.withdraw_permission', sends('invoice.withdraw_permission', { reason }), {
      state: { state: 'open' },
      message: /Waiting for the customer’s payment/,
      thread: /withdrew the permission to charge the card: as agreed/,
      audit: { action: 'invoice.permission_withdrawn', reason: 'as agreed' },
    });
    expect((await chargeById(h.db.prisma, id))?.permission).toBeUndefined();
    await left(
      'payment.record',
      sends('payment.record', { ...check, amount: { text: '500' }, reference: { text: '1' } }),
      {
        state: { paid: money(500_00, 'USD'), state: 'open' },
        message: /Partly paid: \$1,500\.00 is still open/,
        thread: /<@U_ACCOUNTING> recorded \$500\.00 by check 1.*\$1,500\.00 is open/,
        audit: { action: 'payment.recorded' },
      },
    );
    await left('payment.undo', async () => asAccounting().press('payment.undo', `${await lastPayment()}:recorded`), {
      state: { paid: money(0, 'USD') },
      message: /Waiting for the customer’s payment/,
      thread: /reversed the payment of \$500\.00 by check 1/,
      audit: { action: 'payment.reversed', reason: 'Undone: it was recorded by mistake.' },
    });
    await sends('payment.record', { ...check, amount: { text: '2000' }, reference: { text: '2' } })();
    const shown = await asAccounting().press('payment.reverse_this', await lastPayment());
    expect(JSON.stringify(shown.modal)).toContain(`"initial_option":{"text":{"type":"plain_text"`);
    await left('payment.reverse', async () => sends('payment.reverse', { payment: await lastPayment(), reason })(), {
      state: { paid: money(0, 'USD'), state: 'open' },
      message: /Waiting for the customer’s payment/,
      thread: /reversed the payment of \$2,000\.00 by check 2.*: as agreed\n\$2,000\.00 is open/s,
      audit: { action: 'payment.reversed', reason: 'as agreed' },
    });
    await left('invoice.picked_up', sends('invoice.picked_up', { picked_up: 'check', reason }), {
      state: { amount: money(2000_00, 'USD') },
      message: /A check is in hand: record the payment/,
      thread: /corrected what was picked up from nothing to a check: as agreed/,
      audit: { action: 'invoice.picked_up', reason: 'as agreed' },
    });
    await left('invoice.correct', () => correct(id, '2500'), {
      state: { amount: money(2500_00, 'USD') },
      message: /A check is in hand: record the payment/,
      thread: /corrected it from \$2,000\.00 to \$2,500\.00: as agreed/,
      audit: { action: 'invoice.corrected', reason: 'as agreed' },
    });
    await h.deps.transact(system, (work) => doubtInvoices(work, mine, 'The project was cancelled.'));
    await left('invoice.keep', sends('invoice.keep', { reason }), {
      state: { state: 'open' },
      message: /A check is in hand/,
      thread: /<@U_ACCOUNTING> kept it: as agreed/,
      audit: { action: 'invoice.kept', reason: 'as agreed' },
    });
    expect((await now()).inDoubt).toBeUndefined();
    await left('invoice.file', sends('invoice.file', { location: { text: 'cabinet' } }), {
      state: { filed: { by: 'U_ACCOUNTING' } },
      message: /A check is in hand/,
      thread: /filed it among the customer’s documents/,
      audit: { action: 'invoice.filed' },
    });
    await left('invoice.void', sends('invoice.void', { reason }), {
      state: { state: 'void', voided: { reason: 'as agreed', by: 'U_ACCOUNTING' } },
      message: /Nothing is to be collected/,
      thread: /<@U_ACCOUNTING> voided it: as agreed/,
      audit: { action: 'invoice.voided', reason: 'as agreed' },
    });
    expect((await h.messages('invoice', id))[0]?.content?.open).toBe(false);
  });
});
