import { afterAll, beforeAll, expect, test } from 'vitest';
import { day } from '../../src/core/time/calendar.ts';
import { askForBills } from '../../src/features/billing/billreminders/index.ts';
import { figuresOf } from '../../src/features/billing/bills/reckoning.ts';
import {
  endSubscription,
  subscriptionById,
  subscriptionsSlice,
} from '../../src/features/billing/subscriptions/index.ts';
import { reactivate, terminate } from '../../src/features/billing/terminations/index.ts';
import { editGroup, seenGroup } from '../../src/features/customers/groups/actions/edit-group.ts';
import { groupById } from '../../src/features/customers/groups/store.ts';
import { addGroup, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness, problemsOf } from '../support/billing.ts';
import { type ASubscription, bill, preview, saidOf, startSubscription, taxServices } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

describeEachEngine('the last day of a billing group', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine, { start: '2026-01-01T12:00:00Z' });
    await taxServices(h, 10);
  });
  afterAll(() => h.close());

  let count = 0;
  const begin = async (of: ASubscription = {}) => {
    count += 1;
    const { id: customerId } = await h.deps.transact(system, (work) =>
      findOrCreateCustomer(work, { name: `Grouped ${count}`, currency: 'USD' }),
    );
    const group = {
      name: 'Main',
      startOn: day('2026-01-01'),
      endOn: null,
      termsId: null,
      purchaseOrder: null,
      addressees: [],
      contractId: null,
      sellerId: null,
    };
    const { id: groupId } = await addGroup(h.deps, h.person('billing'), { customerId, group });
    const { subscription } = await startSubscription(h, { ...of, customerId, groupId });
    return { customerId, groupId, id: subscription.id };
  };
  const endGroup = async (groupId: string, endOn: string | null) => {
    const before = (await groupById(h.db.prisma, groupId)) ?? expect.fail('no group');
    const group = { ...before, endOn: endOn === null ? null : day(endOn) };
    await editGroup(h.deps, h.person('billing'), { groupId, seen: seenGroup(before), group, reason: 'Contract' });
  };
  const endOf = async (id: string) => (await subscriptionById(h.db.prisma, id))?.template;

  test('BIL-22, BIL-1 nothing is billed after the last day of its billing group: what was billed beyond is credited, as the preview says; moved, it is due again', async () => {
    const { customerId, groupId, id } = await begin();
    await bill(h, customerId, '2026-02-01');
    await endGroup(groupId, '2026-02-14');
    expect(await endOf(id)).toMatchObject({ endsOn: '2026-02-14', endsWithGroup: true });
    const plan = await preview(h, customerId, '2026-06-30');
    expect(plan.bills).toEqual([]);
    expect(plan.waiting).toMatchObject([
      { net: { amount: -5_000n }, why: 'February 1 – 14: 14 of 28 days; less $100.00 billed before' },
    ]);
    await endGroup(groupId, '2026-03-10');
    const march = await preview(h, customerId, '2026-06-30');
    expect(saidOf(march)).toEqual([{ on: '2026-03-01', lines: [['Service 1', 3_226]], total: 3_549 }]);
    expect(await bill(h, customerId, '2026-06-30', figuresOf(march))).toMatchObject([{ amount: { amount: 3_549n } }]);
    expect((await preview(h, customerId, '2026-12-31')).bills).toEqual([]);
    await endGroup(groupId, null);
    expect(saidOf(await preview(h, customerId, '2026-04-01'))).toEqual([
      {
        on: '2026-04-01',
        lines: [
          ['Service 1', 6_774],
          ['Service 1', 10_000],
        ],
        total: 18_451,
      },
    ]);
  });

  test.each([
    ['its own is first', '2026-02-10', '2026-02-20', '2026-02-10', false],
    ['its group’s is first', '2026-02-20', '2026-02-10', '2026-02-10', true],
    ['both are one', '2026-02-10', '2026-02-10', '2026-02-10', false],
    ['it has none', undefined, '2026-02-10', '2026-02-10', true],
    ['its group has none', '2026-02-10', null, '2026-02-10', false],
  ] as const)(
    'BIL-22 of its own last day and its group’s the earlier one holds: %s',
    async (_, own, groups, endsOn, endsWithGroup) => {
      const { customerId, groupId, id } = await begin();
      if (groups !== null) await endGroup(groupId, groups);
      if (own !== undefined) await h.acting(h.person('billing'), (work) => endSubscription(work, id, day(own)));
      expect(await endOf(id)).toMatchObject({ endsOn, endsWithGroup });
      expect(saidOf(await preview(h, customerId, '2026-12-31')).at(-1)).toMatchObject({
        on: '2026-02-01',
        lines: [['Service 1', 3_571]],
      });
      const window = JSON.stringify(await asking(h, subscriptionsSlice, 'billing').press('subscription.open', id));
      expect(window.includes('ends Feb 10, 2026 with its billing group')).toBe(endsWithGroup);
    },
  );

  test('BIL-22, BIL-20 a bill that somebody was asked for falls away with its group, and is asked for again once the group goes on', async () => {
    h.clock.set(new Date('2026-03-01T09:00:00Z'));
    const { groupId, id } = await begin({
      rule: { mode: 'remind', firstOn: day('2026-03-01'), nextOn: day('2026-03-01') },
    });
    const states = async () =>
      (await h.db.prisma.billReminder.findMany({ where: { subscriptionId: id } })).map(({ state }) => state);
    await askForBills(h.deps);
    expect(await states()).toEqual(['open']);
    await endGroup(groupId, '2026-02-28');
    expect(await states()).toEqual(['ended']);
    await askForBills(h.deps);
    expect(await states()).toEqual(['ended']);
    await endGroup(groupId, null);
    await askForBills(h.deps);
    expect(await states()).toEqual(['open']);
  });

  test('BIL-22, CUS-6 a subscription does not begin again after the last day of its billing group: which day is to be moved is said', async () => {
    h.clock.set(new Date('2026-03-01T12:00:00Z'));
    const { groupId, id } = await begin();
    const { id: terminationId } = await terminate(h.deps, h.person('accounting'), {
      subject: { type: 'subscription', id },
      noticeOn: day('2026-01-31'),
      endOn: day('2026-02-28'),
    });
    await endGroup(groupId, '2026-03-31');
    const again = (firstOn: string) =>
      problemsOf(reactivate(h.deps, h.person('accounting'), { terminationId, firstOn: day(firstOn), reason: 'Back' }));
    expect(await again('2026-04-01')).toEqual({
      first_on:
        'Its billing group ends on Mar 31, 2026: nothing is billed after that. Move that day first, in the customer’s window.',
    });
    expect(await endOf(id)).toMatchObject({ endsOn: '2026-02-28' });
    expect(await again('2026-03-31')).toEqual({});
    expect(await endOf(id)).toMatchObject({ endsOn: '2026-03-31', endsWithGroup: true });
  });
});
