import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Conflict, NotAllowed, UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { day, toDbDate } from '../../src/core/time/calendar.ts';
import { settlingPolicy } from '../../src/features/billing/balance/index.ts';
import { billNow, billsSlice } from '../../src/features/billing/bills/index.ts';
import { figuresOf } from '../../src/features/billing/bills/reckoning.ts';
import { addPlan } from '../../src/features/billing/catalog/index.ts';
import { linesOf, newInvoice, voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { addSeller } from '../../src/features/billing/sellers/index.ts';
import { subscriptionById } from '../../src/features/billing/subscriptions/index.ts';
import { insertRows } from '../../src/features/billing/subscriptions/items/store.ts';
import type { GroupEntries } from '../../src/features/customers/groups/group.ts';
import { addGroup, addTerms, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { checkOne } from '../../src/features/customers/validation/check-customers.ts';
import { system } from '../../src/platform/work/work.ts';
import { aSeller, billingHarness, makeSeller } from '../support/billing.ts';
import { bill, preview, saidOf, startSubscription, taxServices, usd } from '../support/bills.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aService } from '../support/services.ts';
import { customerOwing } from '../support/settling.ts';
import { asking } from './ask.ts';

describeEachEngine('bills', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine);
    await taxServices(h, 10);
  });
  afterAll(() => h.close());
  beforeEach(() => h.clock.set(new Date('2026-01-01T12:00:00Z')));

  /** What arming, or a payment for the first month after it, leaves. */
  const credit = (subscriptionId: string, cents: number, taxRate: number) =>
    h.db.prisma.recurringTemplate.update({
      where: { subscriptionId },
      data: { creditAmount: cents, creditRule: 'days', creditTaxRate: taxRate },
    });
  const template = async (id: string) => (await subscriptionById(h.db.prisma, id))?.template;
  const groupOf = async (customerId: string, name: string, more: Partial<GroupEntries> = {}): Promise<string> => {
    const group = {
      name,
      startOn: day('2026-01-01'),
      endOn: null,
      termsId: null,
      purchaseOrder: null,
      addressees: [],
      contractId: null,
      sellerId: null,
      ...more,
    };
    return (await addGroup(h.deps, h.person('billing'), { customerId, group })).id;
  };

  test('BIL-1 the preview is what is made: dates, lines with why, tax, totals; asked again, nothing is left', async () => {
    const { customerId, subscription } = await startSubscription(h, { rows: [{}, { first: day('2026-01-11') }] });
    const plan = await preview(h, customerId, '2026-01-15');
    expect(saidOf(plan)).toEqual([
      {
        on: '2026-01-01',
        lines: [
          ['Service 1', 10_000],
          ['Service 2', 6_774],
        ],
        total: 18_451,
      },
    ]);
    expect(plan.bills[0]).toMatchObject({
      label: 'Services of January 2026',
      issueOn: '2026-01-01',
      dueOn: '2026-01-01',
    });
    expect(plan.bills[0]?.draft.lines[1]?.why).toBe('January 11 – 31: 21 of 31 days');
    const [made] = await bill(h, customerId, '2026-01-15', figuresOf(plan));
    if (!made) throw new Error('no bill');
    expect(made).toMatchObject({
      label: 'Services of January 2026',
      net: plan.bills[0]?.draft.net,
      tax: plan.bills[0]?.draft.tax,
      amount: plan.bills[0]?.draft.total,
      state: 'draft',
    });
    expect((await h.messages('invoice', made.id))[0]?.json).toContain('Services of January 2026');
    expect((await linesOf(h.db.prisma, made)).map(({ id: _, ...line }) => line)).toEqual(
      plan.bills[0]?.draft.lines.map(({ subscriptionId: _, ...line }: object & { subscriptionId?: string }) =>
        expect.objectContaining({ ...line }),
      ),
    );
    expect(saidOf(await preview(h, customerId, '2026-01-31'))).toEqual([]);
    await expect(bill(h, customerId, '2026-01-31')).rejects.toThrow(/<@U_ACCOUNTING> made the last bill/);
    expect(await template(subscription.id)).toMatchObject({ nextOn: '2026-02-01', billed: { by: 'U_ACCOUNTING' } });
    expect((await h.audit({ action: 'bill.made', subjectId: customerId }))[0]?.after).toMatchObject({
      invoices: [expect.stringContaining('Services of January 2026 $184.51')],
    });
  });

  test('BIL-1 only billing and accounting bill; figures that changed since they were shown are not made', async () => {
    const { customerId, subscription } = await startSubscription(h);
    const asOf = day('2026-01-01');
    await expect(billNow(h.deps, h.person('sales'), { customerId, asOf, isIssued: false })).rejects.toThrow(NotAllowed);
    const shown = figuresOf(await preview(h, customerId, asOf));
    await h.acting(h.person('billing'), (work) =>
      insertRows(work, subscription.id, [aService('Added meanwhile', 1, 5_00, { id: newId() })]),
    );
    await expect(bill(h, customerId, asOf, shown)).rejects.toThrow(/figures have changed/);
    expect(await bill(h, customerId, asOf, figuresOf(await preview(h, customerId, asOf)))).toHaveLength(1);
  });

  test('BIL-1, BIL-12 a draft that is voided frees what it billed: it is due again', async () => {
    const { customerId } = await startSubscription(h);
    const [made] = await bill(h, customerId, '2026-01-01');
    await voidInvoice(h.deps, h.person('accounting'), { invoiceId: made?.id ?? '', reason: 'Wrong month' });
    expect(saidOf(await preview(h, customerId, '2026-01-01'))).toMatchObject([{ on: '2026-01-01', total: 11_000 }]);
  });

  test('ONB-16 nothing is billed while it is unarmed, and the preview says so', async () => {
    const { customerId } = await startSubscription(h, { isArmed: false });
    const plan = await preview(h, customerId, '2026-06-01');
    expect([plan.bills, plan.unarmed.length]).toEqual([[], 1]);
    await expect(bill(h, customerId, '2026-06-01')).rejects.toThrow(Conflict);
  });

  test('BIL-16 each missed issue day has a bill of its own; the credit of the first month is on the first', async () => {
    const { customerId, subscription } = await startSubscription(h);
    await credit(subscription.id, 60_00, 200_000);
    const said = saidOf(await preview(h, customerId, '2026-03-02'));
    expect(said.map(({ on, total }) => [on, total])).toEqual([
      ['2026-01-01', 3_800],
      ['2026-02-01', 11_000],
      ['2026-03-01', 11_000],
    ]);
    expect(said[0]?.lines).toEqual([
      ['Service 1', 10_000],
      ['Credit for the prepaid first month, by days', -6_000],
    ]);
    expect(await bill(h, customerId, '2026-03-02')).toHaveLength(3);
    expect(await template(subscription.id)).toMatchObject({ nextOn: '2026-04-01' });
  });

  test('BIL-9 a credit that exceeds the bill waits for the next; more of it that comes later is on the next; at its own tax rate', async () => {
    const { customerId, subscription } = await startSubscription(h);
    await credit(subscription.id, 150_00, 100_000);
    const first = await preview(h, customerId, '2026-01-01');
    expect(saidOf(first)).toMatchObject([
      {
        total: 0,
        lines: [
          ['Service 1', 10_000],
          [expect.any(String), -10_000],
        ],
      },
    ]);
    expect(first.waits).toEqual(usd(-5_000));
    await bill(h, customerId, '2026-01-01', figuresOf(first));
    expect((await preview(h, customerId, '2026-01-31')).bills).toEqual([]);
    await credit(subscription.id, 170_00, 100_000);
    expect(saidOf(await preview(h, customerId, '2026-02-01'))).toMatchObject([
      {
        total: 3_300,
        lines: [
          ['Service 1', 10_000],
          [expect.any(String), -7_000],
        ],
      },
    ]);
    await bill(h, customerId, '2026-02-01');
    expect(saidOf(await preview(h, customerId, '2026-03-01'))).toMatchObject([{ total: 11_000 }]);
    const lines = await h.db.prisma.invoiceLine.findMany({ where: { itemId: subscription.template.id } });
    expect(lines.map(({ net, taxRate }) => [net, taxRate])).toEqual([
      [-10_000n, 100_000],
      [-7_000n, 100_000],
    ]);
  });

  test('BIL-20 groups meet on one invoice with a section each; other terms, order numbers or addressees have their own', async () => {
    const { customerId } = await startSubscription(h);
    const start = async (name: string, more: Partial<GroupEntries> = {}) =>
      startSubscription(h, {
        customerId,
        groupId: await groupOf(customerId, name, more),
        rows: [{ description: name }],
      });
    const terms = await addTerms(h.deps, h.person('accounting'), {
      name: 'Net 14',
      rule: { kind: 'net_days', days: 14 },
    });
    await start('North');
    await start('South', { purchaseOrder: 'PO-1' });
    await start('East', { addressees: ['east@example.com'] });
    await start('West', { termsId: terms.id });
    const plan = await preview(h, customerId, '2026-01-01');
    expect(
      plan.bills.map(({ draft, dueOn, groups }) => [draft.lines.length, dueOn, groups.map(({ name }) => name)]),
    ).toEqual([
      [2, '2026-01-01', ['North']],
      [1, '2026-01-01', ['South']],
      [1, '2026-01-01', ['East']],
      [1, '2026-01-15', ['West']],
    ]);
    await editNow(h.deps, h.person('accounting'), customerId, { invoicePer: 'group' }, 'They ask for it');
    expect((await preview(h, customerId, '2026-01-01')).bills).toHaveLength(5);
  });

  test.each([
    [
      'in arrears',
      { inArrears: true, nextOn: day('2026-02-01') },
      '2026-01-31',
      [],
      '2026-02-01',
      ['2026-02-01'],
      '2026-03-01',
    ],
    [
      'issued 30 days ahead',
      { daysAhead: 30 },
      '2026-01-01',
      ['2025-12-02'],
      '2026-01-02',
      ['2025-12-02', '2026-01-02'],
      '2026-03-01',
    ],
    [
      'quarterly from its start',
      { months: 3 as const, anchorOn: day('2026-01-31'), firstOn: day('2026-01-31'), nextOn: day('2026-01-31') },
      '2026-01-30',
      [],
      '2026-04-30',
      ['2026-01-31', '2026-04-30'],
      '2026-07-31',
    ],
  ])('BIL-20 %s', async (_, rule, before, early, on, days, nextOn) => {
    const { customerId, subscription } = await startSubscription(h, { rule });
    expect((await preview(h, customerId, before)).bills.map(({ scheduledOn }) => scheduledOn)).toEqual(early);
    expect((await preview(h, customerId, on)).bills.map(({ scheduledOn }) => scheduledOn)).toEqual(days);
    await bill(h, customerId, on);
    expect(await template(subscription.id)).toMatchObject({ nextOn });
  });

  test('BIL-20 the number remaining counts the next one, and ends the schedule', async () => {
    const { customerId, subscription } = await startSubscription(h, { rule: { remaining: 2 } });
    await bill(h, customerId, '2026-01-01');
    expect(await template(subscription.id)).toMatchObject({ remaining: 1, nextOn: '2026-02-01' });
    expect(await bill(h, customerId, '2026-12-01')).toHaveLength(1);
    expect(await template(subscription.id)).toMatchObject({ remaining: 0, nextOn: '2026-03-01' });
    expect((await preview(h, customerId, '2027-12-01')).bills).toEqual([]);
  });

  test('BIL-8, BIL-14 free customers are never billed; a service without a tax is refused, saying where to add it', async () => {
    const free = await startSubscription(h);
    await editNow(h.deps, h.person('accounting'), free.customerId, { paymentMethod: 'free' }, 'A partner');
    await expect(preview(h, free.customerId, '2026-01-01')).rejects.toThrow(/is free/);
    const { customerId } = await startSubscription(h, { rows: [{ taxCategory: 'hardware' }] });
    await expect(preview(h, customerId, '2026-01-01')).rejects.toThrow(/No tax is set for hardware/);
  });

  test('ALL-3 two people press Bill now at once: one invoice, and the other hears who was first', async () => {
    const { customerId } = await startSubscription(h);
    const asOf = day('2026-01-01');
    const shown = figuresOf(await preview(h, customerId, asOf));
    const both = await Promise.allSettled(
      [1, 2].map((n) => billNow(h.deps, h.person('accounting', n), { customerId, asOf, isIssued: false, shown })),
    );
    const refused = both.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toBeInstanceOf(Conflict);
    expect(String(refused[0])).toMatch(/<@U_ACCOUNTING(_2)?> made the last bill/);
    expect(await h.db.prisma.invoice.count({ where: { customerId } })).toBe(1);
  });

  test('BIL-1 `/bill preview` shows the bill, and “Bill now” makes it', async () => {
    const { customerId } = await startSubscription(h);
    const { name } = await h.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    const asks = asking(h, billsSlice, 'accounting');
    const { modal } = await asks.type('preview', `${name} as of 2026-02-01`);
    const text = JSON.stringify(modal);
    for (const part of [
      'Services of January 2026: $110.00',
      'Services of February 2026',
      'Sales tax 10 % on $100.00',
      'Scheduled',
    ])
      expect(text).toContain(part);
    expect(modal?.submit?.text).toBe('Bill now');
    await asks.submit('bill.now', modal?.private_metadata ?? '', {});
    expect(await h.db.prisma.invoice.count({ where: { customerId } })).toBe(2);
    const { modal: empty } = await asks.press('bill.now', customerId);
    expect(empty?.submit).toBeUndefined();
    expect(JSON.stringify(empty)).toContain('Nothing of');
    await expect(asks.type('preview', `${name} as of soon`)).rejects.toThrow(UserError);
    const never = `Nobody is billed as of Dec 31, 9999. Choose a day from Jan 1, 2021 to Jan 1, 2028.`;
    await expect(asks.type('preview', `${name} as of 9999-12-31`)).rejects.toThrow(never);
    await expect(bill(h, customerId, '9999-12-31')).rejects.toThrow(never);
  });

  test('BIL-12, BIL-20 a seller that only its billing groups name issues their bills; all others are numbered elsewhere', async () => {
    const { id: sellerId, isDefault } = await addSeller(
      h.deps,
      h.person('accounting'),
      { ...aSeller, name: 'Harbor Hosting' },
      'where_named',
    );
    expect(isDefault).toBe(false);
    const { customerId } = await startSubscription(h, { rows: [] });
    const seller = await groupOf(customerId, 'Hosting', { sellerId });
    await startSubscription(h, { customerId, groupId: seller });
    const [made] = await billNow(h.deps, h.person('accounting'), {
      customerId,
      asOf: day('2026-01-01'),
      isIssued: true,
    });
    expect(made).toMatchObject({ sellerId, numbering: 'own', issued: { number: 'INV-2026-00001' } });
    // By hand it is that of all groups, as long as they agree.
    const typed = { customerId, label: 'Visit', lines: 'Visit | 1 | 10' };
    expect(await newInvoice(h.deps, h.person('accounting'), typed)).toMatchObject({ sellerId, numbering: 'own' });
    const other = await groupOf(customerId, 'Support');
    await startSubscription(h, { customerId, groupId: other });
    const typedNow = await newInvoice(h.deps, h.person('accounting'), typed);
    expect([typedNow.sellerId, typedNow.numbering]).toEqual([undefined, 'elsewhere']);
    const plan = await preview(h, customerId, '2026-02-01');
    expect(plan.bills.map(({ scheduledOn, seller: by, groups }) => [scheduledOn, by?.id, groups[0]?.name])).toEqual([
      ['2026-02-01', sellerId, 'Hosting'],
      ['2026-01-01', undefined, 'Support'],
      ['2026-02-01', undefined, 'Support'],
    ]);
    expect(plan.mayIssue).toBe(false);
    const asOf = day('2026-02-01');
    await expect(billNow(h.deps, h.person('accounting'), { customerId, asOf, isIssued: true })).rejects.toThrow(
      /numbered in the accounting system/,
    );
    const drafts = await bill(h, customerId, '2026-02-01');
    expect(drafts.map(({ numbering }) => numbering)).toEqual(['own', 'elsewhere', 'elsewhere']);
    await expect(groupOf(customerId, 'Third', { sellerId: newId() })).rejects.toMatchObject({
      fields: { seller_id: expect.any(String) },
    });
  });

  test('BIL-1, BIL-12, BIL-15 with a seller the bills can be issued at once: dated, due and paid from the balance as the preview says', async () => {
    await makeSeller(h, { timeZone: 'Pacific/Auckland' });
    const owing = await customerOwing(h, [5_00]);
    await owing.pay(owing.invoices[0], 135_00, { leftOver: usd(130_00) });
    const { customerId } = await startSubscription(h, { customerId: owing.customerId });
    const terms = await addTerms(h.deps, h.person('accounting'), {
      name: 'Net 30',
      rule: { kind: 'net_days', days: 30 },
    });
    for (const name of ['One', 'Two'])
      await startSubscription(h, { customerId, groupId: await groupOf(customerId, name, { termsId: terms.id }) });
    const plan = await preview(h, customerId, '2026-01-01');
    expect(plan.bills.map(({ issueOn, dueOn, draft }) => [issueOn, dueOn, draft.lines.length])).toEqual([
      ['2026-01-02', '2026-01-02', 1],
      ['2026-01-02', '2026-02-01', 2],
    ]);
    expect(plan.bills.map(({ balanceUsed }) => balanceUsed)).toEqual([usd(0), usd(0)]);
    await h.setPolicy(settlingPolicy, { usesBalance: true });
    const used = (await preview(h, customerId, '2026-01-01')).bills.map(({ balanceUsed }) => balanceUsed);
    expect(used).toEqual([usd(110_00), usd(20_00)]);
    const asks = asking(h, billsSlice, 'accounting');
    const { modal } = await asks.press('bill.now', customerId);
    expect(JSON.stringify(modal)).toContain('Of the balance $20.00 pay it when it is issued: $200.00 stay open');
    await h.setPolicy(settlingPolicy, {});
    await expect(asks.submit('bill.now', modal?.private_metadata ?? '', { what: 'issued' })).rejects.toThrow(
      /figures have changed/,
    );
    await h.setPolicy(settlingPolicy, { usesBalance: true });
    const { say } = await asks.submit('bill.now', modal?.private_metadata ?? '', { what: 'issued' });
    expect(say?.text).toContain('2 bills made and issued');
    await h.setPolicy(settlingPolicy, {});
    const where = { customerId, kind: 'bill' };
    const invoices = await h.db.prisma.invoice.findMany({ where, orderBy: { ref: 'asc' } });
    expect(invoices.map(({ state, issuedOn, dueOn, paid }) => [state, issuedOn, dueOn, usd(Number(paid))])).toEqual(
      plan.bills.map(({ issueOn, dueOn }, at) => [
        at === 0 ? 'paid' : 'open',
        toDbDate(issueOn),
        toDbDate(dueOn),
        used[at],
      ]),
    );
    expect(await owing.balance()).toBe(0n);
  });

  test('CUS-5 what would stop a bill is found before it is made, with the subscription to mend; so are services of who is not active', async () => {
    const { customerId, subscription } = await startSubscription(h);
    const found = async () => {
      const page = await checkOne(h.deps, customerId);
      return page.found.flatMap(({ findings }) => findings).filter(({ mend }) => mend.action === 'subscription.open');
    };
    expect(await found()).toEqual([]);
    const { id: planId } = await addPlan(h.deps, h.person('billing'), {
      plan: {
        code: newId(),
        name: 'Later',
        description: '',
        taxCategory: 'services',
        billing: 'flat',
        perMonths: 1,
        prorated: 'by months',
      },
      price: { currency: 'USD', price: '10', validFrom: day('2026-05-01') },
    });
    await h.db.prisma.subscriptionItem.updateMany({
      where: { subscriptionId: subscription.id },
      data: { planId, unitPrice: null },
    });
    await h.db.prisma.customer.update({ where: { id: customerId }, data: { active: false } });
    expect(await found()).toMatchObject([
      { code: 'bill_impossible', sentence: expect.stringContaining('has no price'), mend: { value: subscription.id } },
      { code: 'inactive_with_services' },
    ]);
  });

  test('CUS-5 services that go on after their billing group’s last day, and a card that expires before the schedule charges it', async () => {
    const { id: customerId } = await h.deps.transact(system, (work) =>
      findOrCreateCustomer(work, { name: 'Until the summer', currency: 'USD' }),
    );
    const groupId = await groupOf(customerId, 'Main', { endOn: day('2026-06-30') });
    const { subscription } = await startSubscription(h, {
      customerId,
      groupId,
      rule: { months: 12, nextOn: day('2027-01-01') },
    });
    const card = (cardExpMonth: number, cardExpYear: number) =>
      h.db.prisma.customer.update({
        where: { id: customerId },
        data: { paymentMethod: 'credit_card', cardBrand: 'Visa', cardLast4: '4242', cardExpMonth, cardExpYear },
      });
    const found = async () =>
      (await checkOne(h.deps, customerId)).found
        .flatMap(({ findings }) => findings)
        .filter(({ code }) => ['services_outlive_group', 'card_expires'].includes(code));
    await card(12, 2026);
    expect(await found()).toMatchObject([
      {
        code: 'services_outlive_group',
        sentence: expect.stringContaining('not billed after Jun 30, 2026, the last day of its billing group Main'),
        mend: { action: 'subscription.open', value: subscription.id },
      },
      {
        code: 'card_expires',
        sentence: 'The card ending in 4242 expires on Dec 31, 2026, before the next charge on Jan 1, 2027.',
        mend: { action: 'customer.edit_card', value: customerId },
      },
    ]);
    await card(1, 2027);
    await h.db.prisma.subscriptionItem.updateMany({
      where: { subscriptionId: subscription.id },
      data: { lastOn: toDbDate(day('2026-06-30')) },
    });
    expect(await found()).toEqual([]);
  });
});
