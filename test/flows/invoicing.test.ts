import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Conflict, NotAllowed, UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import type { Subject } from '../../src/core/subject.ts';
import { addDays, type Day, todayIn } from '../../src/core/time/calendar.ts';
import {
  correctWith,
  fileInvoice,
  invoiceChanged,
  invoiceSent,
  invoicesChanging,
  invoicesFor,
  invoicingSlice,
  markSent,
  presentInvoices,
  takeBack,
  voidInvoice,
  voidWith,
} from '../../src/features/billing/invoices/index.ts';
import { chargeById } from '../../src/features/billing/onboarding/charges/charges-store.ts';
import { planCharges, recordPermission, withdrawPermission } from '../../src/features/billing/onboarding/index.ts';
import {
  netReceivedFor,
  paymentsFor,
  recordPayment,
  reversePayment,
} from '../../src/features/billing/payments/index.ts';
import { findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { documentsOf } from '../../src/features/documents/index.ts';
import { on, onEach } from '../../src/platform/work/events.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { correctAmount } from '../support/invoices.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';

const told: string[] = [];
const listening = {
  name: 'listening',
  reactions: [
    on(invoicesChanging, async () => void told.push('locking')),
    onEach(invoiceSent, async (_, { kind }) => void told.push(`${kind} sent`)),
    onEach(invoiceChanged, async (_, { what, kind }) => void told.push(`${kind} ${what}`)),
  ],
};

describeEachEngine('invoices', (engine) => {
  let h: Harness;
  let customerId: string;
  let subject: Subject;
  const reason = 'agreed with the customer';

  beforeAll(async () => {
    h = await billingHarness(engine, { slices: [listening] });
    const customer = await h.deps.transact(system, (work) =>
      findOrCreateCustomer(work, { name: 'ACME <!channel>', currency: 'USD' }),
    );
    customerId = customer.id;
  });
  afterAll(() => h.close());

  const charge = (kind: string, net: number, more: object = {}) =>
    ({
      kind,
      label: `The ${kind.replace('_', '-')}`,
      net: money(net, 'USD'),
      taxRate: 0,
      pickedUp: 'nothing',
      ...more,
    }) as const;
  const plan = (charges: readonly ReturnType<typeof charge>[]) =>
    h.acting(h.person('sales'), (work) => planCharges(work, { subject, customerId, currency: 'USD', charges }));
  const present = () => h.acting(h.person('reviewer'), (work) => presentInvoices(work, subject));
  const one = async () => {
    const [invoice] = await invoicesFor(h.db.prisma, subject);
    if (!invoice) throw new Error('no invoice');
    return invoice;
  };
  const today = (): Day => todayIn('UTC', h.clock.now());
  const accounting = () => h.person('accounting');
  const pay = async (amount: number, more: object = {}) => {
    const { payment } = await recordPayment(h.deps, accounting(), {
      invoiceId: (await one()).id,
      amount: money(amount, 'USD'),
      method: 'check',
      receivedOn: today(),
      ...more,
    });
    return payment;
  };
  const send = async () =>
    markSent(h.deps, accounting(), { invoiceId: (await one()).id, number: 'INV-1', sentOn: today() });
  const correct = async (net: number, by = accounting()) => {
    const { id } = await one();
    return h.acting(by, (work) => correctWith(work, { invoiceId: id, net: money(net, 'USD'), reason }));
  };

  beforeEach(() => {
    subject = { type: 'project', id: newId() };
    told.length = 0;
  });

  test('ONB-3 each charge above zero is planned separately, with its tax; nobody sees it before it is presented', async () => {
    await plan([
      charge('set_up', 50_000, { taxRate: 825, pickedUp: 'check' }),
      charge('first_month', 200_000),
      charge('hardware', 0),
    ]);
    const invoices = await invoicesFor(h.db.prisma, subject);
    expect(invoices.map((each) => [each.kind, each.amount.amount, each.tax.amount, each.state])).toEqual([
      ['set_up', 54_125n, 4_125n, 'draft'],
      ['first_month', 200_000n, 0n, 'draft'],
    ]);
    const charges = await Promise.all(invoices.map(({ id }) => chargeById(h.db.prisma, id)));
    expect(charges.map((each) => each?.pickedUp)).toEqual(['check', 'nothing']);
    for (const { id } of invoices) expect(await h.messages('invoice', id)).toEqual([]);

    await present();
    await present();
    for (const { id } of invoices) {
      const [message, ...others] = await h.messages('invoice', id);
      expect(message?.row).toMatchObject({ lane: 'C_ACCOUNTING', wanted: 1 });
      expect(message?.content?.text).toContain('ACME &lt;!channel&gt;');
      expect(others).toEqual([]);
    }
    expect((await h.audit({ subjectId: subject.id })).map((row) => row.action)).toEqual([
      'invoice.planned',
      'invoice.planned',
      'invoice.presented',
      'invoice.presented',
    ]);
  });

  test('a second invoice of a kind is refused, unless the first is void', async () => {
    await plan([charge('hardware', 100)]);
    await expect(plan([charge('hardware', 200)])).rejects.toThrow(Conflict);
    const { id } = await one();
    await h.acting(h.person('sales'), (work) => voidWith(work, { invoiceId: id, reason }));
    await plan([charge('hardware', 200)]);
    expect((await invoicesFor(h.db.prisma, subject)).map((each) => [each.net.amount, each.state])).toEqual([
      [200n, 'draft'],
    ]);
  });

  test('ONB-8 marked as sent once, with number and file among the documents; the second is told who was first', async () => {
    await plan([charge('set_up', 50_000)]);
    await present();
    const { id } = await one();
    const input = { invoiceId: id, number: '2026-17', sentOn: today(), location: 'cabinet 3' };
    await markSent(h.deps, h.person('billing'), input);
    expect(await one()).toMatchObject({
      state: 'open',
      sent: { number: '2026-17', by: 'U_BILLING' },
      filed: { by: 'U_BILLING' },
    });
    expect(
      (await documentsOf(h.db.prisma, [{ type: 'invoice', id }])).map((each) => [each.kind, each.location]),
    ).toEqual([['invoice', 'cabinet 3']]);
    await expect(markSent(h.deps, accounting(), input)).rejects.toThrow(/<@U_BILLING> marked invoice I-\d+ as sent/);
    expect(told).toEqual(['locking', 'set_up sent', 'set_up filed', 'locking']);
    const thread = (await h.posts()).filter((post) => post.text.includes('2026-17'));
    expect(thread.map((post) => [post.lane, post.text])).toEqual([
      ['C_ACCOUNTING', '<@U_BILLING> sent it as number 2026-17.'],
    ]);
    const actions = (await h.audit({ subjectId: subject.id })).map((row) => row.action);
    expect(actions).toEqual([
      'invoice.planned',
      'invoice.presented',
      'invoice.sent',
      'document.filed',
      'invoice.filed',
    ]);
  });

  test('ONB-8 filed later: a file or a place is needed', async () => {
    await plan([charge('set_up', 50_000)]);
    const { id } = await one();
    await expect(fileInvoice(h.deps, accounting(), { invoiceId: id })).rejects.toMatchObject({
      fields: { file: expect.any(String) },
    });
    const file = {
      id: 'F1',
      name: 'invoice.pdf',
      mimeType: 'application/pdf',
      size: 10,
      url: 'https://files.slack.com/F1',
    };
    await fileInvoice(h.deps, accounting(), { invoiceId: id, file });
    expect((await one()).filed).toMatchObject({ by: 'U_ACCOUNTING' });
    expect(await documentsOf(h.db.prisma, [{ type: 'invoice', id }])).toMatchObject([
      { slackFileId: 'F1', name: 'invoice.pdf' },
    ]);
  });

  test('a day that is yet to come is refused in the field', async () => {
    await plan([charge('set_up', 50_000)]);
    const { id } = await one();
    const tomorrow = addDays(today(), 1);
    await expect(
      markSent(h.deps, accounting(), { invoiceId: id, number: '1', sentOn: tomorrow }),
    ).rejects.toMatchObject({ fields: { sent_on: expect.any(String) } });
    await expect(
      recordPermission(h.deps, accounting(), { invoiceId: id, how: 'email', on: tomorrow }),
    ).rejects.toMatchObject({ fields: { agreed_on: expect.any(String) } });
    await expect(pay(1, { receivedOn: tomorrow })).rejects.toMatchObject({
      fields: { received_on: expect.any(String) },
    });
  });

  test('ALL-1 only billing and accounting; checked when it is carried out', async () => {
    await plan([charge('set_up', 50_000)]);
    await present();
    const { id } = await one();
    const sales = h.person('sales');
    const asSales = [
      () => markSent(h.deps, sales, { invoiceId: id, number: '1', sentOn: today() }),
      () => fileInvoice(h.deps, sales, { invoiceId: id, location: 'here' }),
      () => recordPermission(h.deps, sales, { invoiceId: id, how: 'email', on: today() }),
      () => takeBack(h.deps, sales, { invoiceId: id, reason }),
      () =>
        recordPayment(h.deps, sales, { invoiceId: id, amount: money(1, 'USD'), method: 'check', receivedOn: today() }),
      () => correct(1, sales),
    ];
    for (const attempt of asSales) await expect(attempt()).rejects.toThrow(NotAllowed);
    const payment = await pay(50_000);
    await expect(reversePayment(h.deps, sales, { paymentId: payment.id, reason })).rejects.toThrow(NotAllowed);
    expect(await one()).toMatchObject({ state: 'paid', net: money(50_000, 'USD') });
  });

  test('before accounting has it, its amount is the project’s to correct', async () => {
    await plan([charge('set_up', 50_000)]);
    expect((await correct(60_000, h.person('sales'))).net).toEqual(money(60_000, 'USD'));
    await present();
    await expect(correct(70_000, h.person('sales'))).rejects.toThrow(NotAllowed);
  });

  test('ALL-1 a draft that accounting has not seen is corrected and voided by billing and accounting alone', async () => {
    await plan([charge('set_up', 50_000)]);
    const { id } = await one();
    for (const by of [h.person('sales'), { userId: 'U_NOBODY' }]) {
      await expect(correctAmount(h, by, { invoiceId: id, net: money(100, 'USD'), reason })).rejects.toThrow(
        'Only Billing or Accounting can correct invoices.',
      );
      await expect(voidInvoice(h.deps, by, { invoiceId: id, reason })).rejects.toThrow(
        'Only Billing or Accounting can void invoices.',
      );
    }
    expect(await one()).toMatchObject({ net: money(50_000, 'USD'), state: 'draft' });
    await correctAmount(h, accounting(), { invoiceId: id, net: money(100, 'USD'), reason });
    await voidInvoice(h.deps, accounting(), { invoiceId: id, reason });
    expect(await one()).toMatchObject({ net: money(100, 'USD'), state: 'void' });
  });

  describe('ALL-5 corrections', () => {
    beforeEach(async () => {
      await plan([charge('first_month', 200_000, { taxRate: 1000, pickedUp: 'card_authorization' })]);
      await present();
      await send();
    });

    test('the tax follows; the reason is in the log and in the thread', async () => {
      expect(await correct(150_000)).toMatchObject({
        net: money(150_000, 'USD'),
        tax: money(15_000, 'USD'),
        amount: money(165_000, 'USD'),
      });
      const [row] = await h.audit({ action: 'invoice.corrected', subjectId: subject.id });
      expect(row).toMatchObject({ reason, before: { amount: '$2,200.00' }, after: { amount: '$1,650.00' } });
      expect((await h.posts()).at(-1)?.text).toBe(
        `<@U_ACCOUNTING> corrected it from $2,200.00 to $1,650.00: ${reason} Send the customer the corrected invoice.`,
      );
    });

    test('never below what is paid: reverse or refund first', async () => {
      await pay(110_000);
      await expect(correct(99_999)).rejects.toThrow(/\$1,100\.00 of invoice I-\d+ is paid\. Reverse or refund/);
      expect(await correct(100_000)).toMatchObject({ state: 'paid', open: money(0, 'USD') });
    });

    test('a paid invoice that is raised is open again', async () => {
      await pay(220_000);
      expect((await one()).state).toBe('paid');
      const raised = await correct(300_000);
      expect(raised).toMatchObject({ state: 'open', open: money(110_000, 'USD') });
      expect(raised.paidAt).toBeUndefined();
    });

    test('ONB-5 a permission to charge does not stretch to more; to less it does', async () => {
      const { id } = await one();
      await recordPermission(h.deps, accounting(), { invoiceId: id, how: 'email of Jo', on: today() });
      const permission = async () => (await chargeById(h.db.prisma, id))?.permission;
      await correct(150_000);
      expect(await permission()).toBeDefined();
      await correct(160_000);
      expect(await permission()).toBeUndefined();
      expect((await h.posts()).at(-1)?.text).toBe(
        'The customer’s permission was for less: ask again before charging the card.',
      );
      await expect(pay(1_000, { method: 'card' })).rejects.toMatchObject({ fields: { method: expect.any(String) } });
    });

    test.each([0, 200_000])('%s is no correction', async (net) => {
      await expect(correct(net)).rejects.toThrow(UserError);
    });

    test('what was sent or permitted by mistake is taken back', async () => {
      const { id } = await one();
      await recordPermission(h.deps, accounting(), { invoiceId: id, how: 'email of Jo', on: today() });
      await expect(
        recordPermission(h.deps, h.person('billing'), { invoiceId: id, how: 'again', on: today() }),
      ).rejects.toThrow(/<@U_ACCOUNTING> recorded/);
      await withdrawPermission(h.deps, accounting(), { invoiceId: id, reason });
      await takeBack(h.deps, accounting(), { invoiceId: id, reason });
      const after = await one();
      expect([after.state, after.sent]).toEqual(['draft', undefined]);
      expect((await chargeById(h.db.prisma, id))?.permission).toBeUndefined();
      await expect(takeBack(h.deps, accounting(), { invoiceId: id, reason })).rejects.toThrow(UserError);
    });

    test('voided only when nothing is paid; then it takes nothing, and its message asks nothing', async () => {
      const payment = await pay(1_000);
      const { id } = await one();
      const cancel = () => h.acting(accounting(), (work) => voidWith(work, { invoiceId: id, reason }));
      await expect(cancel()).rejects.toThrow(/Reverse or refund/);
      await reversePayment(h.deps, accounting(), { paymentId: payment.id, reason });
      await cancel();
      await expect(cancel()).rejects.toThrow(/<@U_ACCOUNTING> voided/);
      await expect(pay(1_000)).rejects.toThrow(Conflict);
      await expect(send()).rejects.toThrow(Conflict);
      const [message] = await h.messages('invoice', id);
      expect(message?.content?.open).toBe(false);
      expect(message?.json.match(/(?<="action_id":")[^"]+/g)).toEqual(['invoice.open', 'project.show']);
    });
  });

  test('BIL-9 the base of the credit is what was paid and not reversed, before tax', async () => {
    await plan([charge('first_month', 200_000, { taxRate: 825 })]);
    const { id } = await one();
    expect(await netReceivedFor(h.db.prisma, id)).toEqual(money(0, 'USD'));
    const first = await pay(108_250);
    expect(await netReceivedFor(h.db.prisma, id)).toEqual(money(100_000, 'USD'));
    await pay(108_250, { reference: '2' });
    expect(await netReceivedFor(h.db.prisma, id)).toEqual(money(200_000, 'USD'));
    await reversePayment(h.deps, accounting(), { paymentId: first.id, reason });
    expect(await netReceivedFor(h.db.prisma, id)).toEqual(money(100_000, 'USD'));
    expect((await paymentsFor(h.db.prisma, { invoiceIds: [id] })).map((each) => each.reversed?.reason)).toEqual([
      reason,
      undefined,
    ]);
  });

  test('the customer’s panel lists invoices, and what is open', async () => {
    await plan([charge('set_up', 50_000)]);
    expect(await asking(h, invoicingSlice, 'accounting').section('customer', customerId, 'Invoices')).toMatch(
      /The set-up {2}\$500\.00 {2}_Not sent yet_/,
    );
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
