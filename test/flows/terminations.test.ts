import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { type Day, day } from '../../src/core/time/calendar.ts';
import { assignmentsOf } from '../../src/features/billing/assets/assignments/store.ts';
import { assignAssets } from '../../src/features/billing/assets/index.ts';
import { billNow } from '../../src/features/billing/bills/index.ts';
import { markSent } from '../../src/features/billing/invoices/index.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import { takeRefundBack } from '../../src/features/billing/refunds/index.ts';
import { changeService, subscriptionById } from '../../src/features/billing/subscriptions/index.ts';
import {
  carryOver,
  creditRest,
  makeInactive,
  reactivate,
  type Terminate,
  takeBackTermination,
  tellOver,
  terminate,
  terminationsSlice,
  waiveFinalBill,
} from '../../src/features/billing/terminations/index.ts';
import { addContract, contractsOf, detailsOf } from '../../src/features/customers/index.ts';
import { customerWithGroup, serverWith } from '../support/assets.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { preview, saidOf, startSubscription, taxServices } from '../support/bills.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { startProject } from '../support/journey.ts';
import { asking } from './ask.ts';

describeEachEngine('who leaves', (engine) => {
  let h: Harness;
  let count = 0;
  beforeAll(async () => {
    h = await billingHarness(engine);
    await taxServices(h, 0);
    await makeSeller(h);
  });
  afterAll(() => h.close());
  beforeEach(() => today('2026-03-02'));

  const today = (on: string) => h.clock.set(new Date(`${on}T15:00:00Z`));
  const accounting = (n = 1) => h.person('accounting', n);
  const as = (role = 'accounting') => asking(h, terminationsSlice, role);
  const issue = (customerId: string, asOf: string) =>
    billNow(h.deps, accounting(), { customerId, asOf: day(asOf), isIssued: true });
  const send = (invoiceId: string, sentOn: string) =>
    markSent(h.deps, accounting(), { invoiceId, sentOn: day(sentOn) });
  const end = (subject: Terminate['subject'], endOn: string, more: Partial<Terminate> = {}, n = 1) =>
    terminate(h.deps, accounting(n), {
      subject,
      noticeOn: day('2026-03-02'),
      endOn: day(endOn),
      reason: 'They moved',
      ...more,
    });
  const leave = (customerId: string, endOn: string, more: Partial<Terminate> = {}, n = 1) =>
    end({ type: 'customer', id: customerId }, endOn, more, n);
  /** A customer with a group, billed and sent until the end of March at $100.00 a month. */
  const aCustomer = async () => {
    const { id: customerId, groupId } = await customerWithGroup(h, `Leaver ${++count}`);
    const { subscription } = await startSubscription(h, { customerId, groupId });
    for (const { id } of await issue(customerId, '2026-03-02')) await send(id, '2026-03-02');
    return { customerId, groupId, subscription };
  };
  const due = async (customerId: string, asOf: string) =>
    saidOf(await preview(h, customerId, asOf)).map(({ on, total }) => [on, total]);
  const walk = async (id: string) => {
    const [message] = await h.messages('termination', id);
    const text = JSON.stringify(message?.content?.blocks?.[1] ?? '');
    return text.split('\\n').map((line) => /:(white_\w+): \*\d\. ([^*]+)\*/.exec(line)?.slice(1) ?? []);
  };
  const done = async (id: string) =>
    (await walk(id)).flatMap(([tick, name]) => (tick === 'white_check_mark' ? [name] : []));
  const active = async (customerId: string) => (await detailsOf(h.db.prisma, customerId))?.active;

  test('CUS-6 day by day: notice, final bill by days served, sent, inactive, assets detached, credit; reactivated, the days between are not billed', async () => {
    const { customerId, groupId, subscription } = await aCustomer();
    const host = await serverWith(h, `host-${count}`, { News: '' });
    await assignAssets(h.deps, accounting(), {
      assetIds: [host.idOf('News')],
      groupId,
      isFree: false,
      first: day('2026-01-01'),
    });
    const form = await as().press('termination.start', `customer:${customerId}`);
    expect(JSON.stringify(form.modal)).toContain('Notice of today ends it on Apr 1, 2026 at the earliest');
    const values = { notice_on: { day: '2026-03-02' }, end_on: { day: '2026-03-20' } };
    const subject = `customer:${customerId}`;
    expect(await problemsOf(as().submit('termination.start', subject, values))).toEqual({
      reason: expect.stringContaining('ends it on Apr 1, 2026 at the earliest'),
    });
    await as().submit('termination.start', subject, { ...values, end_on: { day: '2026-04-15' } });
    const { id } = await h.db.prisma.termination.findFirstOrThrow({ where: { customerId } });
    expect(await walk(id)).toEqual([
      ['white_check_mark', 'Notice and end date'],
      ['white_large_square', 'Final bill'],
      ['white_large_square', 'Sent'],
      ['white_large_square', 'Inactive'],
      ['white_large_square', 'Assets detached'],
      ['white_check_mark', 'Remaining credit'],
    ]);
    expect((await detailsOf(h.db.prisma, customerId))?.endOn).toBe('2026-04-15');
    expect(await due(customerId, '2026-12-31')).toEqual([['2026-04-01', 50_00]]);
    const step = () => makeInactive(h.deps, accounting(), id);
    await expect(step()).rejects.toThrow('“Final bill” comes first: 1 bill to be made: $50.00.');
    const [message] = await h.messages('termination', id);
    expect(message?.row).toMatchObject({ role: 'accounting' });
    expect(message?.json).toContain(`"action_id":"bill.now","value":"${customerId} 2026-04-16"`);

    today('2026-04-20');
    await tellOver(h.deps);
    await tellOver(h.deps);
    const posts = (await h.posts()).filter(({ text }) => text.includes('its last day is over'));
    expect(posts.filter(({ customerId: whose }) => whose === customerId)).toHaveLength(1);
    expect(JSON.stringify(await as().home())).toContain(id);
    const bill = await as().press('bill.now', `${customerId} 2026-04-16`);
    const shown = bill.modal?.private_metadata ?? '';
    await as().submit('bill.now', shown, { what: 'issued' });
    const final = await h.db.prisma.invoice.findFirstOrThrow({ where: { customerId }, orderBy: { ref: 'desc' } });
    expect(final).toMatchObject({ amount: 50_00n, state: 'open', periodLast: new Date('2026-04-15') });
    await expect(step()).rejects.toThrow(`“Sent” comes first: ${final.number}: not marked as sent.`);
    expect(await active(customerId)).toBe(true);
    await send(final.id, '2026-04-20');
    await expect(makeInactive(h.deps, h.person('sales'), id)).rejects.toThrow(NotAllowed);
    await step();
    expect(await active(customerId)).toBe(false);
    expect((await h.db.prisma.billingGroup.findUniqueOrThrow({ where: { id: groupId } })).endOn).toEqual(
      new Date('2026-04-15'),
    );
    await expect(step()).rejects.toThrow(Conflict);
    await as().press('termination.detach', id);
    expect((await assignmentsOf(h.db.prisma, [host.idOf('News')])).map(({ groupId: of, last }) => [of, last])).toEqual([
      [groupId, '2026-04-15'],
      [undefined, undefined],
    ]);
    expect(await done(id)).toHaveLength(6);
    expect((await h.messages('termination', id))[0]?.content?.open).toBe(false);

    today('2026-06-10');
    await reactivate(h.deps, accounting(), { terminationId: id, firstOn: day('2026-06-16'), reason: 'Back' });
    expect(await active(customerId)).toBe(true);
    expect(await due(customerId, '2026-07-01')).toEqual([
      ['2026-06-16', 50_00],
      ['2026-07-01', 100_00],
    ]);
    const actions = (await h.audit()).filter((row) => row.customerId === customerId).map(({ action }) => action);
    for (const action of ['recorded', 'over', 'inactive', 'assets_detached', 'reactivated'])
      expect(actions).toContain(`termination.${action}`);
    expect((await subscriptionById(h.db.prisma, subscription.id))?.template).toMatchObject({ nextOn: '2026-06-16' });
  });

  test('CUS-6, BIL-13 what was paid for days after the end is credited, and is carried over or refunded', async () => {
    const { customerId } = await aCustomer();
    const { id } = await leave(customerId, '2026-03-10');
    expect((await preview(h, customerId, '2026-12-31')).waits.amount).toBe(-67_74n);
    const [message] = await h.messages('termination', id);
    expect(message?.json).toContain('$67.74 before tax are to be credited');
    expect(message?.json).toContain('termination.credit');
    expect((await creditRest(h.deps, accounting(), id)).numbers).toHaveLength(1);
    const march = await h.db.prisma.invoice.findFirstOrThrow({ where: { customerId }, orderBy: { ref: 'desc' } });
    expect(march).toMatchObject({ credited: 67_74n });
    expect((await preview(h, customerId, '2026-12-31')).waits.amount).toBe(0n);
    expect(await done(id)).toEqual(expect.arrayContaining(['Final bill', 'Sent']));
    await expect(creditRest(h.deps, accounting(), id)).rejects.toThrow('Nothing is left to be credited.');
    await expect(makeInactive(h.deps, accounting(), id)).rejects.toThrow('It is served until Mar 10, 2026');
    today('2026-03-11');
    await makeInactive(h.deps, accounting(), id);
    await expect(carryOver(h.deps, accounting(), id)).rejects.toThrow('Nothing is left over.');
    // March was not paid: the credit settled it. Once the rest comes twice, it is the customer's.
    const open = march.amount - march.credited;
    const paid = { invoiceId: march.id, amount: money(open * 2n, 'USD'), leftOver: money(open, 'USD') };
    await recordPayment(h.deps, accounting(), { ...paid, method: 'check', receivedOn: day('2026-03-11') });
    expect(await done(id)).not.toContain('Remaining credit');
    const waits = (await h.messages('termination', id))[0]?.json;
    expect(waits).toContain('$32.26 are left over: refund them, or carry them over');
    for (const action of ['refund.give', 'termination.carry_over']) expect(waits).toContain(action);
    await carryOver(h.deps, accounting(), id);
    await expect(carryOver(h.deps, accounting(2), id)).rejects.toThrow(/<@U_ACCOUNTING> carried it over/);
    expect(await done(id)).toHaveLength(6);
    expect(await h.audit({ action: 'termination.carried_over', subjectId: customerId })).toHaveLength(1);
  });

  test('CUS-6, BIL-15 what is left over is refunded within the walk: its message is drawn anew, a part leaves the step open, taken back it is open again', async () => {
    const { customerId } = await aCustomer();
    const { id } = await leave(customerId, '2026-03-31');
    const drawn = async () => (await h.messages('termination', id))[0]?.row.wanted ?? 0;
    const march = await h.db.prisma.invoice.findFirstOrThrow({ where: { customerId } });
    const leftOver = money(30_00, 'USD');
    const paid = { invoiceId: march.id, amount: money(130_00, 'USD'), leftOver };
    let before = await drawn();
    await recordPayment(h.deps, accounting(), { ...paid, method: 'check', receivedOn: day('2026-03-02') });
    expect(await drawn()).toBeGreaterThan(before);
    today('2026-04-01');
    await makeInactive(h.deps, accounting(), id);
    expect(await done(id)).not.toContain('Remaining credit');
    const give = async (amount: string) => {
      const form = await as().press('refund.give', customerId);
      const sent = { amount: { text: amount }, method: 'check', refunded_on: { day: '2026-04-01' } };
      return as().submit('refund.give', form.modal?.private_metadata ?? '', { ...sent, reason: { text: 'They left' } });
    };
    before = await drawn();
    await give('10.00');
    expect(await drawn()).toBeGreaterThan(before);
    expect((await h.messages('termination', id))[0]?.json).toContain('$20.00 are left over: refund them');
    await give('20.00');
    expect(await done(id)).toHaveLength(6);
    expect((await h.messages('termination', id))[0]?.content?.open).toBe(false);
    const last = await h.db.prisma.refund.findFirstOrThrow({ where: { customerId }, orderBy: { id: 'desc' } });
    before = await drawn();
    await takeRefundBack(h.deps, accounting(), { refundId: last.id, reason: 'The check came back' });
    expect(await drawn()).toBeGreaterThan(before);
    expect(await done(id)).not.toContain('Remaining credit');
    expect((await h.messages('termination', id))[0]?.content?.open).toBe(true);
  });

  test('CUS-6 an onboarding and a failed charge that are open are named, with their windows, and keep nobody', async () => {
    const { customerId } = await aCustomer();
    const name = (await detailsOf(h.db.prisma, customerId))?.name ?? '';
    const project = await startProject(h, { first_month: '100.00' }, { customer: name });
    const failed = {
      ...{ id: newId(), gateway: 'axia', gatewaySubscription: `S-${count}`, period: '2026-03-01', customerId },
      ...{ reportedCustomer: 'AX-1', reportedName: name, currency: 'USD', amount: 120_00n, hasMessage: true },
      ...{ openedAt: h.clock.now(), stateBy: 'system', stateAt: h.clock.now(), nextActionOn: new Date('2026-03-02') },
    };
    await h.db.prisma.collectionCase.create({ data: failed });
    const { id } = await leave(customerId, '2026-03-31');
    const json = (await h.messages('termination', id))[0]?.json ?? '';
    const { ref } = await h.db.prisma.project.findUniqueOrThrow({ where: { id: project.id } });
    expect(json).toContain('Still open: ');
    expect(json).toContain(`project P-${ref}`);
    expect(json).toContain('$120.00');
    const window = JSON.stringify((await as().press('termination.open', id)).modal);
    expect(window).toContain(`"value":"${project.id}`);
    expect(window).toContain(`"value":"${failed.id}`);
    today('2026-04-01');
    await makeInactive(h.deps, accounting(), id);
    expect(await active(customerId)).toBe(false);
    expect((await h.db.prisma.project.findUniqueOrThrow({ where: { id: project.id } })).state).toBe('active');
    expect((await h.messages('termination', id))[0]?.json).toContain(`project P-${ref}`);
  });

  test('CUS-6, ALL-3 two at once: one has an effect; taken back before the end it goes on as before, its contracts too', async () => {
    const { customerId, subscription } = await aCustomer();
    const contract = {
      number: 'C-1',
      parties: null,
      startOn: day('2026-01-01'),
      endOn: day('2026-12-31'),
      termMonths: 12,
      renews: true,
      noticeDays: 90,
      signedOn: null,
      owner: 'U_SALES',
    };
    await addContract(h.deps, accounting(), { customerId, contract });
    expect(await problemsOf(leave(customerId, '2026-12-31', { reason: undefined }))).toEqual({
      from: 'Write who gave notice.',
    });
    expect(await problemsOf(leave(customerId, '2026-06-30', { reason: undefined, from: 'Ann' }))).toEqual({
      reason: expect.stringContaining('Dec 31, 2026'),
    });
    const outcomes = await Promise.allSettled([1, 2].map((n) => leave(customerId, '2026-06-30', { from: 'Ann' }, n)));
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toHaveLength(1);
    expect(String(refused[0])).toMatch(/It is being ended already: <@U_ACCOUNTING/);
    const notice = async () => (await contractsOf(h.db.prisma, [customerId]))[0]?.notice;
    expect(await notice()).toMatchObject({ from: 'Ann', effectiveOn: '2026-06-30' });

    // What is sold meanwhile, and what is planned, ends with the customer.
    const start = (on: Day, description: string) =>
      changeService(h.deps, h.person('billing'), {
        subscriptionId: subscription.id,
        change: {
          kind: 'start',
          on,
          id: newId(),
          quantity: 1,
          sold: { description, own: '300000', per: 1, prorated: 'by months' },
        },
      });
    await start(day('2026-03-02'), 'Backup');
    const bills = await due(customerId, '2026-12-31');
    expect(bills.map(([on]) => on)).toEqual(['2026-04-01', '2026-05-01', '2026-06-01']);
    const { id } = await h.db.prisma.termination.findFirstOrThrow({ where: { customerId } });
    expect(await problemsOf(as().submit('termination.take_back', id, {}))).toHaveProperty('reason');
    await as().submit('termination.take_back', id, { reason: { text: 'They stay' } });
    expect(await notice()).toBeNull();
    expect((await due(customerId, '2026-12-31')).map(([on]) => on)).toHaveLength(9);
    await expect(takeBackTermination(h.deps, accounting(2), { terminationId: id, reason: 'x' })).rejects.toThrow(
      /<@U_ACCOUNTING> took this termination back/,
    );
    expect((await h.posts()).at(-1)?.text).toContain('They stay');
    await leave(customerId, '2026-06-30', { from: 'Ann' });
  });

  test('CUS-6 the final bill is waived: what is not billed is given up, also for whoever comes back; inactive is refused in the ordinary form', async () => {
    const { customerId } = await aCustomer();
    expect(await problemsOf(editNow(h.deps, accounting(), customerId, { active: false }, 'Gone'))).toEqual({
      active: expect.stringContaining('Press Terminate'),
    });
    const { id } = await leave(customerId, '2026-04-15');
    today('2026-04-20');
    expect(await problemsOf(editNow(h.deps, accounting(), customerId, { active: false }, 'Gone'))).toEqual({
      active: expect.stringContaining('“Final bill” comes first'),
    });
    await waiveFinalBill(h.deps, accounting(), { terminationId: id, reason: 'Goodwill' });
    expect(await due(customerId, '2026-12-31')).toEqual([]);
    expect(await h.audit({ action: 'termination.waived', subjectId: customerId })).toMatchObject([
      { reason: 'Goodwill' },
    ]);
    await expect(waiveFinalBill(h.deps, accounting(2), { terminationId: id, reason: 'x' })).rejects.toThrow(
      /<@U_ACCOUNTING> waived it/,
    );
    await makeInactive(h.deps, accounting(), id);
    expect(await active(customerId)).toBe(false);
    await expect(takeBackTermination(h.deps, accounting(), { terminationId: id, reason: 'x' })).rejects.toThrow(
      'Reactivate it instead',
    );
    expect(
      await problemsOf(
        reactivate(h.deps, accounting(), { terminationId: id, firstOn: day('2026-04-15'), reason: 'x' }),
      ),
    ).toEqual({
      first_on: expect.stringContaining('served until Apr 15, 2026'),
    });
    await reactivate(h.deps, accounting(), { terminationId: id, firstOn: day('2026-05-01'), reason: 'Back' });
    expect(await due(customerId, '2026-05-31')).toEqual([['2026-05-01', 100_00]]);
  });

  test('CUS-6 one subscription ends, the other goes on; taken back, and begun again', async () => {
    const { customerId, groupId, subscription } = await aCustomer();
    const { subscription: other } = await startSubscription(h, {
      customerId,
      groupId,
      rule: { firstOn: day('2026-04-01'), nextOn: day('2026-04-01') },
      rows: [{ description: 'Other' }],
    });
    const subject = { type: 'subscription', id: subscription.id } as const;
    const { id } = await end(subject, '2026-04-15');
    expect(await done(id)).toEqual(['Notice and end date']);
    expect(await due(customerId, '2026-05-01')).toEqual([
      ['2026-04-01', 150_00],
      ['2026-05-01', 100_00],
    ]);
    await takeBackTermination(h.deps, accounting(), { terminationId: id, reason: 'They stay' });
    expect(await due(customerId, '2026-04-01')).toEqual([['2026-04-01', 200_00]]);
    const again = await end(subject, '2026-04-15');
    today('2026-05-02');
    for (const { id: invoice } of await issue(customerId, '2026-05-02')) await send(invoice, '2026-05-02');
    expect(await done(again.id)).toHaveLength(3);
    await reactivate(h.deps, accounting(), { terminationId: again.id, firstOn: day('2026-06-01'), reason: 'Back' });
    expect(await due(customerId, '2026-06-01')).toEqual([['2026-06-01', 200_00]]);
    expect((await subscriptionById(h.db.prisma, other.id))?.template.endsOn).toBeUndefined();
  });

  test('CUS-6 one asset is parked, or becomes another’s, from the day after its last', async () => {
    const [{ groupId }, { groupId: others }] = [await aCustomer(), await aCustomer()];
    const host = await serverWith(h, `host-${++count}`, { One: '', Two: '' });
    const assetIds = [host.idOf('One'), host.idOf('Two')];
    await assignAssets(h.deps, accounting(), { assetIds, groupId, isFree: false, first: day('2026-01-01') });
    const rows = async (id: string) =>
      (await assignmentsOf(h.db.prisma, [id])).map(({ groupId: of, first }) => [of, first]);
    const one = await end({ type: 'asset', id: assetIds[0] ?? '' }, '2026-03-31');
    await end({ type: 'asset', id: assetIds[1] ?? '' }, '2026-03-31', { toGroup: others });
    expect(await rows(assetIds[0] ?? '')).toEqual([
      [groupId, '2026-01-01'],
      [undefined, '2026-04-01'],
    ]);
    expect(await rows(assetIds[1] ?? '')).toEqual([
      [groupId, '2026-01-01'],
      [others, '2026-04-01'],
    ]);
    await takeBackTermination(h.deps, accounting(), { terminationId: one.id, reason: 'It stays' });
    expect((await rows(assetIds[0] ?? '')).at(-1)).toEqual([groupId, '2026-04-01']);
  });
});
