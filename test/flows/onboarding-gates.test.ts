import { afterAll, beforeAll, expect, it } from 'vitest';
import { Conflict, FieldErrors, NotAllowed, UserError } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { parseDeposit, previewDeposit, recordDeposit } from '../../src/features/billing/deposits/index.ts';
import { correctWith } from '../../src/features/billing/invoices/index.ts';
import { reversePayment } from '../../src/features/billing/payments/index.ts';
import { approveOverride } from '../../src/features/onboarding/exceptions/actions/approve-override.ts';
import { declineOverride } from '../../src/features/onboarding/exceptions/actions/decline-override.ts';
import { requestOverride } from '../../src/features/onboarding/exceptions/actions/request-override.ts';
import { withdrawOverride } from '../../src/features/onboarding/exceptions/actions/withdraw-override.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
import { cancelProject } from '../../src/features/onboarding/project/actions/cancel-project.ts';
import { holdProject } from '../../src/features/onboarding/project/actions/hold-project.ts';
import { resumeProject } from '../../src/features/onboarding/project/actions/resume-project.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { onboardingPolicy } from '../../src/features/playbooks/projects/policies.ts';
import { orderHardware } from '../../src/features/purchase/hardware/actions/place-order.ts';
import { reviewHardware } from '../../src/features/purchase/hardware/actions/review-order.ts';
import { takeBackOrder } from '../../src/features/purchase/hardware/actions/take-back-order.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { correctAmount } from '../support/invoices.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';
import { type Journey, startOffice, startProject } from './onboarding-journey.ts';

describeEachEngine('gates of a project', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await startOffice(engine);
  }, 60_000);
  afterAll(() => h.close());

  const ask = (journey: Journey, gate: string, kind = 'other', by = h.person('service'), reason = 'They must move') =>
    requestOverride(h.deps, by, { projectId: journey.id, gate, kind, reason });
  const goLive = (journey: Journey) => journey.tick({ go_live_scheduled: journey.today(), went_live: journey.today() });
  const overrideMessage = async (id: string) => (await h.messages('override', id))[0];
  const actions = async (journey: Journey) => (await h.audit({ subjectId: journey.id })).map((row) => row.action);

  it('ONB-4 the set-up fee unpaid, the ETA cannot be set and the project not confirmed; paid, they can', async () => {
    const journey = await startProject(h, { set_up: '500' });
    await journey.walkTo('planning');
    await expect(journey.tick({ eta: journey.today() }, ['confirmed'])).rejects.toThrow('Scheduling of resources');
    await expect(journey.tick()).rejects.toThrow(FieldErrors);
    await journey.pay('set_up', 499_99);
    await expect(journey.tick({ eta: journey.today() })).rejects.toThrow('$0.01 of $500.00');
    await journey.pay('set_up');
    await journey.tick({ eta: journey.today() });
    expect((await journey.state()).etaOn).toBe(journey.today());
  });

  it('ONB-5 ONB-13 the first month unpaid, nobody schedules or records going live; paid, service does', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    await expect(journey.tick({ go_live_scheduled: journey.today() })).rejects.toThrow('Going live');
    await expect(journey.tick({ went_live: journey.today() })).rejects.toThrow('Going live');
    await journey.pay('first_month');
    await goLive(journey);
    expect((await journey.state()).wentLiveOn).toBe(journey.today());
  });

  it('ONB-12 two checks of one deposit that open a gate together: each is told, the gate opens once', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('planning');
    const { customerId, invoices } = await journey.state();
    const deposit = {
      customerId,
      lines: parseDeposit(`1200.00; A1; I-${invoices[0]?.ref}\n800.00; A2; I-${invoices[0]?.ref}`, 'USD'),
      method: 'check',
      receivedOn: journey.today(),
    } as const;
    const { digest } = await previewDeposit(h.deps, h.person('accounting'), deposit);
    await recordDeposit(h.deps, h.person('accounting'), deposit, digest);
    const told = (await h.posts()).filter((post) => post.text.includes('(A1)') || post.text.includes('(A2)'));
    const inThread = told.filter((post) => post.slotId !== null).map((post) => post.text);
    expect(inThread).toHaveLength(2);
    expect(inThread[0]).toMatch(/\$1,200\.00 received by check \(A1\) .*; \$800\.00 still to come\.$/);
    expect(inThread[1]).toMatch(/\$800\.00 received by check \(A2\) .*; paid in full\. Open now: “Going live”\.$/);
    expect(told.filter((post) => post.text.includes('Open now')).length).toBe(told.length / 2);
  });

  it('an exception opens its gate once somebody else approved it; who, why and when are told', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    const { id, waits } = await ask(journey, 'go-live', 'other', h.person('service'), 'The old provider <left> & gone');
    expect(waits).toBe(true);
    const asked = await overrideMessage(id);
    expect(asked?.row.lane).toBe('C_MANAGEMENT');
    expect(asked?.json).toContain('The old provider &lt;left&gt; &amp; gone');
    expect(asked?.json).toContain('override.approve');
    await expect(goLive(journey)).rejects.toThrow(FieldErrors);

    await approveOverride(h.deps, h.person('management'), { id });
    await goLive(journey);
    const decided = await overrideMessage(id);
    expect(decided?.json).toContain('U_MANAGEMENT');
    expect(decided?.json).not.toContain('"override.');
    const told = (await h.posts()).filter((post) => post.lane === 'U_SERVICE' && post.text.includes('approved'));
    expect(told).toHaveLength(1);
    expect(await actions(journey)).toEqual(expect.arrayContaining(['override.requested', 'override.approved']));
  });

  it('ONB-5 the charge’s own message follows the exceptions to its gate, and no other charge’s does', async () => {
    const journey = await startProject(h, { first_month: '2000', set_up: '500' });
    await journey.walkTo('planning');
    const drawn = async (kind: 'first_month' | 'set_up') => {
      const [message] = await h.messages('invoice', (await journey.invoice(kind)).id);
      return message?.row.wanted ?? 0;
    };
    const [month, setUp] = [await drawn('first_month'), await drawn('set_up')];
    const { id } = await ask(journey, 'go-live');
    expect(await drawn('first_month')).toBe(month + 1);
    await declineOverride(h.deps, h.person('management'), { id, reason: 'Not yet' });
    expect(await drawn('first_month')).toBe(month + 2);
    expect(await drawn('set_up')).toBe(setUp);
  });

  it('ALL-1 who asked doesn’t approve it, unless the workspace allows it', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    const boss = h.person('management');
    const { id } = await ask(journey, 'go-live', 'other', boss);
    await expect(approveOverride(h.deps, boss, { id })).rejects.toThrow(NotAllowed);
    await h.setPolicy(onboardingPolicy, { allowSelfApproval: true });
    await approveOverride(h.deps, boss, { id });
    await h.setPolicy(onboardingPolicy, {});
    expect((await journey.state()).overrides[0]).toMatchObject({ state: 'approved', decidedBy: 'U_MANAGEMENT' });
  });

  it('ALL-1 only approvers decide, and only people of the project’s desks ask', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    await expect(ask(journey, 'go-live', 'other', h.person('support'))).rejects.toThrow(NotAllowed);
    const { id } = await ask(journey, 'go-live');
    await expect(approveOverride(h.deps, h.person('sales'), { id })).rejects.toThrow(NotAllowed);
    await expect(declineOverride(h.deps, h.person('sales'), { id, reason: 'no' })).rejects.toThrow(NotAllowed);
    await expect(withdrawOverride(h.deps, h.person('sales'), { id, reason: 'no' })).rejects.toThrow(NotAllowed);
    expect((await journey.state()).overrides[0]?.state).toBe('requested');
  });

  it('ALL-3 two approvers at once: one effect, the other is told who was first', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    const { id } = await ask(journey, 'go-live');
    const results = await Promise.allSettled([
      approveOverride(h.deps, h.person('management'), { id }),
      approveOverride(h.deps, h.person('management', 2), { id }),
    ]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toBeInstanceOf(Conflict);
    expect(String(refused[0]?.reason)).toMatch(/<@U_MANAGEMENT(_2)?>/);
    expect((await actions(journey)).filter((action) => action === 'override.approved')).toHaveLength(1);
  });

  it('ALL-3 one request at a time waits at a gate; an open gate needs none', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    await ask(journey, 'go-live');
    await expect(ask(journey, 'go-live', 'other', h.person('sales'))).rejects.toThrow(/<@U_SERVICE> asked/);
    await expect(ask(journey, 'go-live', 'expedite')).rejects.toThrow(FieldErrors);
    await expect(ask(journey, 'order-hardware')).rejects.toThrow('open already');
    await expect(ask(journey, 'schedule-resources', 'other', h.person('service'), ' ')).rejects.toThrow(FieldErrors);
  });

  it('declined or taken back, the gate stays shut; taken back after approval, it shuts again', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    const first = await ask(journey, 'go-live');
    await declineOverride(h.deps, h.person('management'), { id: first.id, reason: 'They must pay' });
    await expect(goLive(journey)).rejects.toThrow(FieldErrors);
    await expect(approveOverride(h.deps, h.person('management'), { id: first.id })).rejects.toThrow(
      'declined by <@U_MANAGEMENT>',
    );
    const second = await ask(journey, 'go-live');
    await withdrawOverride(h.deps, h.person('service'), { id: second.id, reason: 'Not needed' });
    const third = await ask(journey, 'go-live');
    await approveOverride(h.deps, h.person('management'), { id: third.id });
    await expect(withdrawOverride(h.deps, h.person('service'), { id: third.id, reason: 'x' })).rejects.toThrow(
      NotAllowed,
    );
    await withdrawOverride(h.deps, h.person('management', 2), { id: third.id, reason: 'A mistake' });
    await expect(goLive(journey)).rejects.toThrow(FieldErrors);
    const states = (await journey.state()).overrides.map((each) => each.state);
    expect(states).toEqual(['declined', 'withdrawn', 'withdrawn']);
  });

  it('a payment that opens the gate takes back the request that waited for an approver', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    const { id } = await ask(journey, 'go-live');
    await journey.pay('first_month');
    expect((await journey.state()).overrides[0]?.state).toBe('withdrawn');
    expect((await overrideMessage(id))?.content?.open).toBe(false);
  });

  it('ONB-5 a reversed payment shuts the gate again: dates stay, are named to the desk, and cannot be moved', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    const { id } = await journey.pay('first_month');
    await journey.tick({ go_live_scheduled: journey.today() });
    await reversePayment(h.deps, h.person('accounting'), { paymentId: id, reason: 'Bounced' });
    expect((await journey.state()).goLiveOn).toBe(journey.today());
    await expect(goLive(journey)).rejects.toThrow(FieldErrors);
    const note = (await h.posts())
      .filter((post) => post.text.includes('Bounced') && post.slotId !== null)
      .map((post) => post.text);
    expect(note.some((text) => text.includes('Shut again: “Going live”') && text.includes('go-live date'))).toBe(true);
  });

  it('only what changed is said: a gate that was shut before is not shut again, one that was open does not open', async () => {
    const journey = await startProject(h, { first_month: '2000', hardware: '400' });
    await journey.walkTo('delivery');
    const said = async (paymentId: string, more = '') =>
      (await h.posts()).find((post) => post.key === `payment:${paymentId}${more}`)?.text ?? '';
    const part = await journey.pay('first_month', 500_00);
    await reversePayment(h.deps, h.person('accounting'), { paymentId: part.id, reason: 'Bounced' });
    expect(await said(part.id, ':reversed')).toContain('was reversed (Bounced).');
    expect(await said(part.id, ':reversed')).not.toContain('Shut');
    // Below the limit, its gate is open anyway: paid or not.
    const hardware = await journey.pay('hardware');
    expect(await said(hardware.id)).toContain('paid in full.');
    expect(await said(hardware.id)).not.toContain('Open now');
    await reversePayment(h.deps, h.person('accounting'), { paymentId: hardware.id, reason: 'Bounced' });
    expect(await said(hardware.id, ':reversed')).not.toContain('Shut');
    const whole = await journey.pay('first_month');
    expect(await said(whole.id)).toContain('Open now: “Going live”');
    const { id: invoiceId } = await journey.invoice('first_month');
    const net = money(2100_00, 'USD');
    await correctAmount(h, h.person('accounting'), { invoiceId, net, reason: 'More users' });
    expect((await h.posts()).at(-1)?.text).toContain(
      '<@U_ACCOUNTING> corrected the amount to $2,100.00. Shut again: “Going live”',
    );
  });

  it('ONB-7 hardware: reviewed first, then ordered; not before it is paid in full', async () => {
    const journey = await startProject(h, { hardware: '900' });
    await journey.walkTo('billing');
    expect(await h.messages('hardware', journey.id)).toHaveLength(0);
    await journey.sendInvoice('hardware');
    const [review] = await h.messages('hardware', journey.id);
    expect(review?.row.lane).toBe('C_REVIEWER');
    const order = (by = h.person('purchasing')) =>
      orderHardware(h.deps, by, { projectId: journey.id, reference: 'PO-7' });
    await expect(reviewHardware(h.deps, h.person('purchasing'), { projectId: journey.id })).rejects.toThrow(NotAllowed);
    await expect(order()).rejects.toThrow('reviewer has to look');
    await reviewHardware(h.deps, h.person('reviewer'), { projectId: journey.id });
    await expect(reviewHardware(h.deps, h.person('reviewer', 2), { projectId: journey.id })).rejects.toThrow(
      '<@U_REVIEWER> reviewed',
    );
    await expect(order()).rejects.toThrow('not paid yet');
    await journey.pay('hardware', 899_99);
    await expect(order()).rejects.toThrow('$0.01');
    const shown = async () =>
      (await h.messages('hardware', journey.id)).find(({ row }) => row.key.endsWith('purchasing'));
    expect((await shown())?.row.lane).toBe('C_PURCHASING');
    expect((await shown())?.json).not.toContain('hardware.order');
    await journey.pay('hardware');
    expect((await shown())?.json).toContain('hardware.order');
    await expect(order(h.person('reviewer'))).rejects.toThrow(NotAllowed);
    await order();
    await expect(order(h.person('purchasing', 2))).rejects.toThrow('<@U_PURCHASING> has ordered');
    expect((await shown())?.json).toContain('PO-7');
    expect(await actions(journey)).toEqual(
      expect.arrayContaining(['hardware.requested', 'hardware.reviewed', 'hardware.ordered']),
    );
  });

  it('ALL-5, ALL-10 an order marked by mistake is taken back by purchasing with a reason, and can be placed again', async () => {
    const journey = await startProject(h, { hardware: '900' });
    await journey.walkTo('start-billing');
    const takeBack = (role = 'purchasing', reason = 'Another customer’s') =>
      takeBackOrder(h.deps, h.person(role), { projectId: journey.id, reason });
    await expect(takeBack('reviewer')).rejects.toThrow(NotAllowed);
    await expect(takeBack('purchasing', ' ')).rejects.toThrow(FieldErrors);
    const asks = asking(h, onboardingSlice(await loadPlaybooks()), 'purchasing');
    const shown = async () =>
      (await h.messages('hardware', journey.id)).find(({ row }) => row.key.endsWith('purchasing'));
    expect((await shown())?.json).toContain('hardware.take_back');
    expect((await asks.press('hardware.take_back', journey.id)).modal?.callback_id).toBe('hardware.take_back');
    await asks.submit('hardware.take_back', journey.id, { reason: { text: 'Another customer’s' } });
    expect((await journey.state()).hardware).toMatchObject({ orderedAt: undefined, reference: undefined });
    await expect(takeBack()).rejects.toThrow(Conflict);
    expect((await shown())?.content?.open).toBe(true);
    expect((await shown())?.json).toContain('hardware.order');
    const [row] = await h.audit({ action: 'hardware.taken_back', subjectId: journey.id });
    expect([row?.actor, row?.reason, row?.before]).toEqual([
      'U_PURCHASING',
      'Another customer’s',
      { reference: 'PO-1' },
    ]);
    expect((await h.posts()).at(-1)?.text).toContain('taken back that the hardware is ordered');
    await orderHardware(h.deps, h.person('purchasing'), { projectId: journey.id, reference: 'PO-2' });
    expect((await journey.state()).hardware?.reference).toBe('PO-2');
  });

  it('ONB-7 without a purchase agreement no order; billing’s agreement opens the gate at once and needs no approver', async () => {
    const journey = await startProject(h, { hardware: '900' });
    await journey.walkTo('profile-check');
    await reviewHardware(h.deps, h.person('reviewer'), { projectId: journey.id });
    const agree = (by = h.person('billing')) => ask(journey, 'order-hardware', 'purchase_agreement', by, 'PA-3');
    await expect(agree(h.person('purchasing'))).rejects.toThrow(NotAllowed);
    const waiting = await ask(journey, 'order-hardware', 'expedite', h.person('purchasing'));
    expect(await agree()).toMatchObject({ waits: false });
    await orderHardware(h.deps, h.person('purchasing'), { projectId: journey.id, reference: 'PO-8' });
    const overrides = (await journey.state()).overrides;
    expect(overrides.find((each) => each.id === waiting.id)?.state).toBe('withdrawn');
    expect(overrides.find((each) => each.kind === 'purchase_agreement')).toMatchObject({
      state: 'approved',
      decidedBy: 'U_BILLING',
    });
  });

  it.each([
    ['499.99', true],
    ['500', false],
  ])('ONB-7 hardware of $%s, unpaid, can be ordered: %s', async (amount, may) => {
    const journey = await startProject(h, { hardware: amount });
    await journey.walkTo('profile-check');
    await reviewHardware(h.deps, h.person('reviewer'), { projectId: journey.id });
    const order = orderHardware(h.deps, h.person('purchasing'), { projectId: journey.id, reference: 'PO-9' });
    if (may) await order;
    else await expect(order).rejects.toThrow(UserError);
    expect((await journey.state()).hardware?.reference).toBe(may ? 'PO-9' : undefined);
  });

  it('ONB-7 the limit counts with tax, and is a setting', async () => {
    const journey = await startProject(h, { hardware: '490' }, { taxRate: '7' });
    await journey.walkTo('profile-check');
    await reviewHardware(h.deps, h.person('reviewer'), { projectId: journey.id });
    const order = () => orderHardware(h.deps, h.person('purchasing'), { projectId: journey.id, reference: 'PO-10' });
    await expect(order()).rejects.toThrow('$524.30');
    await h.setPolicy(onboardingPolicy, { hardwareFreeBelow: { USD: '52431' } });
    await order();
    await h.setPolicy(onboardingPolicy, {});
  });

  it('a corrected amount shuts the gate again, or opens it', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    await journey.pay('first_month', 1500_00);
    const correct = async (cents: number) => {
      const { id: invoiceId } = await journey.invoice('first_month');
      await h.acting(h.person('accounting'), (work) =>
        correctWith(work, { invoiceId, net: money(cents, 'USD'), reason: 'Agreed' }),
      );
    };
    await correct(1500_00);
    await journey.tick({ go_live_scheduled: journey.today() });
    await correct(1600_00);
    await expect(goLive(journey)).rejects.toThrow('$100.00 of $1,600.00');
  });

  it('billing’s desk offers exceptions while something is unpaid, so that a purchase agreement has its place', async () => {
    const journey = await startProject(h, { hardware: '900' });
    await journey.walkTo('billing');
    const desk = async () => (await h.messages('handoff', (await journey.state()).handoff.id))[0]?.json;
    expect(await desk()).toContain('gate.override');
    await ask(journey, 'order-hardware', 'purchase_agreement', h.person('billing'), 'PA-4');
    expect(await desk()).not.toContain('gate.override');
  });

  it('of a project on hold or cancelled nothing is decided or ordered', async () => {
    const journey = await startProject(h, { first_month: '2000', hardware: '100' });
    await journey.walkTo('planning');
    const { id } = await ask(journey, 'go-live');
    const sales = h.person('sales');
    const refuses = async (words: string, decided = words) => {
      const project = { projectId: journey.id };
      await expect(approveOverride(h.deps, h.person('management'), { id })).rejects.toThrow(decided);
      await expect(reviewHardware(h.deps, h.person('reviewer'), project)).rejects.toThrow(words);
      await expect(orderHardware(h.deps, h.person('purchasing'), { ...project, reference: 'PO' })).rejects.toThrow(
        words,
      );
      await expect(ask(journey, 'schedule-resources')).rejects.toThrow(words);
      expect((await overrideMessage(id))?.json).not.toContain('"override.');
      expect((await h.messages('hardware', journey.id)).some(({ json }) => json.includes('"hardware.'))).toBe(false);
    };
    await holdProject(h.deps, sales, { projectId: journey.id, reason: 'Moving' });
    await refuses('on hold');
    await resumeProject(h.deps, sales, { projectId: journey.id, reason: 'Moved' });
    expect((await overrideMessage(id))?.json).toContain('override.approve');
    await cancelProject(h.deps, sales, { projectId: journey.id, reason: 'Lost' });
    await refuses('cancelled', 'taken back by <@U_SALES>');
  });

  it('a click that is delivered twice asks once', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    const by = { ...h.person('service'), requestId: `req-${journey.id}` };
    await ask(journey, 'go-live', 'other', by);
    await expect(ask(journey, 'go-live', 'other', by)).rejects.toMatchObject({ name: 'Repeated' });
    expect((await journey.state()).overrides).toHaveLength(1);
  });

  it('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
