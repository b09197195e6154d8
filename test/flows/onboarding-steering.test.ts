import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, FieldErrors, NotAllowed } from '../../src/core/errors.ts';
import { approveHandoff } from '../../src/features/onboarding/folder/actions/approve-handoff.ts';
import { assignHandoff } from '../../src/features/onboarding/folder/actions/assign-handoff.ts';
import { returnHandoff } from '../../src/features/onboarding/folder/actions/return-handoff.ts';
import { saveChecklist } from '../../src/features/onboarding/folder/actions/save-checklist.ts';
import { undoDecision } from '../../src/features/onboarding/folder/actions/undo-decision.ts';
import { cancelProject } from '../../src/features/onboarding/project/actions/cancel-project.ts';
import { changeTeam } from '../../src/features/onboarding/project/actions/change-team.ts';
import { holdProject } from '../../src/features/onboarding/project/actions/hold-project.ts';
import { reopenProject } from '../../src/features/onboarding/project/actions/reopen-project.ts';
import { resumeProject } from '../../src/features/onboarding/project/actions/resume-project.ts';
import { describeEachEngine } from '../support/database.ts';
import { correctProject } from '../support/entered.ts';
import type { Harness } from '../support/harness.ts';
import { rawTold } from '../support/told.ts';
import { type Journey, startOffice, startProject } from './onboarding-journey.ts';

const amounts = { set_up: '500', first_month: '2,000', hardware: '1,200' };
const minutes = 60_000;

describeEachEngine('a project is steered', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await startOffice(engine);
  });
  afterAll(() => h.close());

  const json = async (handoffId: string) => (await h.messages('handoff', handoffId))[0]?.json ?? '';
  const undo = (handoffId: string, role = 'sales', n = 1) => undoDecision(h.deps, h.person(role, n), { handoffId });

  /** Sales has just approved intake; the turn that was decided. */
  const approvedIntake = async (): Promise<{ p: Journey; handoffId: string }> => {
    const p = await startProject(h, amounts);
    const { id } = (await p.state()).handoff;
    await p.walkTo('review');
    return { p, handoffId: id };
  };

  test('ALL-5 a decision is undone within 10 minutes: the desk has the folder again, the next desk’s message says so', async () => {
    const { p, handoffId } = await approvedIntake();
    const next = (await p.state()).handoff;
    h.clock.advance(10 * minutes);
    await undo(handoffId);
    expect(await p.state()).toMatchObject({
      stage: 'intake',
      state: 'active',
      handoff: { id: handoffId, state: 'open' },
    });
    expect(await json(handoffId)).toContain('handoff.approve');
    expect(await json(next.id)).toContain('<@U_SALES> took back the decision');
    expect(await json(next.id)).not.toContain('handoff.approve');
    await expect(undo(handoffId)).rejects.toThrow('nothing to undo');
    // It goes on as if nothing had happened; turns are never numbered twice.
    await p.approve();
    expect(await p.state()).toMatchObject({ stage: 'review', turns: 3 });
    expect((await h.audit({ action: 'handoff.undone', subjectId: p.id })).map((row) => row.actor)).toEqual(['U_SALES']);
  });

  test('ALL-5 not after 10 minutes, and by nobody but who decided', async () => {
    const { handoffId } = await approvedIntake();
    await expect(undo(handoffId, 'sales', 2)).rejects.toThrow(NotAllowed);
    h.clock.advance(10 * minutes + 1);
    await expect(undo(handoffId)).rejects.toThrow('for 10 minutes');
  });

  test('ALL-5 not after the next desk did something', async () => {
    const touches = [
      (p: Journey) => p.tick(),
      async (p: Journey) => {
        const { id } = (await p.state()).handoff;
        await assignHandoff(h.deps, h.person('reviewer'), { handoffId: id, assigneeId: 'U_REVIEWER' });
      },
      (p: Journey) => p.walkTo('billing'),
    ];
    for (const touch of touches) {
      const { p, handoffId } = await approvedIntake();
      await touch(p);
      await expect(undo(handoffId)).rejects.toThrow(Conflict);
    }
  });

  test('ALL-5 not after something has left Baton: an invoice was sent since', async () => {
    const { p } = await approvedIntake();
    const review = (await p.state()).handoff;
    await p.walkTo('billing');
    const before = (await p.state()).handoff;
    h.clock.advance(minutes);
    await p.sendInvoice('set_up');
    // Also when nobody touched the folder itself.
    await h.db.prisma.handoff.update({ where: { id: before.id }, data: { touchedAt: null } });
    await expect(undo(review.id, 'reviewer')).rejects.toThrow('the invoice for Set-up fee was sent');
  });

  test('ALL-5 an undone return sets the ticks again that it re-opened', async () => {
    const p = await startProject(h, amounts);
    await p.walkTo('review');
    const review = (await p.state()).handoff;
    await returnHandoff(h.deps, h.person('reviewer'), { handoffId: review.id, to: 'intake', reason: 'By mistake' });
    expect((await p.state()).ticks.filter((tick) => tick.ticked)).toHaveLength(0);
    await undo(review.id, 'reviewer');
    const again = await p.state();
    expect(again.stage).toBe('review');
    expect(again.ticks.filter((tick) => tick.stage === 'intake' && tick.ticked)).toHaveLength(4);
  });

  test('on hold nothing is decided and nobody is reminded; resumed, the desk goes on', async () => {
    const p = await startProject(h, amounts);
    await p.tick();
    const { handoff } = await p.state();
    const status = { projectId: p.id, reason: 'Customer moves <office>' };
    await expect(holdProject(h.deps, h.person('service'), status)).rejects.toThrow(NotAllowed);
    await expect(holdProject(h.deps, h.person('sales'), { ...status, reason: ' ' })).rejects.toThrow(FieldErrors);
    await holdProject(h.deps, h.person('project_manager'), status);
    expect((await p.state()).handoff.remindOn).toBeUndefined();
    const held = await json(handoff.id);
    expect(held).toContain('Customer moves &lt;office&gt;');
    expect(held).not.toContain('handoff.approve');
    const input = { handoffId: handoff.id };
    const by = h.person('sales');
    await expect(approveHandoff(h.deps, by, input)).rejects.toThrow('is on hold');
    await expect(assignHandoff(h.deps, by, { ...input, assigneeId: 'U_SALES_2' })).rejects.toThrow('is on hold');
    await expect(
      saveChecklist(h.deps, by, { ...input, shownAt: h.clock.now(), ticked: [], dates: {}, texts: {} }),
    ).rejects.toThrow('is on hold');
    await expect(holdProject(h.deps, by, status)).rejects.toThrow('is on hold');

    await resumeProject(h.deps, by, { projectId: p.id, reason: 'They have moved' });
    expect((await p.state()).handoff.remindOn).toBeDefined();
    await p.approve();
    expect((await p.state()).stage).toBe('review');
    const told = (await h.posts()).filter((post) => post.lane === 'U_SALES').map((post) => post.text);
    expect(
      told.some((text) => text.includes('<@U_PROJECT_MANAGER> put the project on hold: Customer moves &lt;office&gt;')),
    ).toBe(true);
  });

  test('cancelled, it lies nowhere; re-opened, it goes on at the desk that had it', async () => {
    const p = await startProject(h, amounts);
    await p.walkTo('billing');
    const { handoff } = await p.state();
    await cancelProject(h.deps, h.person('sales'), { projectId: p.id, reason: 'Went elsewhere' });
    expect(await p.state()).toMatchObject({ state: 'cancelled', handoff: { state: 'cancelled' } });
    expect(await json(handoff.id)).toContain('cancelled the project');
    await expect(p.approve()).rejects.toThrow(Conflict);
    await expect(resumeProject(h.deps, h.person('sales'), { projectId: p.id, reason: 'x' })).rejects.toThrow(
      'cancelled: it can',
    );
    await reopenProject(h.deps, h.person('management'), { projectId: p.id, reason: 'Came back' });
    const again = await p.state();
    expect(again).toMatchObject({
      state: 'active',
      stage: 'billing',
      handoff: { cameBy: 'reopened', state: 'open', reason: 'Came back' },
    });
    expect(again.handoff.id).not.toBe(handoff.id);
    expect(await json(again.handoff.id)).toContain('handoff.approve');
  });

  test('a corrected amount corrects its invoice, one added gets one, one taken away voids it; gates follow', async () => {
    const p = await startProject(h, { set_up: '500' });
    const correct = (
      texts: { set_up?: string; first_month?: string; hardware?: string },
      reason = 'Agreed anew',
      role = 'sales',
    ) => correctProject(h.deps, h.person(role), { projectId: p.id, amounts: texts, taxRate: '10', reason });
    await expect(correct({ set_up: '600' }, 'x', 'service')).rejects.toThrow(NotAllowed);
    await expect(correct({ set_up: 'lots' })).rejects.toMatchObject({ fields: { set_up_fee: expect.any(String) } });
    await expect(correct({ set_up: '500' })).rejects.toThrow('as they were');
    // Before accounting has them, amounts are sales' own; afterwards billing's and accounting's.
    await correct({ set_up: '550' });
    await p.walkTo('billing');
    await expect(correct({ set_up: '600' })).rejects.toThrow('Only Billing or Accounting');
    await p.pay('set_up');
    await expect(correct({ set_up: '400' }, 'x', 'billing')).rejects.toMatchObject({
      fields: { set_up_fee: expect.stringContaining('is paid') },
    });
    await correct({ set_up: '600', first_month: '2000' }, 'More users', 'billing');
    const { invoices } = await p.state();
    // Set-up paid in full for less before: open again for the rest.
    expect(
      invoices.map((each) => [each.kind, each.net.amount, each.tax.amount, each.open.amount, each.presented]),
    ).toEqual([
      ['set_up', 600_00n, 0n, 50_00n, true],
      ['first_month', 2000_00n, 200_00n, 2200_00n, true],
    ]);
    await correct({ set_up: '600' }, 'Not yet', 'accounting');
    expect((await p.state()).invoices.find((each) => each.kind === 'first_month')).toMatchObject({
      state: 'void',
      waiver: { by: 'U_ACCOUNTING' },
    });
    const rows = await h.audit({ action: 'project.corrected', subjectId: p.id });
    expect(rows.map((row) => row.reason)).toEqual(['Agreed anew', 'More users', 'Not yet']);
    expect(rows[0]?.before).toEqual({ set_up: '$500.00' });
  });

  test('ALL-1 the reviewer, whose desk offers it, corrects amounts too; a playbook says which desks do', async () => {
    const p = await startProject(h, { set_up: '500' });
    const correct = (role: string) =>
      correctProject(h.deps, h.person(role), { projectId: p.id, amounts: { set_up: '550' }, reason: 'A wrong figure' });
    await expect(correct('project_manager')).rejects.toThrow('Only Sales, Billing, Accounting or Reviewer');
    await correct('reviewer');
    expect((await p.invoice('set_up')).net.amount).toBe(550_00n);
  });

  test('another owner has what the first one had, and is told', async () => {
    const p = await startProject(h, amounts);
    const input = { projectId: p.id, ownerId: 'U_SALES_2', managerId: 'U_PROJECT_MANAGER', reason: 'Holiday' };
    await expect(changeTeam(h.deps, h.person('service'), input)).rejects.toThrow(NotAllowed);
    await expect(changeTeam(h.deps, h.person('sales'), { ...input, ownerId: 'U_SERVICE' })).rejects.toMatchObject({
      fields: { owner: expect.any(String) },
    });
    await changeTeam(h.deps, h.person('sales'), input);
    expect(await p.state()).toMatchObject({ ownerId: 'U_SALES_2', handoff: { assigneeId: 'U_SALES_2' } });
    const told = (await h.posts()).filter((post) => post.lane === 'U_SALES_2').map((post) => post.text);
    expect(told.some((text) => text.includes('made you owner of'))).toBe(true);
    await expect(changeTeam(h.deps, h.person('sales'), input)).rejects.toThrow(Conflict);
  });

  test('a request delivered twice creates, approves and corrects once', async () => {
    const p = await startProject(h, amounts);
    await p.tick();
    const { handoff } = await p.state();
    const by = { ...h.person('sales'), requestId: `twice-${p.id}` };
    await approveHandoff(h.deps, by, { handoffId: handoff.id });
    await expect(approveHandoff(h.deps, by, { handoffId: handoff.id })).rejects.toThrow();
    expect(await h.audit({ action: 'handoff.approved', subjectId: p.id })).toHaveLength(1);
    expect((await p.state()).turns).toBe(2);
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
