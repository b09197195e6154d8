import { afterAll, beforeAll, expect, it } from 'vitest';
import { Conflict, FieldErrors, NotAllowed, UserError } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { addDays, addMonths, day } from '../../src/core/time/calendar.ts';
import { completeActivity, rescheduleActivity, undoCompletion } from '../../src/features/activities/index.ts';
import { armProject, previewArmingOf } from '../../src/features/billing/onboarding/recurring/actions/arm-recurring.ts';
import { disarmProject } from '../../src/features/billing/onboarding/recurring/actions/disarm-recurring.ts';
import { giveAcknowledgement } from '../../src/features/billing/onboarding/recurring/actions/give-acknowledgement.ts';
import { setUpProjectSubscription } from '../../src/features/billing/onboarding/recurring/actions/set-up-subscription.ts';
import { takeBackAcknowledgement } from '../../src/features/billing/onboarding/recurring/actions/take-back-acknowledgement.ts';
import { figuresOf } from '../../src/features/billing/onboarding/recurring/arming.ts';
import { paymentReceived, reversePayment } from '../../src/features/billing/payments/index.ts';
import { monthlyOf } from '../../src/features/billing/subscriptions/index.ts';
import { recordNotice } from '../../src/features/customers/contracts/actions/record-notice.ts';
import { addContract } from '../../src/features/customers/index.ts';
import { approveOverride } from '../../src/features/onboarding/exceptions/actions/approve-override.ts';
import { requestOverride } from '../../src/features/onboarding/exceptions/actions/request-override.ts';
import { assignHandoff } from '../../src/features/onboarding/folder/actions/assign-handoff.ts';
import { returnHandoff } from '../../src/features/onboarding/folder/actions/return-handoff.ts';
import { undoDecision } from '../../src/features/onboarding/folder/actions/undo-decision.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
import { changeTeam } from '../../src/features/onboarding/project/actions/change-team.ts';
import { scheduleTransfer } from '../../src/features/onboarding/transfer/actions/schedule-transfer.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { orderHardware } from '../../src/features/purchase/hardware/actions/place-order.ts';
import { reviewHardware } from '../../src/features/purchase/hardware/actions/review-order.ts';
import { system } from '../../src/platform/work/work.ts';
import { bill, preview, saidOf, taxServices } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';
import { type Journey, startOffice, startProject } from './onboarding-journey.ts';

describeEachEngine('from payment to recurring billing', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await startOffice(engine);
  }, 60_000);
  afterAll(() => h.close());

  const acknowledge = (journey: Journey, desk: string, by = h.person(desk)) =>
    giveAcknowledgement(h.deps, by, { projectId: journey.id, desk });
  const both = async (journey: Journey) => {
    await acknowledge(journey, 'service');
    await acknowledge(journey, 'sales');
  };
  const arm = (journey: Journey, by = h.person('accounting'), shown?: string) =>
    armProject(h.deps, by, { projectId: journey.id, shown });
  const postsAbout = async (journey: Journey, since: number) => {
    const { ref } = await journey.state();
    return (await h.posts()).slice(since).filter((post) => post.text.includes(`P-${ref}`));
  };
  const messages = (kind: string, journey: Journey) => h.messages(kind, journey.id);

  /** Whom news about this payment went to, besides the folder's thread. */
  const toldOf = async (paymentId: string) =>
    (await h.posts())
      .filter((post) => post.key?.startsWith(`payment:${paymentId}:`))
      .map((post) => post.lane)
      .sort();

  it.each([
    ['first_month', 'C_SERVICE'],
    ['hardware', 'C_PURCHASING', 'C_SERVICE'],
  ] as const)(
    'ONB-12 the %s payment: a note, and owner, project manager, whoever had or has a turn and the desks that wait for it are told',
    async (kind, ...desks) => {
      const journey = await startProject(h, { first_month: '2000', hardware: '900' });
      await journey.walkTo('billing');
      // Owner and manager are others by now, who never had a turn.
      const { handoff } = await journey.state();
      await assignHandoff(h.deps, h.person('billing'), { handoffId: handoff.id, assigneeId: 'U_ACCOUNTING_2' });
      const team = { ownerId: 'U_SALES_2', managerId: 'U_PROJECT_MANAGER_2', reason: 'Holidays' };
      await changeTeam(h.deps, h.person('sales'), { projectId: journey.id, ...team });
      const { id } = await journey.pay(kind, 100_00);
      const hadTurns = ['U_SALES', 'U_REVIEWER'];
      expect(await toldOf(id)).toEqual([...desks, team.ownerId, team.managerId, ...hadTurns, 'U_ACCOUNTING_2'].sort());
      const told = (await h.posts()).filter((post) => post.key?.startsWith(`payment:${id}`));
      expect(told.every((post) => post.text.includes('$100.00 received by check'))).toBe(true);
      const notes = await h.db.prisma.projectNote.findMany({ where: { projectId: journey.id } });
      expect(notes.map((note) => note.key)).toEqual([`payment:${id}`]);
    },
  );

  it('ONB-12 a desk that waits no more is not told; the desk that has the folder hears of it in its own thread, for all to see', async () => {
    const journey = await startProject(h, { first_month: '2000', hardware: '900' });
    await journey.walkTo('delivery');
    const agreed = {
      projectId: journey.id,
      gate: 'order-hardware',
      kind: 'purchase_agreement',
      reason: 'PA-3',
    } as const;
    await requestOverride(h.deps, h.person('billing'), agreed);
    await reviewHardware(h.deps, h.person('reviewer'), { projectId: journey.id });
    await orderHardware(h.deps, h.person('purchasing'), { projectId: journey.id, reference: 'PO-1' });
    // Its message stands in the channel already.
    await h.db.prisma.messageSlot.updateMany({ where: { kind: 'handoff' }, data: { ts: '1.0', state: 'idle' } });
    const hardware = await journey.pay('hardware');
    expect((await toldOf(hardware.id)).filter((lane) => lane.startsWith('C_'))).toEqual([]);
    const month = await journey.pay('first_month');
    expect((await toldOf(month.id)).filter((lane) => lane.startsWith('C_'))).toEqual([]);
    const thread = (await h.posts()).find((post) => post.key === `payment:${month.id}`);
    expect(thread).toMatchObject({ lane: 'C_SERVICE', payload: { broadcast: true } });
  });

  it('ONB-12 each payment is told once, however often it is recorded or heard of', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('planning');
    const by = { ...h.person('accounting'), requestId: `pay-${journey.id}` };
    const { id } = await journey.pay('first_month', 100_00, by);
    await expect(journey.pay('first_month', 100_00, by)).rejects.toMatchObject({ name: 'Repeated' });
    const told = async () => ({
      posts: (await h.posts()).filter((post) => post.key?.startsWith(`payment:${id}`)).length,
      notes: await h.db.prisma.projectNote.count({ where: { projectId: journey.id } }),
      rows: (await h.audit({ action: 'project.noted', subjectId: journey.id })).length,
      paid: (await journey.invoice('first_month')).paid.amount,
    });
    const once = await told();
    expect(once).toMatchObject({ notes: 1, rows: 1, paid: 100_00n });
    const invoice = await journey.invoice('first_month');
    const event = {
      paymentId: id,
      cause: id,
      customerId: invoice.customerId,
      amount: money(100_00, 'USD'),
      method: 'check',
      receivedOn: journey.today(),
      invoice: {
        id: invoice.id,
        kind: invoice.kind,
        label: invoice.label,
        subject: invoice.subject,
        settled: money(100_00, 'USD'),
        paidInFull: false,
      },
    } as const;
    await h.deps.transact(system, (work) => work.emit(paymentReceived, [event]));
    expect(await told()).toEqual(once);
    // Another payment of the same sum is another cause.
    await journey.pay('first_month', 100_00);
    expect(await told()).toMatchObject({ notes: 2, rows: 2, paid: 200_00n, posts: once.posts });
  });

  it('ONB-12 the set-up fee is noted in the thread; the team is not called together for it', async () => {
    const journey = await startProject(h, { set_up: '500' });
    await journey.walkTo('planning');
    const { id } = await journey.pay('set_up');
    expect(await toldOf(id)).toEqual([]);
    const thread = (await h.posts()).find((post) => post.key === `payment:${id}`);
    expect(thread?.text).toContain('Open now: “Scheduling of resources”');
  });

  it('ONB-12 nobody who left is told', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('billing');
    await h.addPerson('U_PROJECT_MANAGER', [], { isDeactivated: true });
    await h.addPerson('U_REVIEWER', [], { isDeactivated: true });
    const { id } = await journey.pay('first_month');
    await h.addPerson('U_PROJECT_MANAGER', [], { isDeactivated: false });
    await h.addPerson('U_REVIEWER', [], { isDeactivated: false });
    expect((await toldOf(id)).filter((lane) => lane.startsWith('U_'))).toEqual(['U_SALES']);
  });

  it('ONB-6 ONB-8 billing makes the subscription, unarmed, two months ahead; only at billing, only billing', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await expect(journey.setUp()).rejects.toThrow('Billing');
    await journey.walkTo('billing');
    const services = [{ description: 'Help desk', quantity: 10, unitAmount: money(200_00, 'USD') }];
    const input = { projectId: journey.id, services };
    await expect(setUpProjectSubscription(h.deps, h.person('sales'), input)).rejects.toThrow(NotAllowed);
    await setUpProjectSubscription(h.deps, h.person('accounting'), input);
    const first = (await journey.state()).subscription;
    expect(first?.template).toMatchObject({
      armed: false,
      nextOn: addMonths(journey.today(), 2),
    });
    expect(first && monthlyOf(first)).toEqual(money(2000_00, 'USD'));
    await expect(setUpProjectSubscription(h.deps, h.person('billing'), { ...input, services: [] })).rejects.toThrow(
      FieldErrors,
    );
    await setUpProjectSubscription(h.deps, h.person('billing'), {
      ...input,
      services: [],
      coverage: 'Weekdays',
      sla: 'Four hours',
    });
    await setUpProjectSubscription(h.deps, h.person('billing'), {
      ...input,
      services: [{ description: 'Backup', quantity: 1, unitAmount: money(100_00, 'USD') }],
    });
    const told = (await h.posts()).length;
    await expect(
      setUpProjectSubscription(h.deps, h.person('billing'), {
        ...input,
        services: [],
        coverage: 'Weekdays',
        sla: 'Four hours',
      }),
    ).rejects.toThrow(FieldErrors);
    expect((await h.posts()).length).toBe(told);
    const then = (await journey.state()).subscription;
    expect(then).toMatchObject({ coverage: 'Weekdays', sla: 'Four hours' });
    expect(then && monthlyOf(then)).toEqual(money(2100_00, 'USD'));
  });

  it('ONB-3 CUS-9 “Contract created” ticks itself, whoever made it, and goes with it; the desk is told, and has a button until then', async () => {
    const journey = await startProject(h, {});
    await journey.walkTo('billing');
    await journey.setUp();
    const { customerId, handoff } = await journey.state();
    const shown = async () => (await h.messages('handoff', handoff.id))[0]?.json ?? '';
    const told = async () => (await h.posts()).at(-1)?.text;
    expect(await shown()).toContain('☐ Contract created');
    expect(await shown()).toContain('"contract.add"');
    await expect(journey.approve()).rejects.toThrow('• Contract created (sets itself)');
    const old = {
      number: 'OLD',
      parties: null,
      termMonths: 12,
      renews: false,
      noticeDays: 0,
      signedOn: null,
      owner: 'U_SALES',
    };
    const contract = { ...old, startOn: day('2020-01-01'), endOn: day('2020-12-31') };
    await addContract(h.deps, h.person('sales'), { customerId, contract });
    expect(await shown()).toContain('☐ Contract created');
    const lasting = {
      ...contract,
      number: 'NEW <1>',
      startOn: addDays(journey.today(), -9),
      endOn: addDays(journey.today(), 355),
    };
    const { id: contractId } = await addContract(h.deps, h.person('sales'), { customerId, contract: lasting });
    expect(await shown()).toContain('☑ Contract created');
    expect(await shown()).not.toContain('"contract.add"');
    expect(await told()).toBe('<@U_SALES>: the contract is there (NEW &lt;1&gt;).');
    const ended = addDays(journey.today(), -1);
    await recordNotice(h.deps, h.person('sales'), { contractId, from: 'Jo', receivedOn: ended, effectiveOn: ended });
    expect(await shown()).toContain('☐ Contract created');
    expect(await told()).toBe('<@U_SALES>: no contract holds any more (NEW &lt;1&gt;).');
  });

  it('ONB-11 the knowledge transfer: those who should come are asked; held, it ticks itself', async () => {
    const journey = await startProject(h, {});
    const input = { projectId: journey.id, on: addDays(journey.today(), 3), hosted: true, people: ['U_ENGINEER_2'] };
    await expect(scheduleTransfer(h.deps, h.person('project_manager'), input)).rejects.toThrow('done at Planning');
    await journey.walkTo('planning');
    await expect(scheduleTransfer(h.deps, h.person('service'), input)).rejects.toThrow(NotAllowed);
    const before = (await h.posts()).length;
    const activityId = await scheduleTransfer(h.deps, h.person('project_manager'), input);
    const lanes = (await h.posts()).slice(before).map((post) => post.lane);
    expect(lanes).toEqual(expect.arrayContaining(['C_SALES', 'C_ENGINEER', 'C_SERVICE', 'C_HOSTING', 'U_ENGINEER_2']));
    await expect(scheduleTransfer(h.deps, h.person('project_manager'), input)).rejects.toThrow(Conflict);
    const dates = { eta: journey.today() };
    await journey.tick(dates, ['transfer_not_needed']);
    await expect(journey.approve()).rejects.toThrow('Knowledge-transfer meeting');
    const manager = h.person('project_manager');
    await completeActivity(h.deps, manager, { activityId });
    await undoCompletion(h.deps, manager, { activityId });
    await expect(journey.approve()).rejects.toThrow('Knowledge-transfer meeting');
    await completeActivity(h.deps, manager, { activityId });
    const { handoff } = await journey.state();
    await journey.approve();
    expect((await journey.state()).stage).toBe('delivery');
    // ALL-5: what a desk handed the folder on for is not taken from under it.
    await expect(undoCompletion(h.deps, manager, { activityId })).rejects.toThrow('“Planning” of P-');
    expect((await journey.state()).activities.map(({ state }) => state)).toEqual(['completed']);
    await undoDecision(h.deps, manager, { handoffId: handoff.id });
    await undoCompletion(h.deps, manager, { activityId });
    expect((await journey.state()).activities.map(({ state }) => state)).toEqual(['open']);
  });

  it('ONB-11 where no meeting is needed, the tick says so', async () => {
    const journey = await startProject(h, {});
    await journey.walkTo('planning');
    await journey.tick({ eta: journey.today() });
    await journey.approve();
    expect((await journey.state()).stage).toBe('delivery');
  });

  it('ONB-15 delivered, Sales and Service are asked in their channels; with both, accounting gets one message', async () => {
    const journey = await startProject(h, {});
    await journey.walkTo('delivery');
    await expect(acknowledge(journey, 'sales')).rejects.toThrow(UserError);
    await journey.walkTo('start-billing');
    const asked = await messages('acknowledgement', journey);
    expect(asked.map(({ row }) => row.lane).sort()).toEqual(['C_SALES', 'C_SERVICE']);
    expect(asked.every(({ content }) => content?.open)).toBe(true);
    const before = (await h.posts()).length;
    await expect(acknowledge(journey, 'service', h.person('sales'))).rejects.toThrow(NotAllowed);
    expect(await acknowledge(journey, 'service')).toEqual({ missing: ['sales'] });
    await expect(acknowledge(journey, 'service', h.person('service', 2))).rejects.toThrow(
      '<@U_SERVICE> has acknowledged',
    );
    const toAccounting = async () =>
      (await postsAbout(journey, before)).filter((post) => post.key?.startsWith('acknowledged:'));
    expect(await toAccounting()).toEqual([]);
    expect(await acknowledge(journey, 'sales')).toEqual({ missing: [] });
    expect((await toAccounting()).map((post) => post.lane)).toEqual(['C_ACCOUNTING']);
    const stillAsked = (await messages('acknowledgement', journey)).filter(({ json }) =>
      json.includes('acknowledgement.give'),
    );
    expect(stillAsked).toEqual([]);
  });

  it('ONB-15 a folder returned to delivery takes the word of Sales and Service anew', async () => {
    const journey = await startProject(h, {});
    await journey.walkTo('start-billing');
    await both(journey);
    const { handoff } = await journey.state();
    await returnHandoff(h.deps, h.person('accounting'), {
      handoffId: handoff.id,
      to: 'delivery',
      reason: 'Not live yet',
    });
    expect((await messages('acknowledgement', journey)).every(({ content }) => !content?.open)).toBe(true);
    // The messages of the first time may lie weeks up: both desks are told in their channels that they are asked again.
    await h.db.prisma.messageSlot.updateMany({
      where: { kind: 'acknowledgement' },
      data: { ts: '1.0', state: 'idle' },
    });
    const asked = async () => (await h.posts()).filter((post) => post.key?.startsWith(`acknowledge:${journey.id}:`));
    expect(await asked()).toEqual([]);
    await journey.walkTo('start-billing');
    expect((await journey.state()).acknowledgements).toEqual([]);
    expect((await messages('acknowledgement', journey)).every(({ content }) => content?.open)).toBe(true);
    expect((await asked()).map(({ lane, payload }) => [lane, payload])).toEqual(
      ['C_SALES', 'C_SERVICE'].map((lane) => [
        lane,
        expect.objectContaining({ broadcast: true, text: expect.stringContaining('asks you to tell accounting anew') }),
      ]),
    );
    await expect(arm(journey)).rejects.toThrow('acknowledgement of Sales');
  });

  it('ALL-5, ALL-10 a word given by mistake is taken back with a reason, and asked again, until billing is armed', async () => {
    const journey = await startProject(h, {});
    await journey.walkTo('start-billing');
    await both(journey);
    const takeBack = (by = h.person('sales'), reason = 'Not live yet') =>
      takeBackAcknowledgement(h.deps, by, { projectId: journey.id, desk: 'sales', reason });
    await expect(takeBack(h.person('service'))).rejects.toThrow(NotAllowed);
    await expect(takeBack(h.person('sales'), ' ')).rejects.toThrow(FieldErrors);
    const asks = asking(h, onboardingSlice(await loadPlaybooks()), 'sales');
    const ofSales = async () => (await messages('acknowledgement', journey)).find(({ row }) => row.part === 'sales');
    expect((await ofSales())?.json).toContain('acknowledgement.take_back');
    await asks.submit('acknowledgement.take_back', `${journey.id}:sales`, { reason: { text: 'Not live yet' } });
    expect((await ofSales())?.content?.open).toBe(true);
    const said = (await h.posts()).at(-1);
    expect([said?.lane, said?.text]).toEqual(['C_ACCOUNTING', expect.stringContaining('do not begin yet.')]);
    await expect(takeBack()).rejects.toThrow('nothing to take back');
    await expect(arm(journey)).rejects.toThrow('acknowledgement of Sales');
    await acknowledge(journey, 'sales');
    await arm(journey);
    await expect(takeBack()).rejects.toThrow('armed already');
    expect(
      (await h.audit({ action: 'acknowledgement.taken_back', subjectId: journey.id })).map((row) => row.reason),
    ).toEqual(['Not live yet']);
  });

  it('ALL-5 an undone delivery closes the requests; once somebody has acknowledged, it stands', async () => {
    const journey = await startProject(h, {});
    await journey.walkTo('delivery');
    const { handoff } = await journey.state();
    await journey.walkTo('start-billing');
    await undoDecision(h.deps, h.person('service'), { handoffId: handoff.id });
    expect((await messages('acknowledgement', journey)).every(({ content }) => !content?.open)).toBe(true);
    await journey.approve();
    await acknowledge(journey, 'sales');
    await expect(undoDecision(h.deps, h.person('service'), { handoffId: handoff.id })).rejects.toThrow(
      'can no longer be undone',
    );
  });

  it('ONB-16 BIL-9 live on January 7 with $2,000 prepaid: next bill February 1, credit $387.10; previewed and armed alike, once', async () => {
    h.clock.set(new Date('2026-01-07T15:00:00Z'));
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('start-billing');
    await expect(arm(journey)).rejects.toThrow('acknowledgement of Sales; the acknowledgement of Service');
    await both(journey);
    const preview = await previewArmingOf(h.deps, await journey.state());
    expect(preview).toMatchObject({
      nextOn: '2026-02-01',
      credit: money(387_10, 'USD'),
      due: money(1612_90, 'USD'),
      dueNow: false,
    });
    await expect(arm(journey, h.person('sales'))).rejects.toThrow(NotAllowed);
    expect(await arm(journey, h.person('accounting'), figuresOf(preview))).toEqual(preview);
    await expect(arm(journey, h.person('accounting', 2))).rejects.toThrow('<@U_ACCOUNTING> armed');
    const { subscription } = await journey.state();
    expect(subscription?.template).toMatchObject({ armed: true, nextOn: '2026-02-01', credit: money(387_10, 'USD') });
    const rows = await h.audit({ action: 'recurring.armed', subjectId: journey.id });
    expect(rows).toHaveLength(1);
  });

  it('ONB-16 BIL-9 the first bill after arming has the credit as a negative line; the month after is the first full bill', async () => {
    h.clock.set(new Date('2026-01-07T15:00:00Z'));
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('start-billing');
    await both(journey);
    await arm(journey);
    await taxServices(h, 0);
    const { customerId } = await journey.state();
    const totals = async (asOf: string) => saidOf(await preview(h, customerId, asOf)).map(({ total }) => total);
    expect(await totals('2026-01-31')).toEqual([]);
    h.clock.set(new Date('2026-02-01T15:00:00Z'));
    expect(saidOf(await preview(h, customerId, '2026-02-01'))).toEqual([
      {
        on: '2026-02-01',
        lines: [
          [expect.any(String), 2000_00],
          ['Credit for the prepaid first month, by days', -387_10],
        ],
        total: 1612_90,
      },
    ]);
    await bill(h, customerId, '2026-02-01');
    expect((await journey.state()).subscription?.template.nextOn).toBe('2026-03-01');
    expect(await totals('2026-03-01')).toEqual([2000_00]);
  });

  it('ONB-14 going live is recorded by the customer’s calendar, not before the project began, and no bill is computed from such a day', async () => {
    h.clock.set(new Date('2026-01-12T12:00:00Z'));
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    const { customerId } = await journey.state();
    await h.db.prisma.customer.update({ where: { id: customerId }, data: { timeZone: 'Pacific/Auckland' } });
    await journey.pay('first_month');
    const live = (on: string) => journey.tick({ go_live_scheduled: day('2026-01-13'), went_live: day(on) });
    const refused = (words: string) => ({ fields: { went_live: expect.stringContaining(words) } });
    await expect(live('2026-01-14')).rejects.toMatchObject(refused("customer's day is Jan 13, 2026"));
    for (const early of ['2026-01-12', '2025-01-13'])
      await expect(live(early)).rejects.toMatchObject(refused('The project began on Jan 13, 2026'));
    await expect(journey.tick({ go_live_scheduled: day('2025-01-13') })).rejects.toThrow('began on');
    expect((await journey.state()).wentLiveOn).toBeUndefined();
    await live('2026-01-13');
    expect((await journey.state()).wentLiveOn).toBe('2026-01-13');
  });

  it('ONB-16 armed after the next date is past: due now', async () => {
    h.clock.set(new Date('2026-01-15T15:00:00Z'));
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('start-billing');
    await both(journey);
    h.clock.set(new Date('2026-02-03T15:00:00Z'));
    expect(await arm(journey)).toMatchObject({ nextOn: '2026-02-01', dueNow: true, credit: money(1000_00, 'USD') });
  });

  it('BIL-9 gone live by an exception, without payment: no credit', async () => {
    h.clock.set(new Date('2026-01-15T15:00:00Z'));
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    const asked = { projectId: journey.id, gate: 'go-live', kind: 'other', reason: 'They pay on Friday' } as const;
    const { id } = await requestOverride(h.deps, h.person('service'), asked);
    await approveOverride(h.deps, h.person('management'), { id });
    await journey.tick({ go_live_scheduled: journey.today(), went_live: journey.today() });
    await journey.approve();
    await both(journey);
    expect(await arm(journey)).toMatchObject({ credit: money(0, 'USD'), due: money(2000_00, 'USD'), rule: 'none' });
  });

  it('BIL-9 the credit follows what was actually paid and not reversed', async () => {
    h.clock.set(new Date('2026-01-15T15:00:00Z'));
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('start-billing');
    await both(journey);
    const shown = figuresOf(await previewArmingOf(h.deps, await journey.state()));
    const [payment] = await h.db.prisma.payment.findMany({ where: { invoice: { subjectId: journey.id } } });
    await reversePayment(h.deps, h.person('accounting'), { paymentId: payment?.id ?? '', reason: 'Bounced' });
    await expect(arm(journey, h.person('accounting'), shown)).rejects.toThrow('figures have changed');
    expect((await journey.state()).subscription?.template.armed).toBe(false);
    expect(await arm(journey)).toMatchObject({ credit: money(0, 'USD') });
  });

  it('BIL-9 a payment reversed after arming takes its credit back, one that comes gives it; once a bill is made, the difference is on the next', async () => {
    h.clock.set(new Date('2026-01-15T15:00:00Z'));
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('start-billing');
    await both(journey);
    await arm(journey);
    const credit = async () => (await journey.state()).subscription?.template.credit;
    expect(await credit()).toEqual(money(1000_00, 'USD'));
    const last = async () =>
      h.db.prisma.payment.findFirstOrThrow({ where: { invoice: { subjectId: journey.id } }, orderBy: { id: 'desc' } });
    const reverse = async () =>
      reversePayment(h.deps, h.person('accounting'), { paymentId: (await last()).id, reason: 'Bounced' });
    await reverse();
    expect(await credit()).toEqual(money(0, 'USD'));
    await journey.pay('first_month', 500_00);
    expect(await credit()).toEqual(money(250_00, 'USD'));
    const rows = await h.audit({ action: 'recurring.credit_changed', subjectId: journey.id });
    expect(rows.map((row) => [row.before, row.after])).toMatchObject([
      [{ credit: '$1,000.00' }, { credit: '$0.00' }],
      [{ credit: '$0.00' }, { credit: '$250.00' }],
    ]);
    const told = async () => JSON.stringify(await h.db.prisma.post.findMany({ select: { payload: true } }));
    expect(await told()).toContain('The credit on the first bill of Feb 1, 2026 is $250.00 now, not $0.00.');
    h.clock.set(new Date('2026-02-01T15:00:00Z'));
    await h.db.prisma.recurringTemplate.updateMany({
      where: { subscription: { subjectId: journey.id } },
      data: { billedBy: 'U_ACCOUNTING', billedAt: h.clock.now(), nextOn: new Date('2026-03-01') },
    });
    await reverse();
    expect(await credit()).toEqual(money(0, 'USD'));
    expect(await told()).toContain('the difference is on the next bill, of Mar 1, 2026.');
  });

  it('ALL-5 an arming is taken back with a reason, the day of going live corrected, and armed again', async () => {
    h.clock.set(new Date('2026-01-05T15:00:00Z'));
    const journey = await startProject(h, { first_month: '2000' });
    h.clock.set(new Date('2026-01-15T15:00:00Z'));
    await journey.walkTo('start-billing');
    await both(journey);
    await arm(journey);
    const { handoff } = await journey.state();
    await returnHandoff(h.deps, h.person('accounting'), { handoffId: handoff.id, to: 'delivery', reason: 'Wrong day' });
    const correct = () => journey.tick({ went_live: day('2026-01-07') });
    await expect(correct()).rejects.toThrow('Disarm');
    const disarm = (by = h.person('accounting'), reason = 'Wrong day') =>
      disarmProject(h.deps, by, { projectId: journey.id, reason });
    const asks = asking(h, onboardingSlice(await loadPlaybooks()), 'accounting');
    const window = JSON.stringify((await asks.press('project.show', journey.id)).modal);
    expect(window).toContain('"action_id":"recurring.arm"');
    expect((await asks.press('recurring.arm', journey.id)).modal?.callback_id).toBe('recurring.disarm');
    await expect(disarm(h.person('service'))).rejects.toThrow(NotAllowed);
    await expect(disarm(h.person('accounting'), ' ')).rejects.toThrow(FieldErrors);
    await disarm();
    await expect(disarm()).rejects.toThrow('not armed');
    await correct();
    await journey.approve();
    await both(journey);
    expect(await arm(journey)).toMatchObject({ credit: money(387_10, 'USD') });
  });

  /** Billing is armed, and everything is done for the folder to be handed on. */
  const readyForFollowUp = async (): Promise<Journey> => {
    h.clock.set(new Date('2026-01-05T15:00:00Z'));
    const journey = await startProject(h, {});
    h.clock.set(new Date('2026-01-15T15:00:00Z'));
    await journey.walkTo('start-billing');
    await both(journey);
    await arm(journey);
    await journey.tick();
    return journey;
  };

  it('ONB-17 when billing has started, the owner gets the follow-up, due 30 days after go-live, and the folder rests until then', async () => {
    const journey = await readyForFollowUp();
    await journey.approve();
    const project = await journey.state();
    const followUps = project.activities.filter((each) => each.type === 'follow_up');
    expect(followUps).toHaveLength(1);
    expect(followUps[0]).toMatchObject({ assigneeId: 'U_SALES', startOn: '2026-02-14' });
    expect(project.handoff.remindOn).toBe('2026-02-16');
    // Nobody would see here that billing has stopped.
    const late = { projectId: journey.id, reason: 'Wrong day' };
    await expect(disarmProject(h.deps, h.person('accounting'), late)).rejects.toThrow('return it there first');
  });

  it('ONB-17 a corrected day of going live moves the follow-up with it, unless somebody has moved it', async () => {
    for (const [movedTo, expected] of [
      [undefined, '2026-02-06'],
      [day('2026-03-01'), '2026-03-01'],
    ] as const) {
      const journey = await readyForFollowUp();
      await journey.approve();
      const followUp = async () => (await journey.state()).activities.find((each) => each.type === 'follow_up');
      const activityId = (await followUp())?.id ?? '';
      if (movedTo) await rescheduleActivity(h.deps, h.person('sales'), { activityId, expectedOn: movedTo });
      const giveBack = async (as: string, to: string) =>
        returnHandoff(h.deps, h.person(as), { handoffId: (await journey.state()).handoff.id, to, reason: 'Wrong day' });
      await giveBack('sales', 'start-billing');
      await disarmProject(h.deps, h.person('accounting'), { projectId: journey.id, reason: 'Wrong day' });
      await giveBack('accounting', 'delivery');
      await journey.tick({ went_live: day('2026-01-07') });
      expect((await followUp())?.expectedOn).toBe(expected);
      const said = (await h.db.prisma.auditEntry.findMany({ where: { action: 'activity.rescheduled' } })).at(-1);
      if (!movedTo) expect(said?.reason).toContain('the day of going live is');
    }
  });

  it('ALL-6 an owner who left is asked nothing: the follow-up goes to the desk; approved again, it is not asked twice', async () => {
    const journey = await readyForFollowUp();
    await h.addPerson('U_SALES', [], { isDeactivated: true });
    await journey.approve();
    await h.addPerson('U_SALES', [], { isDeactivated: false });
    const { handoff } = await journey.state();
    await returnHandoff(h.deps, h.person('sales'), {
      handoffId: handoff.id,
      to: 'start-billing',
      reason: 'Look again',
    });
    await journey.tick();
    await journey.approve();
    const followUps = (await journey.state()).activities.filter((each) => each.type === 'follow_up');
    expect(followUps.map(({ unit, assigneeId }) => [unit, assigneeId])).toEqual([['sales', undefined]]);
  });

  it('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
