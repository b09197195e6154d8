import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Conflict } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { todayIn } from '../../src/core/time/calendar.ts';
import { mismatches } from '../../src/features/billing/balance/index.ts';
import {
  invoicesFor,
  invoicingSlice,
  markSent,
  planInvoices,
  presentInvoices,
  stateOf,
} from '../../src/features/billing/invoices/index.ts';
import { chargeWays } from '../../src/features/billing/onboarding/collecting/charge-owner.ts';
import {
  paymentCameBack,
  paymentReceived,
  paymentsFor,
  paymentsSlice,
  paymentWays,
  receivePayment,
  recordPayment,
  reversePayment,
} from '../../src/features/billing/payments/index.ts';
import { customersSlice, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { documentsSlice } from '../../src/features/documents/index.ts';
import { contribute } from '../../src/platform/work/contributions.ts';
import { onEach } from '../../src/platform/work/events.ts';
import { Repeated } from '../../src/platform/work/transact.ts';
import { system } from '../../src/platform/work/work.ts';
import { describeEachEngine, describePostgres } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { rawTold } from '../support/told.ts';

const told: string[] = [];
const listening = {
  name: 'listening',
  reactions: [
    onEach(
      paymentReceived,
      async (_, { amount, invoice, subject }) =>
        void told.push(`+${amount.amount} ${invoice?.kind ?? subject?.type} ${invoice?.paidInFull ?? ''}`),
    ),
    onEach(
      paymentCameBack,
      async (_, { amount, invoice, reason }) =>
        void told.push(`-${amount.amount} ${invoice?.kind} ${invoice?.paidInFull} ${reason}`),
    ),
  ],
};
const ways = { name: 'ways', contributes: [contribute(paymentWays, chargeWays)] };
const slices = [customersSlice, documentsSlice, invoicingSlice, paymentsSlice, ways, listening];

const anInvoiceIn = async (h: Harness, net = 200_000) => {
  const subject = { type: 'project', id: newId() };
  const { id: customerId } = await h.deps.transact(system, (work) =>
    findOrCreateCustomer(work, { name: 'ACME', currency: 'USD' }),
  );
  await h.deps.transact(system, async (work) => {
    const charges = [{ kind: 'first_month', label: 'First month', net: money(net, 'USD'), taxRate: 0 }];
    await planInvoices(work, { subject, customerId, currency: 'USD', charges });
    await presentInvoices(work, subject);
  });
  const read = async () => {
    const [invoice] = await invoicesFor(h.db.prisma, subject);
    if (!invoice) throw new Error('no invoice');
    return invoice;
  };
  return { subject, customerId, read, id: (await read()).id };
};
type Made = Awaited<ReturnType<typeof anInvoiceIn>>;

const payer =
  (h: Harness, made: Made) =>
  async (amount: number, more: object = {}, by = h.person('accounting')) => {
    const { payment } = await recordPayment(h.deps, by, {
      invoiceId: made.id,
      amount: money(amount, 'USD'),
      method: 'check',
      receivedOn: todayIn('UTC', h.clock.now()),
      ...more,
    });
    return payment;
  };

describeEachEngine('payments', (engine) => {
  let h: Harness;
  let made: Made;
  let pay: ReturnType<typeof payer>;

  beforeAll(async () => {
    h = await createHarness({ engine, slices });
  });
  afterAll(() => h.close());
  beforeEach(async () => {
    made = await anInvoiceIn(h);
    pay = payer(h, made);
    told.length = 0;
  });

  test('ONB-5 a check in hand pays before it is sent; partial payments leave it unpaid', async () => {
    await pay(150_000, { reference: '1' });
    expect(await made.read()).toMatchObject({
      state: 'draft',
      paid: money(150_000, 'USD'),
      open: money(50_000, 'USD'),
    });
    await pay(50_000, { reference: '2' });
    expect(await made.read()).toMatchObject({ state: 'paid', paidAt: h.clock.now() });
    expect(told).toEqual(['+150000 first_month false', '+50000 first_month true']);
    const thread = (await h.posts()).filter((post) => post.key?.startsWith('payment.recorded')).slice(-2);
    expect(thread.map((post) => [post.lane, post.text])).toEqual([
      ['C_ACCOUNTING', '<@U_ACCOUNTING> recorded $1,500.00 by check 1, received Mar 2, 2026. $500.00 is open.'],
      ['C_ACCOUNTING', '<@U_ACCOUNTING> recorded $500.00 by check 2, received Mar 2, 2026. It is paid in full.'],
    ]);
    const [message] = await h.messages('invoice', made.id);
    expect(message?.row.wanted).toBe(3);
    expect(message?.json).toContain('Send the customer the paid invoice');
  });

  test.each([
    ['more than is open', { amount: money(200_001, 'USD') }, 'amount'],
    ['nothing', { amount: money(0, 'USD') }, 'amount'],
    ['a negative amount', { amount: money(-5, 'USD') }, 'amount'],
    ['another currency', { amount: money(5, 'EUR') }, 'amount'],
    ['a card without permission', { method: 'card' as const }, 'method'],
  ])('refused, and nothing is stored: %s', async (_, more, field) => {
    await expect(pay(1, more)).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
    expect(await paymentsFor(h.db.prisma, { invoiceIds: [made.id] })).toEqual([]);
    expect(told).toEqual([]);
  });

  test('ALL-3 the same check a second time is refused, naming who recorded it; after a reversal it is taken', async () => {
    const first = await pay(1_000, { reference: 'AB 77' });
    await expect(pay(1_000, { reference: 'ab 77' }, h.person('billing'))).rejects.toThrow(
      /<@U_ACCOUNTING> recorded check ab 77/,
    );
    await pay(1_000, { reference: 'AB 77', method: 'money_order' });
    await reversePayment(h.deps, h.person('billing'), { paymentId: first.id, reason: 'bounced' });
    await pay(1_000, { reference: 'AB 77' });
    expect((await made.read()).paid).toEqual(money(2_000, 'USD'));
  });

  test('ALL-5 a reversed payment opens the invoice again, once', async () => {
    const payment = await pay(200_000);
    await reversePayment(h.deps, h.person('billing'), { paymentId: payment.id, reason: 'bounced <!here>' });
    expect(await made.read()).toMatchObject({ state: 'draft', paid: money(0, 'USD'), open: money(200_000, 'USD') });
    await expect(
      reversePayment(h.deps, h.person('accounting'), { paymentId: payment.id, reason: 'x' }),
    ).rejects.toThrow(/<@U_BILLING> reversed/);
    expect(told).toEqual(['+200000 first_month true', '-200000 first_month false bounced <!here>']);
    expect((await h.posts()).at(-1)?.text).toContain('bounced &lt;!here&gt;\n$2,000.00 is open.');
    const rows = (await h.audit({ subjectId: made.subject.id })).filter((row) => row.action.startsWith('payment.'));
    expect(rows.map((row) => [row.action, row.actor, row.reason])).toEqual([
      ['payment.recorded', 'U_ACCOUNTING', null],
      ['payment.reversed', 'U_BILLING', 'bounced <!here>'],
    ]);
  });

  test('a request that Slack delivers twice records one payment', async () => {
    const by = { ...h.person('accounting'), requestId: newId() };
    await pay(1_000, {}, by);
    await expect(pay(1_000, {}, by)).rejects.toThrow(Repeated);
    expect((await made.read()).paid).toEqual(money(1_000, 'USD'));
  });

  test('a payment of a case has no invoice; its key makes it happen once', async () => {
    const subject = { type: 'case', id: newId() };
    const input = {
      customerId: made.customerId,
      amount: money(900, 'USD'),
      method: 'card',
      receivedOn: todayIn('UTC', h.clock.now()),
      subject,
      key: newId(),
    } as const;
    const first = await h.deps.transact(system, (work) => receivePayment(work, input));
    const second = await h.deps.transact(system, (work) => receivePayment(work, input));
    expect(second.payment.id).toBe(first.payment.id);
    expect(told).toEqual(['+900 case ']);
    expect(await paymentsFor(h.db.prisma, { subject })).toHaveLength(1);
    expect(await h.audit({ action: 'payment.recorded', subjectId: subject.id })).toHaveLength(1);
  });

  test('BIL-15 BIL-22 a payment recorded for a charge pays the one invoice of that charge; what is more covers the charge, and is no balance', async () => {
    const subject = { type: 'case', id: newId() };
    await h.deps.transact(system, async (work) => {
      const charges = [
        { kind: 'fee', label: 'License fee', net: money(500, 'USD'), taxRate: 0, pickedUp: 'nothing' },
      ] as const;
      await planInvoices(work, { subject, customerId: made.customerId, currency: 'USD', charges });
      await presentInvoices(work, subject);
    });
    const input = {
      customerId: made.customerId,
      method: 'check',
      receivedOn: todayIn('UTC', h.clock.now()),
      subject,
    } as const;
    await h.acting(h.person('accounting'), (work) => receivePayment(work, { ...input, amount: money(700, 'USD') }));
    const [invoice] = await invoicesFor(h.db.prisma, subject);
    expect(invoice).toMatchObject({ state: 'paid', paid: money(500, 'USD') });
    expect(
      await h.db.prisma.customerBalance.findMany({ where: { customerId: made.customerId, amount: { not: 0 } } }),
    ).toEqual([]);
    expect(await mismatches(h.db.prisma)).toEqual([]);
  });

  test('BIL-11 any sequence of payments, reversals and sending: balance and state follow', async () => {
    const step = fc.oneof(
      fc.record({ pay: fc.integer({ min: 1, max: 700 }) }),
      fc.record({ reverse: fc.nat(5) }),
      fc.constant({ send: true as const }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const walk = await anInvoiceIn(h, 1_000);
        const record = payer(h, walk);
        for (const each of steps) {
          if ('send' in each) {
            await markSent(h.deps, h.person('billing'), {
              invoiceId: walk.id,
              number: '1',
              sentOn: todayIn('UTC', h.clock.now()),
            }).catch(() => undefined);
          } else if ('pay' in each) await record(each.pay).catch(() => undefined);
          else {
            const target = (await paymentsFor(h.db.prisma, { invoiceIds: [walk.id] }))[each.reverse];
            if (target)
              await reversePayment(h.deps, h.person('billing'), { paymentId: target.id, reason: 'x' }).catch(
                () => undefined,
              );
          }
          const invoice = await walk.read();
          const payments = (await paymentsFor(h.db.prisma, { invoiceIds: [walk.id] })).filter(
            (payment) => !payment.reversed,
          );
          const paid = payments.reduce((total, payment) => total + payment.amount.amount, 0n);
          expect(invoice.paid.amount).toBe(paid);
          expect(invoice.state).toBe(stateOf({ amount: 1_000n, paid, sent: invoice.sent !== undefined }));
        }
      }),
      { numRuns: 12 },
    );
  });

  test('the database itself refuses a balance that cannot be', async () => {
    await expect(h.db.prisma.invoice.update({ where: { id: made.id }, data: { paid: 200_001n } })).rejects.toThrow();
    await expect(h.db.prisma.invoice.update({ where: { id: made.id }, data: { state: 'paid' } })).rejects.toThrow();
  });
});

describePostgres('two people recording at once', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await createHarness({ engine: 'postgres', slices });
  });
  afterAll(() => h.close());

  const refusals = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
    outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));

  test('ALL-3 the full amount twenty times: one effect, the others are told that it is paid', async () => {
    const made = await anInvoiceIn(h);
    const pay = payer(h, made);
    const people = [h.person('accounting'), h.person('billing')] as const;
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => pay(200_000, {}, people[n % 2])));
    const refused = refusals(outcomes);
    expect(refused).toHaveLength(19);
    for (const error of refused)
      expect(error).toMatchObject({ fields: { amount: expect.stringContaining('paid in full already') } });
    expect(await made.read()).toMatchObject({ state: 'paid', paid: money(200_000, 'USD') });
    expect((await h.posts()).filter((post) => post.key?.startsWith('payment.recorded'))).toHaveLength(1);
  });

  test('ALL-3 the same check ten times: one effect, the others are told who was first', async () => {
    const made = await anInvoiceIn(h);
    const pay = payer(h, made);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => pay(100, { reference: '77' })));
    const refused = refusals(outcomes);
    expect(refused).toHaveLength(9);
    for (const error of refused) {
      expect(error).toBeInstanceOf(Conflict);
      expect(String(error)).toContain('<@U_ACCOUNTING> recorded check 77');
    }
    expect((await made.read()).paid).toEqual(money(100, 'USD'));
  });

  test('ALL-3 one payment reversed ten times: one effect', async () => {
    const made = await anInvoiceIn(h);
    const { id } = await payer(h, made)(500);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        reversePayment(h.deps, h.person('billing'), { paymentId: id, reason: 'bounced' }),
      ),
    );
    expect(refusals(outcomes)).toHaveLength(9);
    for (const error of refusals(outcomes)) expect(error).toBeInstanceOf(Conflict);
    expect((await made.read()).paid).toEqual(money(0, 'USD'));
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
