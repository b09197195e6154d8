import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import {
  askForBills,
  billRemindersSlice,
  remindLater,
  skipBill,
  unskipBill,
} from '../../src/features/billing/billreminders/index.ts';
import { billNow } from '../../src/features/billing/bills/index.ts';
import { voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { editSchedule, subscriptionById } from '../../src/features/billing/subscriptions/index.ts';
import { billingHarness, problemsOf } from '../support/billing.ts';
import { bill, preview, saidOf, startSubscription, taxServices } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

describeEachEngine('bills that people make', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine);
    await taxServices(h, 0);
  });
  afterAll(() => h.close());

  const accounting = (n = 1) => h.person('accounting', n);
  const as = (role = 'accounting') => asking(h, billRemindersSlice, role);
  const morningOf = async (on: string) => {
    h.clock.set(new Date(`${on}T09:00:00Z`));
    await askForBills(h.deps);
  };
  const begin = (rule: Parameters<typeof startSubscription>[1] = {}) =>
    startSubscription(h, {
      ...rule,
      rule: { mode: 'remind', firstOn: day('2026-03-01'), nextOn: day('2026-03-01'), ...rule.rule },
    });
  const reminders = async (subscriptionId: string) =>
    h.db.prisma.billReminder.findMany({ where: { subscriptionId }, orderBy: { dueOn: 'asc' } });
  const states = async (id: string) =>
    (await reminders(id)).map(({ dueOn, state }) => [dueOn.toISOString().slice(0, 10), state]);
  const messageOf = async (id: string) => (await h.messages('bill_reminder', id))[0] ?? expect.fail('no message');
  const template = async (id: string) =>
    (await subscriptionById(h.db.prisma, id))?.template ?? expect.fail('no subscription');

  test('BIL-20 day by day: asked once for each date, in its channel and on Home; several that were missed, each once; billed, it is done', async () => {
    const { customerId, subscription } = await begin();
    const { subscription: asHeSays } = await begin({ rule: { mode: 'dont_remind' } });
    const { subscription: byItself } = await begin({ rule: { mode: 'automate' } });
    await morningOf('2026-02-28');
    expect(await states(subscription.id)).toEqual([]);
    await morningOf('2026-03-01');
    await morningOf('2026-03-02');
    expect(await states(subscription.id)).toEqual([['2026-03-01', 'open']]);
    const [first] = await reminders(subscription.id);
    const shown = await messageOf(first?.id ?? '');
    expect(shown.row).toMatchObject({ role: 'accounting' });
    expect(shown.content?.open).toBe(true);
    expect(shown.json).toContain('the bill of Mar 1, 2026, for March');
    expect(shown.json).toContain('1 × Service 1 at $100.00');
    for (const action of ['bill.now', 'bill_reminder.skip', 'bill_reminder.later', 'customer.open'])
      expect(shown.json).toContain(`"action_id":"${action}"`);
    expect(JSON.stringify(await as().home())).toContain('the bill of Mar 1, 2026');
    expect(await as('sales').home()).toEqual([[]]);
    expect(await h.audit({ action: 'bill_reminder.asked', subjectId: subscription.id })).toHaveLength(1);

    await morningOf('2026-05-04');
    expect(await states(subscription.id)).toEqual([
      ['2026-03-01', 'open'],
      ['2026-04-01', 'open'],
      ['2026-05-01', 'open'],
    ]);
    expect([await reminders(asHeSays.id), await reminders(byItself.id)]).toEqual([[], []]);
    const plan = await preview(h, customerId, '2026-05-04');
    expect(saidOf(plan).map(({ on }) => on)).toEqual(['2026-03-01', '2026-04-01', '2026-05-01']);
    await bill(h, customerId, '2026-05-04');
    expect((await states(subscription.id)).map(([, state]) => state)).toEqual(['billed', 'billed', 'billed']);
    const done = await messageOf(first?.id ?? '');
    expect(done.content?.open).toBe(false);
    expect(done.json).toContain('Billed by <@U_ACCOUNTING>');
    expect(done.json).not.toContain('bill.now');
    await morningOf('2026-05-05');
    expect(await reminders(subscription.id)).toHaveLength(3);
  });

  test('BIL-20, BIL-16 days in advance and the number remaining; periods in arrears; a date without a service asks nobody', async () => {
    const { subscription: early } = await begin({ rule: { daysAhead: 10, remaining: 2 } });
    const { subscription: late } = await begin({ rule: { inArrears: true, nextOn: day('2026-04-01') } });
    const { subscription: empty } = await begin({ rows: [{ last: day('2026-02-28') }] });
    await morningOf('2026-02-19');
    expect(await states(early.id)).toEqual([['2026-03-01', 'open']]);
    await morningOf('2026-06-30');
    expect(await states(early.id)).toEqual([
      ['2026-03-01', 'open'],
      ['2026-04-01', 'open'],
    ]);
    const [first] = await reminders(late.id);
    expect(first).toMatchObject({ dueOn: new Date('2026-04-01'), firstOn: new Date('2026-03-01') });
    expect(await reminders(empty.id)).toEqual([]);
  });

  test('BIL-20 Skip: its services are never charged, what is charged once stays due, and it counts as one of those that remain; taken back, it is due again', async () => {
    const { customerId, subscription } = await begin({
      rule: { remaining: 3 },
      rows: [{}, { description: 'Set-up', per: 'once', first: day('2026-03-10') }],
    });
    await morningOf('2026-04-01');
    const [march, april] = await reminders(subscription.id);
    await expect(skipBill(h.deps, accounting(), { reminderId: april?.id ?? '', reason: 'x' })).rejects.toThrow(
      'The bill of Mar 1, 2026 comes first',
    );
    await expect(skipBill(h.deps, h.person('sales'), { reminderId: march?.id ?? '', reason: 'x' })).rejects.toThrow(
      NotAllowed,
    );
    expect(await problemsOf(as().submit('bill_reminder.skip', march?.id ?? '', {}))).toHaveProperty('reason');
    await as().submit('bill_reminder.skip', march?.id ?? '', { reason: { text: 'They were closed' } });
    expect(await template(subscription.id)).toMatchObject({ nextOn: '2026-04-01', remaining: 2 });
    const due = async (asOf: string) =>
      saidOf(await preview(h, customerId, asOf))
        .flatMap(({ on, lines }) => lines.map(([what]) => `${on} ${what}`))
        .sort();
    expect(await due('2026-06-30')).toEqual(['2026-04-01 Service 1', '2026-04-01 Set-up', '2026-05-01 Service 1']);
    const message = await messageOf(march?.id ?? '');
    expect(message.json).toContain('Not billed: skipped by <@U_ACCOUNTING>');
    expect((await h.posts()).at(-1)?.text).toContain('They were closed');
    expect(await h.audit({ action: 'subscription.period_skipped', subjectId: subscription.id })).toMatchObject([
      { actor: 'U_ACCOUNTING', reason: 'They were closed', after: { period: 'March', nextOn: '2026-04-01' } },
    ]);
    await expect(skipBill(h.deps, accounting(2), { reminderId: march?.id ?? '', reason: 'x' })).rejects.toThrow(
      /The bill was skipped by <@U_ACCOUNTING>/,
    );

    await as().press('bill_reminder.take_back', march?.id ?? '');
    expect(await template(subscription.id)).toMatchObject({ nextOn: '2026-03-01', remaining: 3 });
    expect((await states(subscription.id))[0]).toEqual(['2026-03-01', 'open']);
    expect(await due('2026-03-31')).toEqual(['2026-03-01 Service 1', '2026-03-01 Set-up']);
    await expect(unskipBill(h.deps, accounting(2), march?.id ?? '')).rejects.toThrow(Conflict);

    await skipBill(h.deps, accounting(), { reminderId: march?.id ?? '', reason: 'Closed' });
    await bill(h, customerId, '2026-04-01');
    await unskipBill(h.deps, accounting(), march?.id ?? '');
    expect(await template(subscription.id)).toMatchObject({ nextOn: '2026-05-01', remaining: 1 });
    expect(await due('2026-04-30')).toEqual(['2026-03-01 Service 1']);
  });

  test('BIL-20 Later: off Home until its day, then asked again in its thread, once', async () => {
    const { subscription } = await begin();
    await morningOf('2026-03-01');
    const [march] = await reminders(subscription.id);
    const reminderId = march?.id ?? '';
    expect(await problemsOf(remindLater(h.deps, accounting(), { reminderId, until: day('2026-03-01') }))).toEqual({
      until: 'Choose a day after today.',
    });
    const said = await as().submit('bill_reminder.later', reminderId, { until: { day: '2026-03-05' } });
    expect(said.say?.text).toBe('It is asked for again on Mar 5, 2026.');
    expect((await messageOf(reminderId)).json).toContain('Asked again on Mar 5, 2026: put off by <@U_ACCOUNTING>');
    const home = async () => JSON.stringify(await as().home());
    expect(await home()).not.toContain(reminderId);
    await morningOf('2026-03-05');
    await morningOf('2026-03-06');
    expect(await home()).toContain(reminderId);
    const again = (await h.posts()).filter(({ text }) => text.startsWith('It was put off until today.'));
    expect(again).toHaveLength(1);
    expect(await h.audit({ action: 'bill_reminder.put_off', subjectId: subscription.id })).toHaveLength(1);
  });

  test('BIL-20 who is billed by runs from now on is not asked for any more, and is asked again once that is changed back', async () => {
    const { subscription } = await begin();
    await morningOf('2026-03-01');
    const schedule = { months: 1, inArrears: false, firstOn: day('2026-03-01'), daysAhead: 0 } as const;
    const to = (mode: 'automate' | 'remind') =>
      editSchedule(h.deps, h.person('billing'), {
        subscriptionId: subscription.id,
        schedule: { ...schedule, mode },
        reason: 'Agreed',
      });
    await to('automate');
    expect(await states(subscription.id)).toEqual([['2026-03-01', 'ended']]);
    const [row] = await h.audit({ action: 'subscription.scheduled', subjectId: subscription.id });
    expect(row?.before).toMatchObject({ schedule: expect.stringContaining('accounting is reminded') });
    await morningOf('2026-03-02');
    expect(await states(subscription.id)).toEqual([['2026-03-01', 'ended']]);
    await to('remind');
    await morningOf('2026-03-03');
    expect(await states(subscription.id)).toEqual([['2026-03-01', 'open']]);
  });

  test('BIL-20 a bill that is voided is due again, and asked for anew in its thread, until it is made again', async () => {
    const { customerId, subscription } = await begin();
    await morningOf('2026-03-01');
    const [made] = await bill(h, customerId, '2026-03-01');
    expect(await states(subscription.id)).toEqual([['2026-03-01', 'billed']]);
    const [first] = await reminders(subscription.id);
    const told = async () => (await h.posts()).filter(({ text }) => text.startsWith('Its invoice was voided')).length;
    const before = await told();
    h.clock.set(new Date('2026-03-03T12:00:00Z'));
    await voidInvoice(h.deps, accounting(), { invoiceId: made?.id ?? '', reason: 'Wrong price' });
    expect(await states(subscription.id)).toEqual([['2026-03-01', 'open']]);
    expect((await told()) - before).toBe(1);
    expect((await messageOf(first?.id ?? '')).json).toContain('bill.now');
    expect(JSON.stringify(await as().home())).toContain(first?.id);
    expect(await h.audit({ action: 'bill_reminder.asked', subjectId: subscription.id })).toHaveLength(2);
    await morningOf('2026-03-04');
    expect(await states(subscription.id)).toEqual([['2026-03-01', 'open']]);
    await bill(h, customerId, '2026-03-04');
    expect(await states(subscription.id)).toEqual([['2026-03-01', 'billed']]);
    const [again] = await h.db.prisma.invoice.findMany({ where: { customerId, NOT: { state: 'void' } } });
    expect(again?.amount).toBe(100_00n);
  });

  test('ALL-3 one bills and another skips at once: one has an effect, the other hears who was first', async () => {
    const { customerId, subscription } = await begin();
    await morningOf('2026-03-01');
    const [march] = await reminders(subscription.id);
    const outcomes = await Promise.allSettled([
      billNow(h.deps, accounting(), { customerId, asOf: day('2026-03-01'), isIssued: false }),
      skipBill(h.deps, accounting(2), { reminderId: march?.id ?? '', reason: 'Closed' }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((each) => each.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(Conflict);
    const made = await h.db.prisma.invoice.count({ where: { customerId } });
    expect(await states(subscription.id)).toEqual([['2026-03-01', made === 1 ? 'billed' : 'skipped']]);
  });
});
