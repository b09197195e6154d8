import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import {
  activitiesPolicy,
  activitiesSlice,
  cancelActivity,
  completeActivity,
  type NewActivity,
  planActivity,
  reassignActivity,
  startActivity,
  undoCompletion,
} from '../../src/features/activities/index.ts';
import { findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness, problemsOf } from '../support/billing.ts';
import { bill, preview, saidOf, startSubscription, taxServices } from '../support/bills.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

describeEachEngine('activities and what they provide', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine);
    await taxServices(h, 0);
  });
  afterAll(() => h.close());
  beforeEach(async () => {
    h.clock.set(new Date('2026-03-10T12:00:00Z'));
    await h.setPolicy(activitiesPolicy, {});
  });

  const service = () => h.person('service');
  const plan = (more: Partial<NewActivity> = {}) =>
    planActivity(h.deps, service(), { type: 'Visit', description: 'Install the server', unit: 'service', ...more });
  const message = async (id: string) => (await h.messages('activity', id))[0]?.json ?? '';
  const inThread = async (id: string) =>
    (await h.posts()).filter(({ lane, text }) => lane && text.includes(id)).map(({ text }) => text);
  const audited = async (id: string) => (await h.audit({ subjectId: id })).map(({ action }) => action);
  const installed = [{ description: 'On-site installation', amount: money(150_00n, 'USD') }, { description: 'Advice' }];

  test('ACT-3 pending, in progress, in the type’s own words, completed: who began it stands in its message, thread and audit', async () => {
    const id = await plan();
    expect(await message(id)).toContain('Pending');
    const desk = asking(h, activitiesSlice, 'service');
    await expect(asking(h, activitiesSlice, 'sales').press('activity.start', id)).rejects.toThrow(NotAllowed);
    await desk.press('activity.start', id);
    expect(await message(id)).toMatch(/\*In progress\*, begun by <@U_SERVICE>/);
    expect(await message(id)).not.toContain('"activity.start"');
    await expect(startActivity(h.deps, h.person('service', 2), { activityId: id })).rejects.toThrow(Conflict);

    expect(JSON.stringify((await desk.press('activity.status', id)).modal)).toContain('on the way');
    expect(await problemsOf(desk.submit('activity.status', id, { status: 'asleep' }))).toEqual({
      status: expect.any(String),
    });
    await desk.submit('activity.status', id, { status: 'on site' });
    expect(await message(id)).toContain('*In progress*: on site');
    expect(await problemsOf(desk.submit('activity.complete', id, { spent: { text: 'long' } }))).toEqual({
      spent: expect.any(String),
    });
    await desk.submit('activity.complete', id, { note: { text: 'runs' }, spent: { text: '1:30' } });
    expect(await message(id)).toMatch(/Completed\* by .*: runs\\nIt took 1 h 30 min/);
    expect(await audited(id)).toEqual([
      'activity.scheduled',
      'activity.started',
      'activity.status_set',
      'activity.completed',
    ]);
    expect(
      (await h.posts()).filter(({ text }) => /began it\.|says how far it is: on site|It took 1 h 30 min/.test(text)),
    ).toHaveLength(3);
  });

  test('ACT-3 a type says how long it takes, who may be given it, what it must and may provide, and why it may be cancelled', async () => {
    await h.setPolicy(activitiesPolicy, {
      services: ['Visit: mandatory: Check', 'Visit: allowed: Cable; USD 12.50'],
      durations: ['visit: 45 min'],
      units: ['Visit: service', 'Visit: Engineer'],
      cancelReasons: ['Customer away', 'Not needed'],
    });
    expect(await problemsOf(plan({ unit: 'sales' }))).toEqual({
      unit: expect.stringContaining('Choose from: service, Engineer'),
    });
    expect(await problemsOf(plan({ services: [{ description: 'Sofa' }] }))).toEqual({
      services: expect.stringContaining('Choose from: Check, Cable'),
    });
    const id = await plan({ services: [{ description: 'cable' }] });
    expect(await message(id)).toMatch(/• cable {2}\$12\.50.*• Check/);
    expect(await problemsOf(reassignActivity(h.deps, service(), { activityId: id, unit: 'sales' }))).toHaveProperty(
      'unit',
    );
    const desk = asking(h, activitiesSlice, 'service');
    expect(JSON.stringify((await desk.press('activity.complete', id)).modal)).toMatch(
      /"initial_value":"45 min".*cable; USD 12\.50\\nCheck/,
    );
    expect(await problemsOf(desk.submit('activity.complete', id, { services: { text: 'Cable' } }))).toEqual({
      services: expect.stringContaining('“Check”'),
    });
    expect(await problemsOf(cancelActivity(h.deps, service(), { activityId: id, reason: 'rain' }))).toHaveProperty(
      'kind',
    );
    await desk.submit('activity.cancel', id, { kind: 'Customer away', reason: { text: 'until May' } });
    expect(await message(id)).toContain('Customer away: until May');
  });

  test('ACT-3 what a completed activity provided is on the customer’s next bill once, beside what is billed anyway', async () => {
    const { customerId, subscription } = await startSubscription(h);
    await bill(h, customerId, '2026-03-10');
    const id = await plan({ customerId, services: installed });
    expect(saidOf(await preview(h, customerId, '2026-03-10'))).toEqual([]);
    const both = await Promise.allSettled(
      [service(), h.person('service', 2)].map((by) => completeActivity(h.deps, by, { activityId: id })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lines = saidOf(await preview(h, customerId, '2026-04-01')).flatMap((each) => each.lines);
    expect(lines).toEqual([
      [expect.stringMatching(/^On-site installation \(A-\d+\)/), 150_00],
      [expect.stringContaining('Service 1'), 100_00],
    ]);
    await bill(h, customerId, '2026-04-01');
    expect(saidOf(await preview(h, customerId, '2026-04-01'))).toEqual([]);
    const [row] = (await h.audit({ subjectId: subscription.id })).filter(
      ({ action }) => action === 'subscription.services_added',
    );
    expect(JSON.stringify(row?.after)).toContain('150.00, once');
    expect(await inThread('goes on the customer’s next bill')).toEqual([expect.stringContaining('$150.00')]);
  });

  test('ALL-5, ALL-10 who completed it undoes it within 10 minutes: open as it was planned, nothing of it charged; refused once it is billed', async () => {
    const { customerId, subscription } = await startSubscription(h);
    await bill(h, customerId, '2026-03-10');
    const planned = [{ description: 'Survey', amount: money(20_00n, 'USD') }];
    const id = await plan({ customerId, services: planned });
    const desk = asking(h, activitiesSlice, 'service');
    const complete = () =>
      desk.submit('activity.complete', id, { spent: { text: '90 min' }, services: { text: 'Cable; 30\nAdvice' } });
    const due = async () => saidOf(await preview(h, customerId, '2026-04-01')).map(({ total }) => total);
    const without = await due();
    const answer = JSON.stringify((await complete()).say);
    expect(answer).toContain(`"value":"${id}:completed"`);
    const undo = () => desk.press('activity.undo', `${id}:completed`);
    await expect(undoCompletion(h.deps, h.person('service', 2), { activityId: id })).rejects.toThrow(
      'Only <@U_SERVICE>',
    );
    await expect(undoCompletion(h.deps, h.person('sales'), { activityId: id })).rejects.toThrow(NotAllowed);
    expect(await due()).toEqual([(without[0] ?? 0) + 30_00]);
    expect((await undo()).say?.text).toMatch(/activity A-\d+ is open again/);
    expect(await due()).toEqual(without);
    expect(await message(id)).toMatch(/Survey.*Pending/);
    expect(await message(id)).not.toMatch(/Cable|It took/);
    expect(await audited(id)).toEqual(['activity.scheduled', 'activity.completed', 'activity.reopened']);
    expect((await h.audit({ subjectId: subscription.id })).map(({ action }) => action)).toContain(
      'subscription.services_taken_back',
    );
    expect(await inThread('took back that it was completed')).toHaveLength(1);
    await expect(undo()).rejects.toThrow('This was undone already');

    await complete();
    await bill(h, customerId, '2026-04-01');
    await expect(undo()).rejects.toThrow(/“Cable \(A-\d+\)” is billed already/);
    expect(await message(id)).toContain('Completed');
    const late = await plan();
    await completeActivity(h.deps, service(), { activityId: late });
    h.clock.set(new Date('2026-03-10T12:10:01Z'));
    await expect(undoCompletion(h.deps, service(), { activityId: late })).rejects.toThrow('Schedule a new activity');
    expect(await message(late)).toContain('Completed');
  });

  test('ACT-3 who is billed nothing by itself yet is billed by the next run; what is not to be billed never is', async () => {
    const { id: customerId } = await h.deps.transact(system, (work) =>
      findOrCreateCustomer(work, { name: 'Visited Once', currency: 'USD' }),
    );
    const desk = asking(h, activitiesSlice, 'service');
    const given = await plan({ customerId, services: installed });
    await desk.submit('activity.complete', given, {
      bill: { options: [] },
      services: { text: 'On-site installation; 150.00' },
    });
    expect(saidOf(await preview(h, customerId, '2026-03-10'))).toEqual([]);
    const other = await plan({ customerId, services: [{ description: 'Advice', amount: money(90_00n, 'EUR') }] });
    expect(await problemsOf(completeActivity(h.deps, service(), { activityId: other }))).toEqual({
      services: expect.stringContaining('billed in USD'),
    });
    expect(await message(other)).toContain('Pending');
    await desk.submit('activity.complete', other, { bill: { options: ['yes'] }, services: { text: 'Advice; 100' } });
    expect(saidOf(await preview(h, customerId, '2026-03-10')).map(({ total }) => total)).toEqual([100_00]);
  });

  test('ACT-3 who has left is billed nothing that is done later: it is refused, and completed without billing', async () => {
    const { customerId } = await startSubscription(h);
    await editNow(h.deps, h.person('billing'), customerId, { endOn: day('2026-03-09') }, 'They left');
    const id = await plan({ customerId, services: installed });
    await expect(completeActivity(h.deps, service(), { activityId: id })).rejects.toThrow(
      /is billed until Mar 9, 2026/,
    );
    expect(await message(id)).toContain('Pending');
    await completeActivity(h.deps, service(), { activityId: id, isBilled: false });
    expect(await message(id)).toContain('Completed');
  });
});
