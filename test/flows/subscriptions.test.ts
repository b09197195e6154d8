import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Conflict, UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { type Money, money } from '../../src/core/money/money.ts';
import { unitPriceOf } from '../../src/core/money/unit-price.ts';
import type { Subject } from '../../src/core/subject.ts';
import { day } from '../../src/core/time/calendar.ts';
import {
  addItems,
  armRecurring,
  disarmRecurring,
  monthlyOf,
  previewArming,
  setUpSubscription,
  subscriptionFor,
  subscriptionsPolicy,
  subscriptionsSlice,
  writeCoverage,
} from '../../src/features/billing/subscriptions/index.ts';
import { customersSlice, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { describeEachEngine } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';

const usd = (amount: number): Money => money(amount, 'USD');

describeEachEngine('subscriptions', (engine) => {
  let h: Harness;
  let customerId: string;
  let subject: Subject;
  beforeAll(async () => {
    h = await createHarness({ engine, slices: [customersSlice, subscriptionsSlice] });
    customerId = (
      await h.deps.transact(system, (work) => findOrCreateCustomer(work, { name: 'ACME', currency: 'USD' }))
    ).id;
  });
  afterAll(() => h.close());
  beforeEach(async () => {
    subject = { type: 'project', id: newId() };
    h.clock.set(new Date('2026-01-02T09:00:00Z'));
    await h.setPolicy(subscriptionsPolicy, {});
  });

  const items = [
    { description: 'Managed desktop', quantity: 20, unitAmount: usd(9_000) },
    { description: 'Managed server', quantity: 1, unitAmount: usd(20_000) },
  ];
  const setUp = () =>
    h.acting(h.person('billing'), (work) => setUpSubscription(work, { customerId, subject, currency: 'USD', items }));
  const read = async () => {
    const found = await subscriptionFor(h.db.prisma, subject);
    if (!found) throw new Error('no subscription');
    return found;
  };
  const arming = (wentLiveOn: string, prepaidNet: Money | undefined = usd(200_000)) => ({
    subject,
    prepaidNet,
    prepaidTaxRate: 0,
    wentLiveOn: day(wentLiveOn),
  });
  const arm = (wentLiveOn: string, prepaidNet?: Money | undefined, role = 'accounting', n = 1) =>
    h.acting(h.person(role, n), (work) => armRecurring(work, arming(wentLiveOn, prepaidNet)));

  test('ONB-6, ONB-8 set up once, with its services and an unarmed template two months ahead', async () => {
    const made = await setUp();
    expect(made).toMatchObject({
      customerId,
      subject,
      currency: 'USD',
      template: { nextOn: '2026-03-02', armed: false },
    });
    expect(monthlyOf(made)).toEqual(usd(200_000));
    expect(made.items.map((each) => [each.description, each.quantity, each.ownPrice, each.first])).toEqual(
      items.map((each) => [each.description, each.quantity, unitPriceOf(each.unitAmount), '2026-01-02']),
    );
    expect(await read()).toEqual(made);
    await expect(setUp()).rejects.toThrow(Conflict);
    expect((await h.audit({ subjectId: subject.id })).map((row) => row.action)).toEqual(['subscription.set_up']);
  });

  test('ONB-6 how far ahead the placeholder lies is a setting', async () => {
    await h.setPolicy(subscriptionsPolicy, { placeholderMonths: 3 });
    expect((await setUp()).template.nextOn).toBe('2026-04-02');
  });

  test('ONB-8 services added later raise the month; coverage and SLA are written', async () => {
    const { id } = await setUp();
    const more = [{ description: 'Backup', quantity: 2, unitAmount: usd(2_500) }];
    const after = await h.acting(h.person('billing'), (work) => addItems(work, { subscriptionId: id, items: more }));
    expect(monthlyOf(after)).toEqual(usd(205_000));
    const write = (coverage: string, sla: string) =>
      h.acting(h.person('billing'), (work) => writeCoverage(work, { subscriptionId: id, coverage, sla }));
    await expect(write(' ', '4 hours')).rejects.toMatchObject({ fields: { coverage: expect.any(String) } });
    await expect(write('8 to 18', '')).rejects.toMatchObject({ fields: { sla: expect.any(String) } });
    await write('8 to 18', '4 hours');
    expect(await read()).toMatchObject({ coverage: '8 to 18', sla: '4 hours' });
  });

  test.each([
    ['2026-01-15', 100_000, 100_000, 'mid-month half'],
    ['2026-01-07', 38_710, 161_290, 'days'],
    ['2026-01-22', 135_484, 64_516, 'days'],
  ])('BIL-9, ONB-16 live on %s: the preview is what arming stores', async (wentLiveOn, credit, due, rule) => {
    await setUp();
    h.clock.set(new Date(`${wentLiveOn}T18:00:00Z`));
    const preview = await previewArming(h.deps, arming(wentLiveOn));
    expect(preview).toMatchObject({ nextOn: '2026-02-01', dueNow: false, credit: usd(credit), due: usd(due), rule });
    expect((await read()).template.armed).toBe(false);
    expect(await arm(wentLiveOn)).toEqual(preview);
    expect((await read()).template).toMatchObject({
      armed: true,
      armedBy: 'U_ACCOUNTING',
      nextOn: '2026-02-01',
      credit: usd(credit),
      creditRule: rule,
    });
    const [row] = await h.audit({ action: 'recurring.armed', subjectId: subject.id });
    expect(row?.after).toMatchObject({ rule, because: preview.text });
  });

  test('BIL-9 the mid-month days are a setting', async () => {
    await setUp();
    h.clock.set(new Date('2026-01-15T18:00:00Z'));
    await h.setPolicy(subscriptionsPolicy, { midMonthDays: [] });
    expect(await arm('2026-01-15')).toMatchObject({ credit: usd(90_323), rule: 'days' });
  });

  test('BIL-9 gone live by override without payment: no credit', async () => {
    await setUp();
    h.clock.set(new Date('2026-01-15T18:00:00Z'));
    const bill = await h.acting(h.person('billing'), (work) =>
      armRecurring(work, { subject, prepaidNet: undefined, prepaidTaxRate: 0, wentLiveOn: day('2026-01-15') }),
    );
    expect(bill).toMatchObject({ credit: usd(0), due: usd(200_000), rule: 'none' });
  });

  test('ONB-16 armed late: due now', async () => {
    await setUp();
    h.clock.set(new Date('2026-03-10T18:00:00Z'));
    expect(await arm('2026-01-15')).toMatchObject({ nextOn: '2026-02-01', dueNow: true });
  });

  test('refused: before there is a subscription, and before the customer is live', async () => {
    await expect(arm('2026-01-02')).rejects.toThrow(/no subscription/);
    await setUp();
    await expect(arm('2026-01-03')).rejects.toThrow(/not live yet/);
    await expect(previewArming(h.deps, arming('2026-01-03'))).rejects.toThrow(UserError);
    expect((await read()).template.armed).toBe(false);
  });

  test('ALL-3 ten people arm at once: one effect, the others are told who was first', async () => {
    await setUp();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => arm('2026-01-02', usd(200_000), 'accounting', (n % 2) + 1)),
    );
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toHaveLength(9);
    const { armedBy } = (await read()).template;
    for (const error of refused) {
      expect(error).toBeInstanceOf(Conflict);
      expect(String(error)).toContain(`<@${armedBy}> armed`);
    }
    expect(await h.audit({ action: 'recurring.armed', subjectId: subject.id })).toHaveLength(1);
  });

  test('ALL-5 an arming is taken back with a reason, and may be done again', async () => {
    await setUp();
    await arm('2026-01-02');
    const disarm = (role: string) =>
      h.acting(h.person(role), (work) => disarmRecurring(work, { subject, reason: 'wrong day' }));
    await disarm('billing');
    const { template } = await read();
    expect([template.armed, template.nextOn, template.credit]).toEqual([false, '2026-03-02', undefined]);
    await expect(disarm('billing')).rejects.toThrow(Conflict);
    expect(await h.audit({ action: 'recurring.disarmed', subjectId: subject.id })).toMatchObject([
      { reason: 'wrong day' },
    ]);
    await arm('2026-01-02');
    expect((await read()).template.armed).toBe(true);
  });
});
