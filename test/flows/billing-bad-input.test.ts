import { afterAll, beforeAll, expect, test } from 'vitest';
import { FieldErrors, NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { bankCsv } from '../../src/features/billing/bank/index.ts';
import { setClosing } from '../../src/features/billing/closing/index.ts';
import { creditInvoice } from '../../src/features/billing/credits/index.ts';
import { issueInvoice, newInvoice, voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import { giveRefund } from '../../src/features/billing/refunds/index.ts';
import { changeService } from '../../src/features/billing/subscriptions/index.ts';
import { writeOff } from '../../src/features/billing/writeoffs/index.ts';
import { enterCustomer } from '../../src/features/customers/actions/new-customer.ts';
import { addGroup, addTerms } from '../../src/features/customers/index.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { startSubscription } from '../support/bills.ts';
import { describePostgres } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { setTaxes } from '../support/invoices.ts';
import { customerOwing, type Owing } from '../support/settling.ts';
import { asking } from './ask.ts';

/** Each with the sentence that it is refused by, at its field where there is one. */
type Case = readonly [what: string, attempt: () => Promise<unknown>, refusal: RegExp, field?: string];

describePostgres('bad input to billing is refused in a sentence at its place, and nothing of it is stored', () => {
  let h: Harness;
  let owing: Owing;
  let invoiceId: string;
  let subscriptionId: string;
  let itemId: string;
  let groupId: string;
  const accounting = () => h.person('accounting');
  const sales = () => h.person('sales');
  const today = day('2026-03-02');
  const asks = () => asking(h, { name: 'none' }, 'accounting');
  const reason = 'x';
  const pay = (more: object) =>
    recordPayment(h.deps, accounting(), {
      ...{ invoiceId, amount: money(10_00, 'USD'), method: 'check', receivedOn: today },
      ...more,
    });
  const typed = (lines: string) =>
    newInvoice(h.deps, accounting(), { customerId: owing.customerId, label: 'Visit', lines });
  const change = (of: object) =>
    changeService(h.deps, accounting(), { subscriptionId, change: { itemId, on: today, ...of } as never });
  const each = (level: string, id: string) => ({
    kind: 'start',
    id: newId(),
    quantity: 1,
    sold: {
      description: 'Twice',
      own: '450000',
      per: 1,
      prorated: 'by months',
      isForEachAsset: true,
      scope: { level, id },
    },
  });
  const file = (...lines: readonly string[]) =>
    bankCsv
      .enter(
        h.deps,
        accounting(),
        { name: 'bank.csv', bytes: new TextEncoder().encode(['date,amount,currency,text', ...lines].join('\n')) },
        { dryRun: false },
      )
      .then(({ problems }) => {
        throw new FieldErrors(Object.fromEntries(problems.map(({ column = '', text }) => [column, text])));
      });

  beforeAll(async () => {
    h = await billingHarness('postgres');
    await setTaxes(h, { services: 0 });
    await makeSeller(h);
    owing = await customerOwing(h, [100_00, 50_00], 'Harbor Dental');
    invoiceId = owing.invoices[0] ?? '';
    const started = await startSubscription(h, { customerId: owing.customerId, rows: [{ last: day('2026-06-30') }] });
    subscriptionId = started.subscription.id;
    itemId = started.subscription.items[0]?.id ?? '';
    const group = { name: 'Main', startOn: today, endOn: null, termsId: null, purchaseOrder: null };
    groupId = (
      await addGroup(h.deps, accounting(), {
        customerId: owing.customerId,
        group: { ...group, addressees: [], contractId: null, sellerId: null },
      })
    ).id;
  });
  afterAll(() => h.close());

  const group = (more: object) =>
    addGroup(h.deps, accounting(), {
      customerId: owing.customerId,
      group: {
        ...{ name: 'Other', startOn: today, endOn: null, termsId: null, purchaseOrder: null },
        ...{ addressees: [], contractId: null, sellerId: null },
        ...more,
      },
    });
  const note = 'n'.repeat(3_000_000);

  const cases: readonly Case[] = [
    ['a day yet to come', () => pay({ receivedOn: day('2026-03-03') }), /yet to come/, 'received_on'],
    ['a day that nobody means', () => pay({ receivedOn: day('1926-03-02') }), /Choose a day from/, 'received_on'],
    ['an end before the start', () => group({ endOn: day('2026-03-01') }), /before it starts/, 'end_on'],
    [
      'a day that there is not',
      () =>
        asks().submit('payment.record', invoiceId, {
          amount: { text: '10' },
          method: 'check',
          received_on: { day: '2026-02-30' },
        }),
      /no such day/,
      'received_on',
    ],
    ['a negative quantity on an invoice', () => typed('Visit | -1 | 10'), /whole number, 1 or more/, 'lines'],
    [
      'a negative quantity of a service',
      () => change({ kind: 'quantity', id: newId(), quantity: -2 }),
      /whole number/,
      'quantity',
    ],
    ['an unknown tax category', () => typed('Visit | 1 | 10 | nothing'), /its tax category: services/, 'lines'],
    ['an unknown currency', () => file('2026-03-02,10.00,XQZ,Wire'), /three letters/, 'currency'],
    [
      'a customer of the same name',
      () => enterCustomer(h.deps, accounting(), { name: 'HARBOR dental', currency: 'USD' }),
      /Harbor Dental/,
      'customer',
    ],
    ['one currency against another', () => pay({ amount: money(10_00, 'EUR') }), /in USD/, 'amount'],
    [
      'an amount with six decimals',
      () =>
        asks().submit('payment.record', invoiceId, {
          amount: { text: '10.123456' },
          method: 'check',
          received_on: { day: today },
        }),
      /10\.123456|decimal|two/,
      'amount',
    ],
    ['a price finer than a ten-thousandth of a cent', () => typed('Visit | 1 | 10.1234567'), /decimal/, 'lines'],
    ['a bank’s amount with six decimals', () => file('2026-03-02,10.123456,USD,Wire'), /decimal/, 'amount'],
    [
      'a change after the end',
      () => change({ kind: 'quantity', id: newId(), quantity: 2, on: day('2026-07-01') }),
      /./,
      'on',
    ],
    ['a removal after the end', () => change({ kind: 'remove', id: newId(), on: day('2026-07-02') }), /./, 'on'],
    ['a 3 MB note', () => file(`2026-03-02,10.00,USD,${note}`), /Shorten this to 500 characters/, 'text'],
    [
      'a refund above the balance',
      () =>
        giveRefund(h.deps, accounting(), {
          ...{ customerId: owing.customerId, amount: '1', currency: 'USD', method: 'check', refundedOn: today, reason },
        }),
      /Nothing is left over/,
      'amount',
    ],
    [
      'more than is credited of a line',
      () => creditInvoice(h.deps, accounting(), { invoiceId, reason }),
      /has no number of ours/,
    ],
    [
      'terms of a name that is there',
      () => addTerms(h.deps, accounting(), { name: 'net 30', rule: { kind: 'net_days', days: 30 } }),
      /name/,
      'name',
    ],
    [
      'somebody who may not record payments',
      () =>
        recordPayment(h.deps, sales(), {
          ...{ invoiceId, amount: money(1, 'USD'), method: 'check', receivedOn: today },
        }),
      /Only Billing or Accounting can record payments/,
    ],
    [
      'somebody who may not issue',
      () => issueInvoice(h.deps, sales(), invoiceId),
      /Only Billing or Accounting can issue invoices/,
    ],
    [
      'somebody who may not void',
      () => voidInvoice(h.deps, sales(), { invoiceId, reason }),
      /Only Billing or Accounting can void invoices/,
    ],
    [
      'somebody without the right to credit',
      () => creditInvoice(h.deps, sales(), { invoiceId, reason }),
      /Only Accounting can issue credit notes/,
    ],
    [
      'somebody without the right to write off',
      () => writeOff(h.deps, sales(), { invoiceId, reason }),
      /Only Accounting can/,
    ],
    [
      'somebody without the right to refund',
      () =>
        giveRefund(h.deps, sales(), {
          ...{ customerId: owing.customerId, amount: '1', currency: 'USD', method: 'check', refundedOn: today, reason },
        }),
      /Only Accounting can/,
    ],
    [
      'somebody without the right to close a period',
      () => setClosing(h.deps, sales(), { closedOn: today, shown: undefined, reason }),
      /Only Accounting can/,
    ],
  ];

  /** All that a click could leave. */
  const stored = async () => {
    const { prisma } = h.db;
    return Promise.all([
      prisma.auditEntry.count(),
      prisma.post.count(),
      prisma.payment.count(),
      prisma.invoice.findMany({ orderBy: { id: 'asc' } }),
      prisma.allocation.count(),
      prisma.refund.count(),
      prisma.creditNote.count(),
      prisma.subscriptionItem.findMany({ orderBy: { id: 'asc' } }),
      prisma.plannedChange.count(),
      prisma.billingGroup.count(),
      prisma.customer.count(),
      prisma.bankRow.count(),
      prisma.approval.count(),
    ]);
  };

  test('each of them', async () => {
    await addTerms(h.deps, accounting(), { name: 'Net 30', rule: { kind: 'net_days', days: 30 } });
    const before = await stored();
    for (const [what, attempt, refusal, field] of cases) {
      const error: unknown = await attempt().then(
        () => new Error('it was done'),
        (thrown: unknown) => thrown,
      );
      const said = error instanceof FieldErrors ? error.fields[field ?? ''] : String(error);
      expect.soft(said ?? JSON.stringify(error instanceof FieldErrors ? error.fields : {}), what).toMatch(refusal);
      if (refusal.source.startsWith('Only')) expect.soft(error, what).toBeInstanceOf(NotAllowed);
    }
    expect(await stored()).toEqual(before);
  });

  test('CUS-4 assignments that overlap: a second plan for the same assets on the same days is refused where it is sold', async () => {
    const { subscription } = await startSubscription(h, { customerId: owing.customerId, groupId });
    const sell = (to: string, id: string) =>
      changeService(h.deps, accounting(), { subscriptionId: to, change: { ...each('asset', id), on: today } as never });
    const assetId = newId();
    await sell(subscription.id, assetId);
    const before = await stored();
    const twin = await startSubscription(h, { customerId: owing.customerId, groupId });
    for (const to of [subscription.id, twin.subscription.id])
      await expect(sell(to, assetId)).rejects.toMatchObject({
        fields: { scope: expect.stringContaining('would be charged for the same assets on the same days') },
      });
    expect((await stored())[7]).toHaveLength(before[7].length + 1);
  });

  test('BIL-16 a closed period, and what has history: nothing is dated into it, and nothing of it is taken away', async () => {
    await pay({ amount: money(40_00, 'USD') });
    const before = await stored();
    await expect(voidInvoice(h.deps, accounting(), { invoiceId, reason })).rejects.toThrow(
      /\$40\.00 of invoice I-\d+ is paid\. Reverse or refund the payment first/,
    );
    expect(await stored()).toEqual(before);
    await setClosing(h.deps, accounting(), { closedOn: today, shown: undefined, reason });
    const closed = await stored();
    await expect(pay({})).rejects.toThrow(/closed period/);
    await expect(issueInvoice(h.deps, accounting(), invoiceId)).rejects.toThrow(/closed period/);
    expect(await stored()).toEqual(closed);
  });
});
