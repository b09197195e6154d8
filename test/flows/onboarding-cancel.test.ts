import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, FieldErrors, NotAllowed, UserError } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { remindOverdue } from '../../src/features/activities/index.ts';
import { invoicingSlice, keepInvoice, markSent, voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { recordPermission } from '../../src/features/billing/onboarding/index.ts';
import { armProject } from '../../src/features/billing/onboarding/recurring/actions/arm-recurring.ts';
import { giveAcknowledgement } from '../../src/features/billing/onboarding/recurring/actions/give-acknowledgement.ts';
import { confirmNothingDue } from '../../src/features/billing/onboarding/waivers/actions/confirm-nothing-due.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import { approveOverride } from '../../src/features/onboarding/exceptions/actions/approve-override.ts';
import { requestOverride } from '../../src/features/onboarding/exceptions/actions/request-override.ts';
import { approveHandoff } from '../../src/features/onboarding/folder/actions/approve-handoff.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
import { cancelProject } from '../../src/features/onboarding/project/actions/cancel-project.ts';
import { reopenProject } from '../../src/features/onboarding/project/actions/reopen-project.ts';
import { scheduleTransfer } from '../../src/features/onboarding/transfer/actions/schedule-transfer.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { describeEachEngine } from '../support/database.ts';
import { correctProject } from '../support/entered.ts';
import type { Harness } from '../support/harness.ts';
import { asking } from './ask.ts';
import { type Amounts, type Journey, startOffice, startProject } from './onboarding-journey.ts';

describeEachEngine('ONB-19 what is taken away', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await startOffice(engine);
  }, 60_000);
  afterAll(() => h.close());

  const cancel = (p: Journey, reason = 'Went elsewhere') =>
    cancelProject(h.deps, h.person('sales'), { projectId: p.id, reason });
  const reopen = (p: Journey) => reopenProject(h.deps, h.person('sales'), { projectId: p.id, reason: 'Came back' });
  const voidIt = async (p: Journey, kind: keyof Amounts) => {
    const { id: invoiceId } = await p.invoice(kind);
    await voidInvoice(h.deps, h.person('accounting'), { invoiceId, reason: 'Wrong address' });
    return invoiceId;
  };
  const correct = (p: Journey, amounts: Amounts, role = 'accounting', reason = 'Agreed anew') =>
    correctProject(h.deps, h.person(role), { projectId: p.id, amounts, reason });
  const goLive = (p: Journey) => p.tick({ go_live_scheduled: p.today(), went_live: p.today() });
  const actions = async (p: Journey) => (await h.audit({ subjectId: p.id })).map((row) => row.action);
  const shown = async (kind: string, id: string) => (await h.messages(kind, id)).at(-1);

  test('ONB-19 a voided charge is not waived: its gate stays shut until the reviewer confirms that nothing is due', async () => {
    const p = await startProject(h, { first_month: '2000' });
    await p.walkTo('delivery');
    const invoiceId = await voidIt(p, 'first_month');
    await expect(goLive(p)).rejects.toThrow('was voided');
    expect(await shown('waiver', invoiceId)).toBeUndefined();

    await correct(p, {});
    await expect(goLive(p)).rejects.toThrow('the reviewer has to confirm');
    await expect(correct(p, {})).rejects.toThrow('as they were');
    const asked = await shown('waiver', invoiceId);
    expect(asked?.row.lane).toBe('C_REVIEWER');
    expect(asked?.json).toContain('waiver.confirm');
    expect(asked?.json).toContain('>Agreed anew');
    const confirm = (role: string, n = 1) => confirmNothingDue(h.deps, h.person(role, n), { invoiceId });
    for (const role of ['accounting', 'sales', 'management']) await expect(confirm(role)).rejects.toThrow(NotAllowed);
    await expect(goLive(p)).rejects.toThrow(FieldErrors);

    const answer = await asking(h, onboardingSlice(await loadPlaybooks()), 'reviewer').press(
      'waiver.confirm',
      invoiceId,
    );
    expect(answer.say?.text).toBe('Confirmed: nothing is due.');
    await expect(confirm('reviewer', 2)).rejects.toThrow('<@U_REVIEWER> confirmed');
    expect((await shown('waiver', invoiceId))?.json).not.toContain('"waiver.');
    expect((await shown('invoice', invoiceId))?.json).toContain('Nothing is due: confirmed by <@U_REVIEWER>');
    await goLive(p);
    expect((await p.state()).wentLiveOn).toBe(p.today());
    expect(await actions(p)).toEqual(
      expect.arrayContaining(['invoice.voided', 'invoice.waiver_asked', 'invoice.waived', 'project.corrected']),
    );
  });

  test('ONB-19 an exception opens the gate of a voided charge; one that is invoiced anew is to be paid', async () => {
    const p = await startProject(h, { first_month: '2000', set_up: '500' });
    await p.walkTo('planning');
    await voidIt(p, 'set_up');
    await expect(p.tick({ eta: p.today() })).rejects.toThrow('was voided');
    const asked = { projectId: p.id, gate: 'schedule-resources', kind: 'other', reason: 'They insist' } as const;
    const { id } = await requestOverride(h.deps, h.person('project_manager'), asked);
    await approveOverride(h.deps, h.person('management'), { id });
    await p.tick({ eta: p.today() });

    await voidIt(p, 'first_month');
    await correct(p, { first_month: '1500' });
    const again = await p.invoice('first_month');
    expect(again).toMatchObject({ state: 'draft', presented: true, net: money(1500_00, 'USD') });
    await correct(p, {}, 'billing');
    await correct(p, { first_month: '1800' });
    expect((await shown('waiver', again.id))?.json).toContain('It is invoiced anew');
    expect((await shown('waiver', again.id))?.json).not.toContain('"waiver.');
  });

  test('ONB-19 billing hands nothing on that was voided and not waived; what the reviewer corrects to nothing needs no other word', async () => {
    const p = await startProject(h, { first_month: '2000' });
    await p.walkTo('billing');
    await p.sendInvoice('first_month');
    await p.contract();
    await p.setUp();
    await voidIt(p, 'first_month');
    await expect(p.approve()).rejects.toThrow('First month invoiced, or none due');
    await correct(p, {}, 'reviewer');
    await p.approve();
    expect((await p.state()).stage).toBe('profile-check');
  });

  test('ONB-19 corrected to nothing before the review, approving the review confirms it', async () => {
    const p = await startProject(h, { first_month: '2000' });
    await correct(p, {}, 'sales');
    const { id } = await p.invoice('first_month');
    expect(await shown('waiver', id)).toBeUndefined();
    await p.walkTo('review');
    expect((await p.invoice('first_month')).waiver?.confirmed).toBeUndefined();
    await p.walkTo('billing');
    expect((await p.invoice('first_month')).waiver).toMatchObject({ by: 'U_SALES', confirmed: { by: 'U_REVIEWER' } });
  });

  test('ONB-4, ONB-19 what was picked up is corrected with a reason, from the folder and from the invoice; collecting follows', async () => {
    const p = await startProject(h, { set_up: '500', first_month: '2000', hardware: '900' });
    await p.walkTo('billing');
    const picked = async () => (await p.state()).invoices.map(({ kind, pickedUp }) => [kind, pickedUp]);
    const { id: invoiceId, open } = await p.invoice('set_up');
    const card = () =>
      recordPayment(h.deps, h.person('accounting'), { invoiceId, amount: open, method: 'card', receivedOn: p.today() });
    await expect(card()).rejects.toMatchObject({ fields: { method: expect.any(String) } });

    const asSales = asking(h, onboardingSlice(await loadPlaybooks()), 'sales');
    const form = JSON.stringify((await asSales.press('project.correct', p.id)).modal);
    expect(form).toContain('picked_up_set_up');
    const texts = { set_up_fee: { text: '500' }, first_month: { text: '2000' }, hardware: { text: '900' } };
    await expect(asSales.submit('project.correct', p.id, { ...texts, reason: { text: 'x' } })).rejects.toThrow(
      'as they were',
    );
    await asSales.submit('project.correct', p.id, {
      ...texts,
      picked_up_set_up: 'card_authorization',
      reason: { text: 'The form came by post' },
    });
    // ONB-7: hardware asks only whether a card is on file.
    expect(await picked()).toEqual([
      ['set_up', 'card_authorization'],
      ['first_month', 'nothing'],
      ['hardware', 'card_authorization'],
    ]);
    expect((await shown('invoice', invoiceId))?.json).toContain('charge the card, record the payment');
    await card();
    expect((await p.invoice('set_up')).state).toBe('paid');

    const month = await p.invoice('first_month');
    const asAccounting = asking(h, invoicingSlice, 'accounting');
    const fields = { picked_up: 'check', reason: { text: 'They gave a check' } };
    await expect(asking(h, invoicingSlice, 'sales').submit('invoice.picked_up', month.id, fields)).rejects.toThrow(
      NotAllowed,
    );
    await asAccounting.submit('invoice.picked_up', month.id, fields);
    expect(await picked()).toContainEqual(['first_month', 'check']);
    const rows = await h.audit({ action: 'invoice.picked_up', subjectId: p.id });
    expect(rows.map((row) => [row.actor, row.reason, row.before, row.after])).toMatchObject([
      ['U_SALES', 'The form came by post', { pickedUp: 'nothing' }, { pickedUp: 'a card authorization' }],
      ['U_SALES', expect.any(String), { label: 'Hardware' }, { pickedUp: 'a card authorization' }],
      ['U_ACCOUNTING', 'They gave a check', { pickedUp: 'nothing' }, { pickedUp: 'a check' }],
    ]);
    // Paid, what was picked up stands.
    const paid = correctProject(h.deps, h.person('sales'), {
      projectId: p.id,
      amounts: { set_up: '500', first_month: '2000', hardware: '900' },
      pickedUp: { set_up: 'nothing' },
      reason: 'x',
    });
    await expect(paid).rejects.toMatchObject({ fields: { picked_up_set_up: expect.stringContaining('is paid') } });
  });

  test('ONB-5 a card authorization for the first month charges nothing before the permission, nor does it for a set-up fee that is added', async () => {
    const p = await startProject(h, { first_month: '2000' });
    await correctProject(h.deps, h.person('sales'), {
      projectId: p.id,
      amounts: { first_month: '2000' },
      pickedUp: { first_month: 'card_authorization' },
      reason: 'Came by post',
    });
    await correct(p, { first_month: '2000', set_up: '500' }, 'sales');
    await p.walkTo('billing');
    for (const kind of ['first_month', 'set_up'] as const) {
      const { id: invoiceId, open } = await p.invoice(kind);
      const input = { invoiceId, amount: open, method: 'card', receivedOn: p.today() } as const;
      await expect(recordPayment(h.deps, h.person('accounting'), input)).rejects.toMatchObject({
        fields: { method: expect.stringContaining('permission') },
      });
    }
  });

  test('ONB-19 cancelled: billing is disarmed, and the folder comes back at the desk that arms it', async () => {
    const p = await startProject(h, { first_month: '2000' });
    await p.walkTo('start-billing');
    for (const desk of ['sales', 'service'])
      await giveAcknowledgement(h.deps, h.person(desk), { projectId: p.id, desk });
    await armProject(h.deps, h.person('accounting'), { projectId: p.id });
    await p.tick();
    await p.approve();
    expect((await p.state()).activities.map((each) => [each.type, each.state])).toEqual([['follow_up', 'open']]);

    await cancel(p);
    const ended = await p.state();
    expect(ended.subscription?.template).toMatchObject({ armed: false });
    expect(ended.activities.map((each) => each.state)).toEqual(['cancelled']);
    const [row] = await h.audit({ action: 'recurring.disarmed', subjectId: p.id });
    expect(row?.reason).toBe('Went elsewhere');
    const thread = (await h.posts()).findLast((post) => post.text.includes('cancelled the project'));
    expect(thread?.text).toContain('recurring billing is disarmed');
    expect(thread?.text).toContain('paid and not given back: First month ($2,000.00)');
    const before = (await h.posts()).length;
    h.advanceDays(60);
    await remindOverdue(h.deps, h.clock.now());
    expect((await h.posts()).slice(before)).toEqual([]);

    await reopen(p);
    const again = await p.state();
    expect(again).toMatchObject({ state: 'active', stage: 'start-billing' });
    expect(again.activities.map((each) => each.state)).toEqual(['open']);
    expect((await shown('activity', again.activities[0]?.id ?? ''))?.content?.open).toBe(true);
    await expect(p.approve()).rejects.toThrow('Recurring billing armed');
    const said = (await h.posts()).findLast((post) => post.text.includes('re-opened the project'));
    expect(said?.text).toContain('recurring billing is not armed');
    await armProject(h.deps, h.person('accounting'), { projectId: p.id });
    await p.approve();
  });

  test('ONB-19 cancelled: activities end, exceptions are withdrawn, and accounting is asked to void or keep what is open', async () => {
    const p = await startProject(h, { set_up: '500', first_month: '2000', hardware: '900' });
    await p.walkTo('planning');
    await p.pay('set_up');
    await p.pay('first_month', 500_00);
    const activityId = await scheduleTransfer(h.deps, h.person('project_manager'), {
      projectId: p.id,
      on: p.today(),
      hosted: false,
      people: [],
    });
    const asked = { projectId: p.id, gate: 'go-live', kind: 'other', reason: 'Soon' } as const;
    await requestOverride(h.deps, h.person('service'), asked);
    await h.db.prisma.messageSlot.updateMany({ where: { kind: 'invoice' }, data: { ts: '1.0', state: 'idle' } });
    await cancel(p);

    const ended = await p.state();
    expect(ended.activities.map((each) => [each.id, each.state])).toEqual([[activityId, 'cancelled']]);
    expect(ended.overrides.map((each) => each.state)).toEqual(['withdrawn']);
    expect((await h.messages('hardware', p.id)).every(({ content }) => content?.open === false)).toBe(true);
    const inDoubt = ended.invoices.filter((each) => each.inDoubt).map((each) => each.kind);
    expect(inDoubt).toEqual(['first_month', 'hardware']);
    const [month, hardware] = [await p.invoice('first_month'), await p.invoice('hardware')];
    const message = await shown('invoice', hardware.id);
    expect(message?.content?.open).toBe(true);
    expect(message?.json).toContain('was cancelled: Went elsewhere.');
    expect(message?.json).toContain('invoice.keep');
    const news = (await h.posts()).filter((post) => post.text.includes('void the invoice or keep it'));
    expect(news.map((post) => [post.lane, (post.payload as { broadcast?: boolean }).broadcast])).toEqual([
      ['C_ACCOUNTING', true],
      ['C_ACCOUNTING', true],
    ]);

    // Nothing more is asked of the customer before accounting has decided.
    const by = h.person('accounting');
    const permit = { invoiceId: month.id, how: 'mail', on: p.today() };
    await expect(recordPermission(h.deps, by, permit)).rejects.toThrow('in doubt');
    const keep = (role: string, reason = 'They owe it') =>
      keepInvoice(h.deps, h.person(role), { invoiceId: month.id, reason });
    await expect(keep('sales')).rejects.toThrow(NotAllowed);
    await expect(keep('accounting', ' ')).rejects.toThrow(FieldErrors);
    await keep('accounting');
    await expect(keep('billing')).rejects.toThrow(UserError);
    await recordPermission(h.deps, by, permit);
    await asking(h, invoicingSlice, 'accounting').submit('invoice.void', hardware.id, {
      reason: { text: 'Not ordered' },
    });
    expect((await p.invoice('hardware')).inDoubt).toBeUndefined();
    expect((await shown('invoice', hardware.id))?.content?.open).toBe(false);
    await expect(p.approve()).rejects.toThrow(Conflict);

    await reopen(p);
    const again = await p.state();
    expect(again).toMatchObject({ state: 'active', stage: 'planning' });
    expect(again.activities.map((each) => each.state)).toEqual(['open']);
    const said = (await h.posts()).findLast((post) => post.text.includes('re-opened the project'))?.text ?? '';
    expect(said).toContain('activities open again: A-');
    expect(said).toContain('invoices that are void (Correct amounts makes new ones): Hardware');
    expect(said).toContain('exceptions that waited are to be asked for again');
  });

  test('ONB-19 cancelled before billing: drafts that nobody has seen are dropped, and planned again when it is re-opened', async () => {
    const p = await startProject(h, { set_up: '500', first_month: '2000' }, { taxRate: '10' });
    await p.walkTo('review');
    await cancel(p);
    expect((await p.state()).invoices.map((each) => each.state)).toEqual(['void', 'void']);
    h.clock.advance(60_000);
    await reopen(p);
    expect((await p.state()).invoices.map((each) => [each.kind, each.state, each.amount.amount])).toEqual([
      ['set_up', 'draft', 550_00n],
      ['first_month', 'draft', 2200_00n],
    ]);
    await p.walkTo('billing');
    expect((await p.state()).invoices.every((each) => each.presented)).toBe(true);
  });

  test('ONB-19 nothing of a cancelled project is said to wait for its invoices; re-opened, it waits again', async () => {
    const p = await startProject(h, { first_month: '2000' });
    await p.walkTo('billing');
    const { id: invoiceId } = await p.invoice('first_month');
    const sees = async () => [
      (await shown('invoice', invoiceId))?.json,
      JSON.stringify((await asking(h, invoicingSlice, 'accounting').press('invoice.open', invoiceId)).modal),
    ];
    /** Its message stands in Slack: what is shown again from here on is drawn anew. */
    const posted = () =>
      h.db.prisma.messageSlot.updateMany({ where: { subjectId: invoiceId }, data: { ts: '1.0', state: 'idle' } });
    const isDrawnAnew = async () => (await shown('invoice', invoiceId))?.row.state !== 'idle';
    for (const each of await sees()) expect(each).toContain('🔒 Going live waits for it');

    await cancel(p);
    await keepInvoice(h.deps, h.person('accounting'), { invoiceId, reason: 'They owe it' });
    for (const each of await sees()) {
      expect(each).toContain('The project is cancelled: nothing waits for it.');
      expect(each).not.toContain('Going live');
    }
    await posted();
    await reopen(p);
    expect(await isDrawnAnew()).toBe(true);
    for (const each of await sees()) expect(each).toContain('🔒 Going live waits for it');
  });

  test('ONB-19 re-opened before accounting has decided, invoices stand as they did', async () => {
    const p = await startProject(h, { first_month: '2000' });
    await p.walkTo('billing');
    await cancel(p);
    const { id } = await p.invoice('first_month');
    const sent = { invoiceId: id, number: 'QB-1', sentOn: p.today() };
    await expect(markSent(h.deps, h.person('accounting'), sent)).rejects.toThrow('in doubt');
    await reopen(p);
    expect((await p.invoice('first_month')).inDoubt).toBeUndefined();
    await markSent(h.deps, h.person('accounting'), sent);
    const { handoff } = await p.state();
    await expect(approveHandoff(h.deps, h.person('billing'), { handoffId: handoff.id })).rejects.toThrow(
      'Subscription',
    );
  });
});
