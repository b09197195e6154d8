import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import {
  activitiesOf,
  activitiesPolicy,
  activitiesSlice,
  activityChanged,
  cancelActivity,
  completeActivity,
  type NewActivity,
  planActivity,
  reassignActivity,
  remindOverdue,
  rescheduleActivity,
  scheduleActivity,
} from '../../src/features/activities/index.ts';
import { customersSlice, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { calendarPolicy } from '../../src/platform/jobs/business-days.ts';
import { personDeactivated } from '../../src/platform/work/directory-events.ts';
import { on } from '../../src/platform/work/events.ts';
import { system } from '../../src/platform/work/work.ts';
import { describeEachEngine } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';

const told: string[] = [];
const listening = {
  name: 'listening',
  reactions: [on(activityChanged, async (_, { type, what }) => void told.push(`${type} ${what}`))],
};

describeEachEngine('activities', (engine) => {
  let h: Harness;
  let subject: { type: string; id: string };

  beforeAll(async () => {
    h = await createHarness({ engine, slices: [customersSlice, activitiesSlice, listening] });
  });
  afterAll(() => h.close());
  beforeEach(async () => {
    // Each test's overdue activities are its own.
    await h.db.prisma.activity.updateMany({ where: { state: 'open' }, data: { state: 'cancelled', remindOn: null } });
    h.clock.set(new Date('2026-03-02T09:00:00Z'));
    await h.setPolicy(calendarPolicy, {});
    subject = { type: 'project', id: newId() };
    told.length = 0;
  });

  const service = () => h.person('service');
  const plan = (more: Partial<NewActivity> = {}, by = service()) =>
    planActivity(h.deps, by, { type: 'Visit', subject, description: 'Install the server', unit: 'service', ...more });
  const one = async () => {
    const [activity] = await activitiesOf(h.db.prisma, subject);
    if (!activity) throw new Error('no activity');
    return activity;
  };
  const postsSince = async (seq: bigint) =>
    (await h.posts()).filter((post) => post.seq > seq).map((post) => [post.lane, post.text]);
  const lastSeq = async () => (await h.posts()).at(-1)?.seq ?? 0n;

  test('ACT-1 scheduled once per key: a message in the unit’s channel, its person and those attending are told', async () => {
    const before = await lastSeq();
    const input = {
      key: newId(),
      type: 'Transfer',
      subject,
      description: 'Knowledge <!channel>',
      unit: 'project_manager',
      assigneeId: 'U_PROJECT_MANAGER',
      attendees: ['sales', 'engineer', 'U_HOSTING', 'U_PROJECT_MANAGER'],
      startOn: day('2026-03-05'),
    };
    const id = await h.acting(service(), (work) => scheduleActivity(work, input));
    expect(await h.acting(service(), (work) => scheduleActivity(work, input))).toBe(id);
    const messages = await h.messages('activity', id);
    expect(messages.map(({ row }) => [row.lane, row.wanted])).toEqual([['C_PROJECT_MANAGER', 1]]);
    expect(messages[0]?.json).not.toContain('<!channel>');
    const posts = await postsSince(before);
    expect(posts.map(([lane]) => lane)).toEqual(['U_PROJECT_MANAGER', 'C_SALES', 'C_ENGINEER', 'U_HOSTING']);
    expect(posts[0]?.[1]).toContain('<@U_SERVICE> gave you Transfer A-');
    expect(told).toEqual(['Transfer scheduled']);
    expect((await h.audit({ subjectId: subject.id })).map((row) => row.action)).toEqual(['activity.scheduled']);
  });

  test('ACT-1 without a unit it is a direct message to its person', async () => {
    const before = await lastSeq();
    const id = await plan({ unit: undefined, assigneeId: 'U_ENGINEER' });
    expect((await h.messages('activity', id)).map(({ row }) => row.lane)).toEqual(['U_ENGINEER']);
    expect(await postsSince(before)).toEqual([]);
  });

  test.each([
    ['neither unit nor person', { unit: undefined }, 'unit'],
    ['no description', { description: ' ' }, 'description'],
    ['completion before the start', { startOn: day('2026-03-05'), expectedOn: day('2026-03-04') }, 'expected_on'],
    ['somebody who is gone', { assigneeId: 'U_GONE' }, 'assignee'],
    ['a guest, who may decide nothing (ALL-6)', { assigneeId: 'U_GUEST' }, 'assignee'],
  ])('refused in the field: %s', async (_, more, field) => {
    await h.addPerson('U_GONE', ['service'], { isDeactivated: true });
    await h.addPerson('U_GUEST', ['service'], { isGuest: true });
    await expect(plan(more)).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
    expect(await activitiesOf(h.db.prisma, subject)).toEqual([]);
  });

  test('ACT-1 which services a type adds by itself is a setting', async () => {
    await h.setPolicy(activitiesPolicy, { services: ['Visit: Travel; USD 50.00'] });
    await plan({ services: [{ description: 'Cabling' }] });
    expect((await one()).services).toEqual([
      { description: 'Cabling' },
      { description: 'Travel', amount: { amount: 5_000n, currency: 'USD' } },
    ]);
  });

  test('ACT-2 completed once: who and when, no buttons; the second is told who was first', async () => {
    const id = await plan();
    await completeActivity(h.deps, service(), { activityId: id, note: 'works' });
    const [message] = await h.messages('activity', id);
    expect(message?.json).toMatch(/Completed\* by <@U_SERVICE>/);
    expect(message?.json).not.toContain('"activity.');
    await expect(cancelActivity(h.deps, h.person('management'), { activityId: id, reason: 'x' })).rejects.toThrow(
      /<@U_SERVICE> completed activity A-/,
    );
    expect((await h.posts()).at(-1)?.text).toBe('<@U_SERVICE> completed it: works');
    expect(told).toEqual(['Visit scheduled', 'Visit completed']);
  });

  test('ALL-1 only those it concerns may change it', async () => {
    const id = await plan({ assigneeId: 'U_ENGINEER' });
    const sales = h.person('sales');
    const attempts = [
      () => completeActivity(h.deps, sales, { activityId: id }),
      () => cancelActivity(h.deps, sales, { activityId: id, reason: 'x' }),
      () => reassignActivity(h.deps, sales, { activityId: id, unit: 'sales' }),
      () => rescheduleActivity(h.deps, sales, { activityId: id, startOn: day('2026-03-09') }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow(NotAllowed);
    for (const verb of ['complete', 'cancel', 'reassign', 'reschedule'])
      await expect(asking(h, activitiesSlice, 'sales').press(`activity.${verb}`, id)).rejects.toThrow(NotAllowed);
    expect((await one()).state).toBe('open');
    await expect(cancelActivity(h.deps, h.person('service', 2), { activityId: id, reason: ' ' })).rejects.toMatchObject(
      { fields: { reason: expect.any(String) } },
    );
    await completeActivity(h.deps, h.person('engineer'), { activityId: id });
    expect((await one()).state).toBe('completed');
  });

  test('ACT-2 reassigned: the new place asks, the old one says so, the new person is told', async () => {
    const id = await plan();
    const before = await lastSeq();
    await reassignActivity(h.deps, service(), {
      activityId: id,
      unit: 'engineer',
      assigneeId: 'U_ENGINEER_2',
      reason: 'needs a rack',
    });
    const [old, fresh] = await h.messages('activity', id);
    expect([old?.row.lane, old?.content?.open, fresh?.row.lane, fresh?.content?.open]).toEqual([
      'C_SERVICE',
      false,
      'C_ENGINEER',
      true,
    ]);
    expect(old?.content?.text).toContain('It was given to Engineering, <@U_ENGINEER_2>');
    const posts = await postsSince(before);
    expect(posts).toEqual([
      ['C_ENGINEER', '<@U_SERVICE> gave it to Engineering, <@U_ENGINEER_2>: needs a rack'],
      ['U_ENGINEER_2', expect.stringContaining('<@U_SERVICE> gave you Visit A-')],
    ]);
    expect((await h.audit({ action: 'activity.reassigned', subjectId: subject.id }))[0]).toMatchObject({
      before: { unit: 'service', assignee: null },
      after: { unit: 'engineer', assignee: 'U_ENGINEER_2' },
      reason: 'needs a rack',
    });
  });

  /** Who is reminded by the job at nine on that day. */
  const remind = async (on: string) => {
    h.clock.set(new Date(`${on}T09:00:00Z`));
    const before = await lastSeq();
    await remindOverdue(h.deps, h.clock.now());
    await remindOverdue(h.deps, h.clock.now());
    return postsSince(before);
  };

  test('ACT-2 overdue ones remind once a business day, all of one person’s in one message', async () => {
    await plan({ assigneeId: 'U_ENGINEER', expectedOn: day('2026-03-05'), description: 'one' });
    await plan({ assigneeId: 'U_ENGINEER', expectedOn: day('2026-03-05'), description: 'two' });
    await plan({ expectedOn: day('2026-03-05'), description: 'of the unit' });
    await plan({ description: 'without a day' });
    expect(await remind('2026-03-05')).toEqual([]);
    const friday = await remind('2026-03-06');
    expect(friday.map(([lane]) => lane).sort()).toEqual(['C_SERVICE', 'U_ENGINEER']);
    expect(friday.find(([lane]) => lane === 'U_ENGINEER')?.[1]).toContain('2 activities are overdue');
    expect(await remind('2026-03-07')).toEqual([]);
    expect(await remind('2026-03-08')).toEqual([]);
    expect(await remind('2026-03-09')).toHaveLength(2);
    await h.setPolicy(calendarPolicy, { holidays: ['2026-03-10'] });
    expect(await remind('2026-03-10')).toEqual([]);
    expect(await remind('2026-03-11')).toHaveLength(2);
  });

  test('ACT-2 rescheduled or ended, it reminds no more', async () => {
    const id = await plan({ assigneeId: 'U_ENGINEER', expectedOn: day('2026-03-03') });
    expect(await remind('2026-03-04')).toHaveLength(1);
    await rescheduleActivity(h.deps, service(), { activityId: id, expectedOn: day('2026-03-11'), reason: 'ill' });
    expect(await remind('2026-03-05')).toEqual([]);
    expect(await remind('2026-03-12')).toHaveLength(1);
    await completeActivity(h.deps, service(), { activityId: id });
    expect(await remind('2026-03-13')).toEqual([]);
  });

  test('ALL-6 what waits for somebody deactivated is offered to the unit, else to the admins', async () => {
    const inUnit = await plan({ assigneeId: 'U_ENGINEER' });
    const alone = await plan({ unit: undefined, assigneeId: 'U_ENGINEER' });
    await h.deps.transact(system, (work) => work.emit(personDeactivated, { userId: 'U_ENGINEER' }));
    const after = await activitiesOf(h.db.prisma, subject);
    expect(after.map((each) => [each.id, each.unit, each.assigneeId])).toEqual([
      [inUnit, 'service', undefined],
      [alone, 'admin', undefined],
    ]);
    expect((await h.messages('activity', alone)).map(({ row, content }) => [row.lane, content?.open])).toEqual([
      ['U_ENGINEER', false],
      ['C_ADMIN', true],
    ]);
  });

  test('ALL-3 ten people completing at once: one effect', async () => {
    const id = await plan();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        completeActivity(h.deps, h.person('service', (n % 2) + 1), { activityId: id }),
      ),
    );
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toHaveLength(9);
    for (const error of refused) expect(error).toBeInstanceOf(Conflict);
    expect(told).toEqual(['Visit scheduled', 'Visit completed']);
  });

  test('`/activity new | list`: prefilled for a customer, scheduled from the form, listed mine, by customer and all', async () => {
    const { id: customerId } = await h.deps.transact(system, (work) =>
      findOrCreateCustomer(work, {
        name: `Listed ${newId().slice(-12)}`,
        currency: 'EUR',
        contactName: 'Jo Miller',
        email: 'jo@example.com',
      }),
    );
    const customer = await h.db.prisma.customer.findUniqueOrThrow({ where: { id: customerId } });
    const engineer = asking(h, activitiesSlice, 'engineer');
    const form = (await engineer.type('new', customer.name)).modal;
    expect(JSON.stringify(form)).toContain('"initial_value":"Jo Miller, jo@example.com"');
    const filled = {
      type: 'Call',
      customer: customerId,
      description: { text: 'Call them' },
      services: { text: 'Advice; 100,50' },
      expected_on: { day: '2026-03-05' },
      assignee: { user: 'U_ENGINEER' },
      attendees: ['U_SALES'],
    };
    expect((await engineer.submit('activity.new', '', filled)).say?.text).toMatch(/^Activity A-\d+ is scheduled\.$/);
    const stored = await h.db.prisma.activity.findFirstOrThrow({ where: { customerId } });
    expect(stored).toMatchObject({
      contact: 'Jo Miller, jo@example.com',
      attendees: ['U_SALES'],
      services: [{ description: 'Advice', amount: { amount: '10050', currency: 'EUR' } }],
    });
    await expect(
      engineer.submit('activity.new', '', { ...filled, services: { text: 'Advice; EUR x' } }),
    ).rejects.toMatchObject({ fields: { services: expect.any(String) } });

    const lists = async (role: string, filter: string) =>
      JSON.stringify((await asking(h, activitiesSlice, role).press('activity.list_filter', filter)).replace).includes(
        'Call them',
      );
    expect([
      await lists('engineer', 'mine::0'),
      await lists('service', 'mine::0'),
      await lists('service', 'open::0'),
    ]).toEqual([true, false, true]);
    expect(JSON.stringify((await engineer.press('activity.list_customer', customerId)).replace)).toContain('Call them');
    expect(JSON.stringify((await engineer.type('list', '')).modal)).toContain('Call them');
    expect(JSON.stringify(await engineer.home())).toContain('Call them');
    expect(await asking(h, activitiesSlice, 'sales').home()).toEqual([[]]);

    expect((await engineer.press('activity.complete', stored.id)).modal?.private_metadata).toBe(stored.id);
    await engineer.submit('activity.reschedule', stored.id, { start_on: { day: '2026-03-20' } });
    await engineer.submit('activity.reassign', stored.id, { unit: 'service' });
    await asking(h, activitiesSlice, 'service').submit('activity.complete', stored.id, { note: { text: 'done' } });
    expect(await lists('service', 'open::0')).toBe(false);
    expect(await engineer.section('customer', customerId, 'Activities')).toContain('_completed_');
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
