import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, FieldErrors, NotAllowed } from '../../src/core/errors.ts';
import { addDays, day } from '../../src/core/time/calendar.ts';
import { armProject } from '../../src/features/billing/onboarding/recurring/actions/arm-recurring.ts';
import { giveAcknowledgement } from '../../src/features/billing/onboarding/recurring/actions/give-acknowledgement.ts';
import { reversePayment } from '../../src/features/billing/payments/index.ts';
import { approveHandoff } from '../../src/features/onboarding/folder/actions/approve-handoff.ts';
import { assignHandoff } from '../../src/features/onboarding/folder/actions/assign-handoff.ts';
import { returnHandoff } from '../../src/features/onboarding/folder/actions/return-handoff.ts';
import { saveChecklist } from '../../src/features/onboarding/folder/actions/save-checklist.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';
import { startOffice, startProject } from './onboarding-journey.ts';

const amounts = { set_up: '500', first_month: '2,000', hardware: '1,200' };

describeEachEngine('a folder from desk to desk', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await startOffice(engine);
  });
  afterAll(() => h.close());

  /** The message of the turn that is open now, and of one that is over. */
  const message = async (handoffId: string) => {
    const [found] = await h.messages('handoff', handoffId);
    if (!found) throw new Error('no message');
    return found;
  };
  const thread = async (handoffId: string) => {
    const slot = await h.db.prisma.messageSlot.findFirstOrThrow({ where: { kind: 'handoff', subjectId: handoffId } });
    return (await h.posts()).filter((post) => post.slotId === slot.id).map((post) => post.text);
  };
  const told = async (userId: string) =>
    (await h.posts()).filter((post) => post.lane === userId).map((post) => post.text);

  test('the whole path: every desk of DOMAIN §1 in turn, to the end', async () => {
    const p = await startProject(h, amounts);
    const stages: string[] = [];
    const walk = async (stage: string) => {
      await p.walkTo(stage);
      stages.push((await p.state()).stage);
    };
    for (const stage of ['intake', 'review', 'billing', 'profile-check', 'planning', 'delivery', 'start-billing']) {
      await walk(stage);
      const { handoff } = await p.state();
      expect((await message(handoff.id)).content?.open).toBe(true);
    }
    await giveAcknowledgement(h.deps, h.person('sales'), { projectId: p.id, desk: 'sales' });
    await giveAcknowledgement(h.deps, h.person('service'), { projectId: p.id, desk: 'service' });
    await armProject(h.deps, h.person('accounting'), { projectId: p.id });
    await p.tick();
    await p.approve();
    const followUp = await p.state();
    expect(followUp.stage).toBe('follow-up');
    // ONB-17: live on March 2 and 30 days is Wednesday April 1: reminders begin then.
    expect(followUp.wentLiveOn).toBe('2026-03-02');
    expect(followUp.handoff.remindOn).toBe('2026-04-01');
    await p.tick();
    await p.approve();
    const end = await p.state();
    expect(end).toMatchObject({ stage: 'closed', state: 'closed', turns: 8 });
    expect(end.endedAt).toEqual(h.clock.now());
    const approvals = await h.audit({ action: 'handoff.approved', subjectId: p.id });
    expect(approvals.map((row) => (row.after as { stage: string }).stage)).toEqual([
      'review',
      'billing',
      'profile-check',
      'planning',
      'delivery',
      'start-billing',
      'follow-up',
      'closed',
    ]);
  });

  test('ONB-1, ONB-2 the message says who hands over, and after the decision who and when, without buttons', async () => {
    const p = await startProject(h, amounts);
    await p.walkTo('review');
    const first = (await p.state()).handoff;
    const open = await message(first.id);
    expect(open.row.lane).toBe('C_REVIEWER');
    expect(open.json).toContain('<@U_SALES>');
    expect(open.json).toContain('handoff.approve');
    expect(open.json).toContain('Figures checked');
    await p.walkTo('billing');
    const decided = await message(first.id);
    expect(decided.content?.open).toBe(false);
    expect(decided.json).toContain('Approved by <@U_REVIEWER>');
    expect(decided.json).not.toContain('"actions"');
    expect(decided.row.wanted).toBeGreaterThan(1);
    expect((await thread(first.id)).at(-1)).toBe('<@U_REVIEWER> approved Review; now at *Billing*.');
  });

  test('a desk cannot hand on before its ticks are set, and is told which are missing', async () => {
    const p = await startProject(h, amounts);
    await expect(p.approve()).rejects.toThrow(/Missing at Intake:\n• Paperwork signed\n/);
    await p.tick({}, ['contact_entered']);
    await expect(p.approve()).rejects.toThrow('• Contact and addresses entered');
    await p.tick();
    await p.approve();
    expect((await p.state()).stage).toBe('review');
  });

  test('ONB-3 billing hands on when everything is invoiced, paid or not', async () => {
    const p = await startProject(h, amounts);
    await p.walkTo('billing');
    await p.contract();
    await p.setUp();
    await p.sendInvoice('set_up');
    await p.sendInvoice('first_month');
    const refused = p.approve();
    await expect(refused).rejects.toThrow('• Hardware invoiced, or none due (sets itself)');
    await expect(refused).rejects.toThrow('Approve again once that is done.');
    await p.sendInvoice('hardware');
    await p.approve();
    const { stage, invoices } = await p.state();
    expect(stage).toBe('profile-check');
    expect(invoices.map((each) => each.paid.amount)).toEqual([0n, 0n, 0n]);
  });

  test('ONB-8 the desk’s message lists the invoices that were filed, as the project’s window does', async () => {
    const p = await startProject(h, amounts);
    await p.walkTo('billing');
    const { handoff } = await p.state();
    expect((await message(handoff.id)).json).toContain('No document of this project is filed yet');
    await p.sendInvoice('set_up');
    const { json } = await message(handoff.id);
    expect(json).not.toContain('No document of this project is filed yet');
    expect(json).toContain('Cabinet 1');
  });

  test('ALL-1 only the desk may approve, return, assign or tick', async () => {
    const p = await startProject(h, amounts);
    const { handoff } = await p.state();
    const other = h.person('reviewer');
    const input = { handoffId: handoff.id };
    await expect(approveHandoff(h.deps, other, input)).rejects.toThrow(NotAllowed);
    await expect(returnHandoff(h.deps, other, { ...input, to: 'intake', reason: 'x' })).rejects.toThrow(NotAllowed);
    await expect(assignHandoff(h.deps, other, { ...input, assigneeId: 'U_SALES' })).rejects.toThrow(NotAllowed);
    const ticks = { ...input, shownAt: h.clock.now(), ticked: ['paperwork_signed'], dates: {}, texts: {} };
    await expect(saveChecklist(h.deps, other, ticks)).rejects.toThrow('Only Sales can change the checklist');
  });

  test('ONB-2 a folder goes back to any earlier desk with a reason, whose ticks are to be set again', async () => {
    const p = await startProject(h, amounts);
    await p.walkTo('planning');
    const before = (await p.state()).handoff;
    const input = { handoffId: before.id, to: 'review', reason: 'The figures <don’t> add up' };
    await expect(returnHandoff(h.deps, h.person('project_manager'), { ...input, reason: ' ' })).rejects.toThrow(
      FieldErrors,
    );
    await expect(returnHandoff(h.deps, h.person('project_manager'), { ...input, to: 'delivery' })).rejects.toThrow(
      'before Planning',
    );
    await returnHandoff(h.deps, h.person('project_manager'), input);

    const at = await p.state();
    expect(at).toMatchObject({ stage: 'review', turns: 6 });
    expect(at.handoff).toMatchObject({ cameBy: 'returned', cameFrom: 'planning', assigneeId: 'U_REVIEWER' });
    const shown = await message(at.handoff.id);
    expect(shown.json).toContain('The figures &lt;don’t&gt; add up');
    expect((await message(before.id)).json).toContain('Returned to Review by <@U_PROJECT_MANAGER>');
    expect((await told('U_REVIEWER')).at(-1)).toContain('returned it from Planning to Review');
    await expect(p.approve()).rejects.toThrow('• Figures checked');
    // The desks between keep what they ticked.
    expect(at.ticks.filter((tick) => tick.stage === 'profile-check').every((tick) => tick.ticked)).toBe(true);
    await p.tick();
    await p.approve();
    await p.approve();
    await p.approve();
    expect((await p.state()).stage).toBe('planning');
  });

  test('Assign gives it to a person of the desk, who is told; to nobody else', async () => {
    const p = await startProject(h, amounts);
    await p.walkTo('review');
    const { id } = (await p.state()).handoff;
    const assign = (assigneeId: string) => assignHandoff(h.deps, h.person('reviewer'), { handoffId: id, assigneeId });
    await expect(assign('U_SALES')).rejects.toThrow('Choose somebody of Reviewer');
    await assign('U_REVIEWER_2');
    expect((await message(id)).json).toContain('<@U_REVIEWER_2>');
    expect((await told('U_REVIEWER_2')).at(-1)).toContain('is with you at *Review*');
    await expect(assign('U_REVIEWER_2')).rejects.toThrow(Conflict);
  });

  test('the owner has it at sales’ desks and the manager at planning, unless deactivated (ALL-6)', async () => {
    const p = await startProject(h, amounts);
    expect((await p.state()).handoff.assigneeId).toBe('U_SALES');
    await p.walkTo('profile-check');
    await h.addPerson('U_PROJECT_MANAGER', ['project_manager'], { isDeactivated: true });
    try {
      await p.walkTo('planning');
      const { id, assigneeId } = (await p.state()).handoff;
      expect(assigneeId).toBeUndefined();
      expect((await message(id)).json).toContain('(nobody has taken it)');
    } finally {
      await h.addPerson('U_PROJECT_MANAGER', ['project_manager'], { isDeactivated: false });
    }
  });

  test('ONB-4, ONB-10 no ETA before the set-up fee is paid; paid, it can be set', async () => {
    const p = await startProject(h, amounts);
    await p.walkTo('planning');
    const { handoff } = await p.state();
    const eta = (on: string | undefined) =>
      saveChecklist(h.deps, h.person('project_manager'), {
        handoffId: handoff.id,
        shownAt: h.clock.now(),
        ticked: ['customer_contacted', 'transfer_not_needed'],
        dates: { eta: on === undefined ? undefined : day(on) },
        texts: {},
      });
    await expect(eta('2026-03-20')).rejects.toMatchObject({
      fields: { eta: expect.stringContaining('Scheduling of resources') },
    });
    expect((await p.state()).etaOn).toBeUndefined();
    await p.pay('set_up', 499_99);
    await expect(eta('2026-03-20')).rejects.toThrow('$0.01');
    await p.pay('set_up');
    await eta('2026-03-20');
    expect((await p.state()).etaOn).toBe('2026-03-20');
    expect((await thread(handoff.id)).at(-1)).toContain('☑ ETA set: Mar 20, 2026');
  });

  test('ONB-5, ONB-13 no go-live date before the first month is paid; the folder moved on all the same', async () => {
    const p = await startProject(h, { ...amounts, hardware: '' });
    await p.walkTo('delivery');
    const { handoff } = await p.state();
    const save = (dates: Record<string, ReturnType<typeof day>>) =>
      saveChecklist(h.deps, h.person('service'), {
        handoffId: handoff.id,
        shownAt: h.clock.now(),
        ticked: [],
        texts: {},
        dates,
      });
    await expect(save({ go_live_scheduled: p.today() })).rejects.toThrow(FieldErrors);
    await expect(save({ went_live: p.today() })).rejects.toThrow('Going live');
    await p.pay('first_month');
    await save({ go_live_scheduled: addDays(p.today(), 3) });
    await expect(save({ go_live_scheduled: addDays(p.today(), 3), went_live: addDays(p.today(), 1) })).rejects.toThrow(
      FieldErrors,
    );
    expect((await p.state()).goLiveOn).toBe(addDays(p.today(), 3));
  });

  test('what somebody else ticked meanwhile is not overwritten by an older form', async () => {
    const p = await startProject(h, amounts);
    const { handoff } = await p.state();
    const shownAt = h.clock.now();
    h.clock.advance(60_000);
    const save = (n: number, at: Date, ticked: string[]) =>
      saveChecklist(h.deps, h.person('sales', n), { handoffId: handoff.id, shownAt: at, ticked, dates: {}, texts: {} });
    await save(1, h.clock.now(), ['paperwork_signed']);
    await expect(save(2, shownAt, ['contact_entered'])).rejects.toThrow(/^<@U_SALES> changed “Paperwork signed”/);
    await save(2, shownAt, ['paperwork_signed', 'contact_entered']);
    expect((await p.state()).ticks.filter((tick) => tick.ticked)).toHaveLength(2);
  });

  test('ONB-10 a checklist opened while its gate was shut leaves alone what it did not offer, though the gate opened since', async () => {
    const p = await startProject(h, amounts);
    await p.walkTo('planning');
    const payment = await p.pay('set_up');
    await p.tick({ eta: day('2026-03-20') });
    await reversePayment(h.deps, h.person('accounting'), { paymentId: payment.id, reason: 'Bounced' });
    const asks = asking(h, onboardingSlice(await loadPlaybooks()), 'project_manager');
    const { modal } = await asks.press('handoff.checklist', (await p.state()).handoff.id);
    expect(JSON.stringify(modal?.blocks)).not.toContain('"block_id":"eta"');
    await p.pay('set_up');
    await asks.submit('checklist.save', modal?.private_metadata ?? '', {});
    const after = await p.state();
    expect(after.etaOn).toBe('2026-03-20');
    expect(after.ticks.filter((tick) => tick.stage === 'planning' && tick.ticked).map((tick) => tick.item)).toContain(
      'confirmed',
    );
  });

  test('ALL-3 fifty clicks at once by two people have one effect, and everybody else learns who was first', async () => {
    const p = await startProject(h, amounts);
    await p.tick();
    const { handoff } = await p.state();
    const clicks = Array.from({ length: 50 }, (_, n) =>
      approveHandoff(
        h.deps,
        { ...h.person('sales', (n % 2) + 1), requestId: `click-${p.id}-${n}` },
        { handoffId: handoff.id },
      ),
    );
    const results = await Promise.allSettled(clicks);
    const refused = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toHaveLength(49);
    const { decidedBy } = await h.db.prisma.handoff.findUniqueOrThrow({ where: { id: handoff.id } });
    for (const reason of refused) {
      expect(reason).toBeInstanceOf(Conflict);
      expect(reason.message).toMatch(new RegExp(`^<@${decidedBy}> was first: approved it at <!date`));
    }
    expect(await h.db.prisma.handoff.count({ where: { projectId: p.id } })).toBe(2);
    expect(await h.audit({ action: 'handoff.approved', subjectId: p.id })).toHaveLength(1);
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
