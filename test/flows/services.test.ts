import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, FieldErrors, NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { addDays, day, daysInMonth } from '../../src/core/time/calendar.ts';
import { addPlan } from '../../src/features/billing/catalog/index.ts';
import {
  addSubscription,
  carryOutPlanned,
  changeService,
  dropPlanned,
  editSchedule,
  enterUnits,
  previewChange,
  type ServiceChange,
  servicesFrom,
  subscriptionById,
  subscriptionsSlice,
} from '../../src/features/billing/subscriptions/index.ts';
import { addGroup } from '../../src/features/customers/index.ts';
import { checkOne } from '../../src/features/customers/validation/check-customers.ts';
import { billingHarness, problemsOf } from '../support/billing.ts';
import { bill, preview, saidOf, startSubscription, taxServices } from '../support/bills.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

describeEachEngine('services that change', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine);
    await taxServices(h, 0);
  });
  afterAll(() => h.close());

  const at = (on: string, time = '12:00') => h.clock.set(new Date(`${on}T${time}:00Z`));
  const change = (
    subscriptionId: string,
    of: ServiceChange,
    more: { reason?: string; shown?: string } = {},
    role = 'billing',
  ) => changeService(h.deps, h.person(role), { subscriptionId, change: of, ...more });
  const serviceOn = async (subscriptionId: string, on: string, description = 'Service 1') => {
    const found = await subscriptionById(h.db.prisma, subscriptionId);
    const row = (found ? servicesFrom(found, day(on)) : []).find(
      (each) => each.description === description && each.first <= on,
    );
    if (!row) throw new Error(`no ${description} on ${on}`);
    return row;
  };
  const typed = (description: string, cents: number) =>
    ({ description, own: `${cents * 10_000}`, per: 1, prorated: 'by months' }) as const;
  const actions = async (subscriptionId: string) =>
    (await h.audit({ subjectId: subscriptionId })).map(({ action }) => action);

  /** Whatever is due on the first of the month is billed. @returns the first bill's lines, and the total of all in cents */
  const billed = async (customerId: string, on: string) => {
    at(on);
    const bills = saidOf(await preview(h, customerId, on));
    await bill(h, customerId, on);
    return [bills[0]?.lines, bills.reduce((sum, { total }) => sum + total, 0)];
  };

  test('BIL-6 a customer’s year: every change, each on the next bill, and at its end everything is billed that was served', async () => {
    at('2026-01-01');
    const { customerId, subscription } = await startSubscription(h, { rows: [{ quantity: 10 }] });
    const { id } = subscription;
    expect(await billed(customerId, '2026-01-01')).toEqual([[['Service 1', 100_000]], 100_000]);

    at('2026-01-16');
    const { id: first } = await serviceOn(id, '2026-01-16');
    const more = await change(id, {
      kind: 'quantity',
      itemId: first,
      id: newId(),
      on: day('2026-01-17'),
      quantity: 12,
    });
    expect([more.isPlanned, more.lines.length]).toEqual([true, 2]);
    at('2026-01-17', '00:20');
    await carryOutPlanned(h.deps);
    expect((await serviceOn(id, '2026-01-17')).quantity).toBe(12);
    expect(await billed(customerId, '2026-02-01')).toEqual([
      [
        ['Service 1', 58_065],
        ['Service 1', 120_000],
        ['Service 1', -48_387],
      ],
      129_678,
    ]);

    at('2026-02-15');
    const twelve = await serviceOn(id, '2026-02-15');
    await change(id, {
      kind: 'swap',
      itemId: twelve.id,
      id: newId(),
      on: day('2026-02-15'),
      sold: typed('Better', 200_00),
    });
    expect((await billed(customerId, '2026-03-01'))[1]).toBe(240_000 + 60_000);

    at('2026-03-11');
    const better = await serviceOn(id, '2026-03-11', 'Better');
    await change(id, { kind: 'pause', itemId: better.id, on: day('2026-03-11'), until: day('2026-03-20') });
    expect((await billed(customerId, '2026-04-01'))[1]).toBe(240_000 - 77_419);

    at('2026-04-16');
    await change(id, { kind: 'stop', itemId: better.id, on: day('2026-04-16') });
    at('2026-05-01');
    expect(saidOf(await preview(h, customerId, '2026-05-01'))).toEqual([]);
    expect((await preview(h, customerId, '2026-05-01')).waits.amount).toBe(-120_000n);
    at('2026-05-21');
    await change(id, { kind: 'start_again', itemId: better.id, on: day('2026-05-21') });
    expect((await billed(customerId, '2026-06-01'))[1]).toBe(240_000 + 85_161 - 120_000);

    at('2026-06-10');
    const added = newId();
    await change(id, { kind: 'start', id: added, on: day('2026-06-10'), quantity: 1, sold: typed('Backup', 50_00) });
    const undone = newId();
    await change(id, { kind: 'start', id: undone, on: day('2026-06-10'), quantity: 1, sold: typed('Mistake', 70_00) });
    await change(id, { kind: 'undo', itemId: undone, on: day('2026-06-10') });
    expect((await billed(customerId, '2026-07-01'))[1]).toBe(240_000 + 5_000 + 3_500);
    at('2026-07-02');
    expect(await problemsOf(change(id, { kind: 'undo', itemId: added, on: day('2026-07-02') }))).toEqual({
      kind: expect.stringContaining('was billed already'),
    });
    expect(await problemsOf(change(id, { kind: 'regret', itemId: added, on: day('2026-07-02') }))).toEqual({
      kind: expect.stringContaining('could be regretted until Jun 24, 2026'),
    });
    const late = newId();
    await change(id, { kind: 'start', id: late, on: day('2026-07-02'), quantity: 1, sold: typed('Regretted', 31_00) });
    await bill(h, customerId, '2026-07-02');
    await change(id, { kind: 'regret', itemId: late, on: day('2026-07-02') });
    expect((await billed(customerId, '2026-08-01'))[1]).toBe(240_000 + 5_000 - 3_000);

    at('2026-08-03');
    const removal = await change(id, {
      kind: 'remove',
      itemId: added,
      id: newId(),
      on: day('2026-08-11'),
      penalty: `${20_00 * 10_000}`,
    });
    expect(removal.lines.map(({ net }) => Number(net.amount)).sort((a, b) => a - b)).toEqual([-3_387, 2_000]);
    at('2026-08-11', '00:05');
    await carryOutPlanned(h.deps);
    expect((await billed(customerId, '2026-09-01'))[1]).toBe(240_000 - 3_387 + 2_000);

    for (const month of ['10', '11', '12']) expect((await billed(customerId, `2026-${month}-01`))[1]).toBe(240_000);
    const served = 100_000 + 129_678 + 300_000 + 162_581 + 205_161 + 248_500 + 3_000 + 242_000 + 238_613 + 3 * 240_000;
    const { _sum } = await h.db.prisma.invoice.aggregate({ where: { customerId }, _sum: { amount: true } });
    expect(Number(_sum.amount)).toBe(served);
  });

  test('BIL-6 regret counts from the day on which a service was added, not from its first day; of what another system billed, from that', async () => {
    at('2026-01-01');
    const { customerId, subscription } = await startSubscription(h);
    const { id } = subscription;
    at('2026-02-10');
    const late = newId();
    await change(id, {
      kind: 'start',
      id: late,
      on: day('2026-01-02'),
      quantity: 1,
      sold: typed('Entered late', 50_00),
    });
    const regretted = (itemId: string, on: string) => {
      at(on);
      return problemsOf(change(id, { kind: 'regret', itemId, on: day(on) }));
    };
    await bill(h, customerId, '2026-02-10');
    expect(await regretted(late, '2026-02-25')).toEqual({
      kind: '“Entered late” was added on Feb 10, 2026 and could be regretted until Feb 24, 2026. Remove it instead.',
    });
    expect(await regretted(late, '2026-02-24')).toEqual({});
    const [elsewhere] = (await subscriptionById(h.db.prisma, id))?.items ?? [];
    await h.db.prisma.subscriptionItem.update({ where: { id: elsewhere?.id ?? '' }, data: { addedAt: null } });
    expect(await regretted(elsewhere?.id ?? '', '2026-01-16')).toMatchObject({
      kind: expect.stringContaining('began on Jan 1, 2026 and could be regretted until Jan 15, 2026'),
    });
  });

  test('BIL-6 a planned change is listed, is dropped with a reason, and never carried out then; done, it is done once', async () => {
    at('2026-03-02');
    const { subscription } = await startSubscription(h);
    const { id } = subscription;
    const itemId = subscription.items[0]?.id ?? '';
    await change(
      id,
      { kind: 'quantity', itemId, id: newId(), on: day('2026-03-05'), quantity: 5 },
      { reason: 'They grow' },
    );
    const twice = problemsOf(change(id, { kind: 'stop', itemId, on: day('2026-03-05') }));
    expect(await twice).toEqual({ on: expect.stringContaining('planned for Mar 5, 2026 already') });
    const asks = asking(h, subscriptionsSlice, 'billing');
    const window = JSON.stringify((await asks.press('subscription.open', id)).modal);
    for (const part of ['Service 1: 1 → 5', 'They grow', 'service.drop', 'Start service'])
      expect(window).toContain(part);
    const [planned] = await h.db.prisma.plannedChange.findMany({ where: { subscriptionId: id } });
    const drop = (role: string) =>
      dropPlanned(h.deps, h.person(role), { plannedId: planned?.id ?? '', reason: 'They do not' });
    await expect(drop('sales')).rejects.toThrow(NotAllowed);
    await drop('billing');
    await expect(drop('accounting')).rejects.toThrow(/It was dropped by <@U_BILLING>/);
    at('2026-03-06');
    await carryOutPlanned(h.deps);
    expect((await serviceOn(id, '2026-03-06')).quantity).toBe(1);
    await change(id, { kind: 'quantity', itemId, id: newId(), on: day('2026-03-07'), quantity: 7 });
    at('2026-03-08');
    await Promise.all([carryOutPlanned(h.deps), carryOutPlanned(h.deps)]);
    expect((await serviceOn(id, '2026-03-08')).quantity).toBe(7);
    expect(await h.db.prisma.subscriptionItem.count({ where: { subscriptionId: id } })).toBe(2);
    expect(await actions(id)).toEqual([
      'service.change_planned',
      'service.change_dropped',
      'service.change_planned',
      'service.changed',
    ]);
  });

  test('BIL-6 later changes of a removed service are listed, and dropped with it; what cannot be done any more is told accounting', async () => {
    at('2026-03-02');
    const { subscription } = await startSubscription(h);
    const { id } = subscription;
    const itemId = subscription.items[0]?.id ?? '';
    await change(id, { kind: 'stop', itemId, on: day('2026-03-20') });
    await change(id, { kind: 'quantity', itemId, id: newId(), on: day('2026-03-09'), quantity: 2 });
    const removal: ServiceChange = { kind: 'remove', itemId, id: newId(), on: day('2026-03-10') };
    const shown = await previewChange(h.deps, { subscriptionId: id, change: removal });
    expect(shown.planned.map(({ what }) => what)).toEqual([expect.stringContaining('Stop until it is started again')]);
    await change(id, removal);
    at('2026-03-10');
    await carryOutPlanned(h.deps);
    const states = await h.db.prisma.plannedChange.findMany({
      where: { subscriptionId: id },
      orderBy: { effectiveOn: 'asc' },
    });
    expect(states.map(({ kind, state }) => [kind, state])).toEqual([
      ['quantity', 'done'],
      ['remove', 'done'],
      ['stop', 'dropped'],
    ]);
    await h.db.prisma.plannedChange.updateMany({
      where: { subscriptionId: id, kind: 'stop' },
      data: { state: 'planned' },
    });
    at('2026-03-20');
    await carryOutPlanned(h.deps);
    expect((await h.posts()).at(-1)?.text).toContain('what was planned for Mar 20, 2026 could not be done');
    expect((await actions(id)).at(-1)).toBe('service.change_refused');
  });

  test('BIL-6 refused at the field: an end before the beginning, a change before or after the service, too long a pause', async () => {
    at('2026-03-02');
    const { subscription } = await startSubscription(h, { rows: [{ last: day('2026-06-30') }] });
    const { id } = subscription;
    const itemId = subscription.items[0]?.id ?? '';
    const start: ServiceChange = {
      kind: 'start',
      id: newId(),
      on: day('2026-03-02'),
      last: day('2026-03-01'),
      quantity: 1,
      sold: typed('X', 1_00),
    };
    expect(await problemsOf(change(id, start))).toEqual({ last: expect.stringContaining('before it begins') });
    expect(await problemsOf(change(id, { kind: 'stop', itemId, on: day('2026-07-01') }))).toEqual({
      on: expect.stringContaining('after that nothing of it can change'),
    });
    expect(await problemsOf(change(id, { kind: 'stop', itemId, on: day('2025-12-31') }))).toEqual({
      on: expect.stringContaining('begins on Jan 1, 2026'),
    });
    const pause: ServiceChange = { kind: 'pause', itemId, on: day('2026-03-02'), until: day('2026-05-02') };
    expect(await problemsOf(change(id, pause))).toEqual({ until: expect.stringContaining('60 days a year') });
    expect(
      await problemsOf(change(id, { kind: 'quantity', itemId, id: newId(), on: day('2026-03-02'), quantity: 0 })),
    ).toEqual({
      quantity: expect.stringContaining('whole number'),
    });
    await expect(change(id, { kind: 'stop', itemId, on: day('2026-03-02') }, {}, 'sales')).rejects.toThrow(NotAllowed);
  });

  test('BIL-22 no service begins, or is said to end, after the last day of its billing group', async () => {
    at('2026-03-02');
    const { customerId } = await startSubscription(h);
    const group = { name: 'Main', startOn: day('2026-01-01'), endOn: day('2026-06-30'), contractId: null };
    const { id: groupId } = await addGroup(h.deps, h.person('billing'), {
      customerId,
      group: { ...group, termsId: null, purchaseOrder: null, addressees: [], sellerId: null },
    });
    const { subscription } = await startSubscription(h, { customerId, groupId });
    const before = [await actions(subscription.id), await h.db.prisma.subscriptionItem.count()];
    const start = (on: string, last?: string) => ({
      ...{ kind: 'start' as const, id: newId(), quantity: 1, sold: typed('X', 1_00), on: day(on) },
      ...(last ? { last: day(last) } : {}),
    });
    const says = expect.stringContaining('The billing group Main ends on Jun 30, 2026. Choose that day or an earlier');
    expect(await problemsOf(change(subscription.id, start('2026-07-01')))).toEqual({ on: says });
    expect(await problemsOf(change(subscription.id, start('2026-03-02', '2026-07-01')))).toEqual({ last: says });
    const asked = { subscriptionId: subscription.id, change: start('2026-07-01') };
    expect(await problemsOf(previewChange(h.deps, asked))).toEqual({ on: says });
    expect([await actions(subscription.id), await h.db.prisma.subscriptionItem.count()]).toEqual(before);
    await change(subscription.id, start('2026-03-02', '2026-06-30'));
  });

  test('ALL-3 two people change one service at once: one change, the other is told', async () => {
    at('2026-03-02');
    const { subscription } = await startSubscription(h);
    const { id } = subscription;
    const itemId = subscription.items[0]?.id ?? '';
    const asks = asking(h, subscriptionsSlice, 'billing');
    const both = await Promise.all(
      ['3', '4'].map(async (quantity) => {
        const entries = { kind: 'quantity', on: { day: '2026-03-02' }, quantity: { text: quantity } };
        return (
          (await asks.submit('service.change', `${id} ${itemId} quantity`, entries)).replace?.private_metadata ?? ''
        );
      }),
    );
    const results = await Promise.allSettled(both.map((data) => asks.submit('service.confirm', data, {})));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused[0] instanceof Conflict || refused[0] instanceof FieldErrors).toBe(true);
    expect(await h.db.prisma.subscriptionItem.count({ where: { subscriptionId: id, withdrawn: false } })).toBe(2);
  });

  test('CUS-4 a plan is started by the form at the list’s price, previewed as it is billed; its next price holds from the next period', async () => {
    at('2026-03-02');
    const { customerId, subscription } = await startSubscription(h, {
      rows: [],
      rule: { firstOn: day('2026-03-01'), nextOn: day('2026-03-01') },
    });
    const plan = await addPlan(h.deps, h.person('billing'), {
      plan: {
        code: `P-${newId()}`,
        name: 'Hosting',
        description: '',
        taxCategory: 'services',
        billing: 'flat',
        perMonths: 1,
        prorated: 'by months',
      },
      price: { currency: 'USD', price: '31.00', validFrom: day('2026-01-01') },
    });
    const asks = asking(h, subscriptionsSlice, 'billing');
    const form = await asks.press('service.start', subscription.id);
    expect(JSON.stringify(form.modal)).toContain('Plan');
    const entries = { quantity: { text: '2' }, on: { day: '2026-03-02' }, per: '1' };
    await expect(asks.submit('service.start', subscription.id, entries)).rejects.toThrow(/Choose a plan or a charge/);
    const { replace } = await asks.submit('service.start', subscription.id, { ...entries, plan: plan.id });
    expect(JSON.stringify(replace)).toContain('Charged because of it: $60.00 before tax');
    await asks.submit('service.confirm', replace?.private_metadata ?? '', { reason: { text: 'Ordered by phone' } });
    expect(saidOf(await preview(h, customerId, '2026-03-02'))).toMatchObject([
      { lines: [['Hosting', 6_000]], total: 6_000 },
    ]);
    expect((await h.audit({ subjectId: subscription.id, action: 'service.changed' }))[0]).toMatchObject({
      reason: 'Ordered by phone',
      after: { what: '2 × Hosting', lines: ['Hosting: $60.00'] },
    });
  });

  test('CUS-4, ALL-10 a metered plan: its units are asked for, entered, entered anew and undone; what is above is billed once', async () => {
    at('2026-03-02');
    const { customerId, subscription } = await startSubscription(h, {
      rows: [],
      rule: { firstOn: day('2026-02-01'), nextOn: day('2026-02-01') },
    });
    const { id } = subscription;
    const asks = asking(h, subscriptionsSlice, 'billing');
    await expect(asks.press('units.enter', id)).rejects.toThrow(/None of its services is metered/);
    const plan = await addPlan(h.deps, h.person('billing'), {
      plan: {
        code: `P-${newId()}`,
        name: 'Mail',
        description: '',
        taxCategory: 'services',
        billing: 'metered',
        perMonths: 1,
        prorated: 'by months',
      },
      price: { currency: 'USD', price: '45.00', validFrom: day('2026-01-01'), included: '1000', above: '0.0035' },
    });
    const entries = { quantity: { text: '1' }, on: { day: '2026-02-01' }, per: '1', plan: plan.id };
    const start = await asks.submit('service.start', id, { ...entries, price: { text: '40.00' } });
    await asks.submit('service.confirm', start.replace?.private_metadata ?? '', {});
    expect(await asks.section('subscription', id, 'Services')).toContain('1,000 units included, $0.0035 above');
    await bill(h, customerId, '2026-03-02');
    const missing = async () =>
      (await checkOne(h.deps, customerId)).found
        .flatMap(({ findings }) => findings)
        .filter(({ code }) => code === 'units_missing');
    expect(await missing()).toMatchObject([
      { sentence: expect.stringContaining('“Mail” from Feb 1, 2026 to Feb 28, 2026'), mend: { value: id } },
    ]);

    const [row] = (await subscriptionById(h.db.prisma, id))?.items ?? [];
    const form = JSON.stringify((await asks.press('units.enter', id)).modal);
    expect(form).toContain('"initial_date":"2026-02-28"');
    const enter = (units: string, on = '2026-02-28') =>
      asks.submit('units.enter', id, { service: row?.id ?? '', on: { day: on }, units: { text: units } });
    expect(await problemsOf(enter('2.5'))).toEqual({ units: expect.stringContaining('whole number') });
    expect(await problemsOf(enter('5', '2026-04-01'))).toEqual({
      on: expect.stringContaining('begins on Apr 1, 2026'),
    });
    expect(await problemsOf(enter('5', '2026-01-31'))).toEqual({ on: expect.stringContaining('was not served') });
    await expect(
      enterUnits(h.deps, h.person('sales'), {
        subscriptionId: id,
        itemId: row?.id ?? '',
        on: day('2026-02-01'),
        units: 1,
      }),
    ).rejects.toThrow(NotAllowed);
    const undoOf = (answer: Awaited<ReturnType<typeof enter>>) =>
      /"value":"([^"]+)"/.exec(JSON.stringify(answer.say))?.[1] ?? '';
    const first = await enter('2250');
    expect(first.say?.text).toContain(
      '2,250 units of Mail, Feb 1, 2026 to Feb 28, 2026: $4.38 before tax, on the next bill.',
    );
    expect(await missing()).toEqual([]);
    const second = await enter('3250');
    expect(second.say?.text).toContain('instead of 2,250: $7.88');
    await expect(asks.press('units.undo', undoOf(first))).rejects.toThrow(/taken back, or entered anew, already/);
    await asks.press('units.undo', undoOf(second));
    expect(saidOf(await preview(h, customerId, '2026-03-02'))).toMatchObject([
      { lines: [['Mail, February: 2,250 units, 1,000 included, $0.0035 above', 438]] },
    ]);
    await bill(h, customerId, '2026-03-02');
    expect(saidOf(await preview(h, customerId, '2026-03-02'))).toEqual([]);
    const late = await enter('1000');
    at('2026-03-02', '12:11');
    await expect(asks.press('units.undo', undoOf(late))).rejects.toThrow(/10 minutes/);
    expect((await preview(h, customerId, '2026-03-02')).waits.amount).toBe(-438n);
    expect((await actions(id)).filter((action) => action.startsWith('units'))).toEqual([
      'units.entered',
      'units.entered',
      'units.taken_back',
      'units.entered',
    ]);
  });

  test('BIL-20 a subscription is added with its schedule; what was billed stays, another frequency begins the day after it, as it was shown', async () => {
    at('2026-03-02');
    const { customerId } = await startSubscription(h);
    const schedule = {
      months: 1,
      firstOn: day('2026-03-10'),
      inArrears: false,
      daysAhead: 0,
      mode: 'automate',
    } as const;
    await expect(
      addSubscription(h.deps, h.person('sales'), { customerId, groupId: undefined, schedule }),
    ).rejects.toThrow(NotAllowed);
    const { id } = await addSubscription(h.deps, h.person('accounting'), { customerId, groupId: undefined, schedule });
    const edit = (more: object) =>
      editSchedule(h.deps, h.person('accounting'), {
        subscriptionId: id,
        schedule: { ...schedule, ...more },
        reason: 'Asked for',
      });
    expect((await edit({ inArrears: true })).template.nextOn).toBe('2026-04-01');
    expect((await edit({ anchorOn: day('2026-03-10') })).template.nextOn).toBe('2026-03-10');
    await change(id, { kind: 'start', id: newId(), on: day('2026-03-02'), quantity: 1, sold: typed('Line', 10_00) });
    at('2026-03-10');
    await bill(h, customerId, '2026-03-10');
    expect(await problemsOf(edit({ anchorOn: day('2026-03-10'), firstOn: day('2026-03-20') }))).toEqual({
      first_on: expect.stringMatching(/billed until Apr 9, 2026 already, last by .* begin on Apr 10, 2026/),
    });
    expect((await edit({ anchorOn: day('2026-03-10'), remaining: 2 })).template).toMatchObject({
      remaining: 2,
      nextOn: '2026-04-10',
      past: [],
    });
    const asks = asking(h, subscriptionsSlice, 'accounting');
    const quarterly = {
      months: '3',
      anchor: 'calendar',
      paid: 'advance',
      first_on: { day: '2026-03-10' },
      days_ahead: { text: '0' },
      mode: 'automate',
      reason: { text: 'Less paper' },
    };
    const shown = await asks.submit('subscription.schedule', id, quarterly);
    const said = JSON.stringify(shown.replace);
    for (const part of ['From Apr 10, 2026 on', 'every three months', '$27.00 before tax', 'Instead of: $10.00'])
      expect(said).toContain(part);
    expect((await subscriptionById(h.db.prisma, id))?.template.past).toEqual([]);
    const confirm = () => asks.submit('subscription.schedule_confirm', shown.replace?.private_metadata ?? '', {});
    await confirm();
    await expect(confirm()).rejects.toThrow(Conflict);
    const { template } = (await subscriptionById(h.db.prisma, id)) ?? {};
    expect(template).toMatchObject({
      months: 3,
      nextOn: '2026-04-10',
      past: [{ months: 1, anchorOn: '2026-03-10', firstOn: '2026-03-10', lastOn: '2026-04-09' }],
    });
    expect(saidOf(await preview(h, customerId, '2026-04-09')).flatMap(({ lines }) => lines)).not.toContainEqual([
      'Line',
      expect.anything(),
    ]);
    const lines = async (on: string) =>
      saidOf(await preview(h, customerId, on)).flatMap((each) => each.lines.filter(([what]) => what === 'Line'));
    expect(await lines('2026-04-10')).toEqual([['Line', 2_700]]);
    at('2026-04-10');
    await bill(h, customerId, '2026-04-10');
    expect(await lines('2026-07-01')).toEqual([['Line', 3_000]]);
    expect((await h.audit({ subjectId: id })).at(-1)).toMatchObject({
      action: 'subscription.scheduled',
      reason: 'Less paper',
      after: { schedule: expect.stringContaining('every three months') },
    });
  });

  test.each(Array.from({ length: 31 }, (_, index) => index + 1))(
    'BIL-22 begun on day %i and ended the day after: each day is billed once, to the cent',
    async (number) => {
      const on = day(`2026-05-${String(number).padStart(2, '0')}`);
      at('2026-05-01');
      const { customerId, subscription } = await startSubscription(h, {
        rows: [{ first: on, last: addDays(on, 1) }],
        rule: { firstOn: day('2026-05-01'), nextOn: day('2026-05-01') },
      });
      const days = number === 31 ? [1, 1] : [2];
      const cents = (of: number, month: string) => Math.round((10_000 * of) / daysInMonth(day(month)));
      const plan = await preview(h, customerId, '2026-06-01');
      expect(plan.bills.map(({ draft }) => Number(draft.total.amount))).toEqual(
        days.map((of, index) => cents(of, index === 0 ? '2026-05-01' : '2026-06-01')),
      );
      expect(subscription.items[0]?.first).toBe(on);
    },
  );

  test.each([
    ['2026-03-02T04:45:00Z', '2026-03-01'],
    ['2026-03-02T05:15:00Z', '2026-03-02'],
  ])('BIL-22, ALL-4 started at %s it begins on the customer’s %s', async (instant, on) => {
    const { customerId, subscription } = await startSubscription(h);
    await editNow(h.deps, h.person('accounting'), customerId, { timeZone: 'America/New_York' }, 'They moved');
    h.clock.set(new Date(instant));
    const asks = asking(h, subscriptionsSlice, 'billing');
    const form = JSON.stringify((await asks.press('service.start', subscription.id)).modal);
    expect(form).toContain(`"initial_date":"${on}"`);
    const start: ServiceChange = {
      kind: 'start',
      id: newId(),
      on: day('2026-03-02'),
      quantity: 1,
      sold: typed('N', 1_00),
    };
    const { isPlanned } = await previewChange(h.deps, { subscriptionId: subscription.id, change: start });
    expect(isPlanned).toBe(on === '2026-03-01');
  });
});
