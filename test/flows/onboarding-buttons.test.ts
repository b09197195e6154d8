/** The money path's buttons and forms: what a person sees, driven as Slack would. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FieldErrors, NotAllowed, UserError } from '../../src/core/errors.ts';
import { requestOverride } from '../../src/features/onboarding/exceptions/actions/request-override.ts';
import { undoDecision } from '../../src/features/onboarding/folder/actions/undo-decision.ts';
import { readForm, type ViewState } from '../../src/platform/block-kit/form.ts';
import type { Answer } from '../../src/platform/slice/slice.ts';
import type { Role } from '../../src/platform/work/roles.ts';
import { checkView } from '../../src/sandbox/slack/blocks/views.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { type Journey, startOffice, startProject } from './onboarding-journey.ts';

describeEachEngine('buttons and forms of the money path', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await startOffice(engine);
  }, 60_000);
  afterAll(() => h.close());

  const requestOf = (role: Role) => {
    const by = h.person(role);
    return { deps: h.deps, by, userId: by.userId, timeZone: 'UTC', roles: async () => new Set([role]) };
  };
  const press = async (role: Role, actionId: string, value: string): Promise<Answer> => {
    const action = h.registry.actions.get(actionId);
    if (!action) throw new Error(`no action ${actionId}`);
    const answer = await action({ ...requestOf(role), actionId, value, selected: [] });
    if (answer.modal) expect(checkView(JSON.parse(JSON.stringify(answer.modal)), 'modal')).toEqual([]);
    return answer;
  };
  /** Submits the modal that an answer opened, with these texts, options, days and ticks. */
  const submit = async (
    role: Role,
    { modal }: Answer,
    fields: Readonly<Record<string, ViewState[string][string]>>,
  ): Promise<Answer> => {
    const submission = h.registry.submissions.get(modal?.callback_id ?? '');
    if (!submission) throw new Error('no such form');
    const state = Object.fromEntries(Object.entries(fields).map(([name, element]) => [name, { [name]: element }]));
    return submission({ ...requestOf(role), data: modal?.private_metadata ?? '', values: readForm(state) });
  };
  const text = (value: string) => ({ value });
  const option = (value: string) => ({ selected_option: { value } });

  const atDelivery = async (): Promise<Journey> => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('delivery');
    return journey;
  };

  it('gate.override asks, override.approve opens the gate; every step answers', async () => {
    const journey = await atDelivery();
    const form = await press('service', 'gate.override', journey.id);
    const missing = submit('service', form, { gate: option('go-live'), reason: text('x') });
    await expect(missing).rejects.toThrow(FieldErrors);
    const card = submit('service', form, {
      gate: option('go-live'),
      kind: option('other'),
      reason: text('4111 1111 1111 1111'),
    });
    await expect(card).rejects.toThrow('card number');
    const asked = await submit('service', form, {
      gate: option('go-live'),
      kind: option('other'),
      reason: text('Friday'),
    });
    expect(asked.say?.text).toContain('Asked');
    const id = (await journey.state()).overrides[0]?.id ?? '';
    const decline = await press('management', 'override.decline', id);
    await expect(submit('management', decline, {})).rejects.toThrow(FieldErrors);
    const approved = await press('management', 'override.approve', id);
    expect(JSON.stringify(approved.say)).toContain('override.withdraw');
    await expect(press('service', 'gate.override', journey.id)).rejects.toThrow('nothing to ask for');
    const back = await press('management', 'override.withdraw', id);
    await submit('management', back, { reason: text('A mistake') });
    expect((await press('service', 'gate.override', journey.id)).modal).toBeDefined();
  });

  it('ALL-1 nobody is led into a form that they may not submit', async () => {
    const journey = await atDelivery();
    const denied: readonly (readonly [Role, string])[] = [
      ['support', 'gate.override'],
      ['reviewer', 'hardware.order'],
      ['sales', 'subscription.set_up'],
      ['sales', 'transfer.schedule'],
      ['sales', 'recurring.arm'],
    ];
    for (const [role, action] of denied)
      await expect(press(role, action, journey.id), action).rejects.toThrow(NotAllowed);
    for (const action of ['project.hold', 'project.cancel', 'project.team', 'project.correct'])
      await expect(press('hosting', action, journey.id), action).rejects.toThrow(NotAllowed);
    const { handoff } = await journey.state();
    for (const action of ['handoff.return', 'handoff.assign', 'handoff.checklist'])
      await expect(press('sales', action, handoff.id), action).rejects.toThrow('Only Service');
    const { id } = await requestOverride(h.deps, h.person('service'), {
      projectId: journey.id,
      gate: 'go-live',
      kind: 'other',
      reason: 'x',
    });
    for (const action of ['override.decline', 'override.withdraw'])
      await expect(press('sales', action, id), action).rejects.toThrow(NotAllowed);
    expect((await press('service', 'override.withdraw', id)).modal).toBeDefined();
  });

  it('subscription.set_up proposes the first month, names the wrong line, and saves', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('billing');
    const form = await press('billing', 'subscription.set_up', journey.id);
    expect(JSON.stringify(form.modal)).toContain('Managed services | 1 | 2000.00');
    await expect(submit('billing', form, { services: text('Help desk | ten | 45') })).rejects.toMatchObject({
      fields: { services: expect.stringContaining('Line 1') },
    });
    await expect(submit('billing', form, { services: text('') })).rejects.toThrow(FieldErrors);
    await submit('billing', form, {
      services: text('Help desk | 10 | 45'),
      coverage: text('All week'),
      sla: text('4 h'),
    });
    const again = await press('billing', 'subscription.set_up', journey.id);
    expect(JSON.stringify(again.modal)).toContain('10 × Help desk at $45.00');
    await expect(press('billing', 'transfer.schedule', journey.id)).rejects.toThrow(NotAllowed);
  });

  it('transfer.schedule needs a day', async () => {
    const journey = await startProject(h, {});
    await journey.walkTo('planning');
    const form = await press('project_manager', 'transfer.schedule', journey.id);
    await expect(submit('project_manager', form, {})).rejects.toMatchObject({ fields: { on: expect.any(String) } });
    await submit('project_manager', form, {
      on: { selected_date: '2026-03-09' },
      hosted: { selected_options: [{ value: 'hosted' }] },
    });
    expect((await journey.state()).activities[0]).toMatchObject({
      startOn: '2026-03-09',
      attendees: expect.arrayContaining(['hosting']),
    });
  });

  it('recurring.arm shows the preview, arms what was shown, then shows what is armed and the way back', async () => {
    const journey = await startProject(h, { first_month: '2000' });
    await journey.walkTo('start-billing');
    await expect(press('accounting', 'recurring.arm', journey.id)).rejects.toThrow(UserError);
    for (const desk of ['sales', 'service']) await press(desk, 'acknowledgement.give', `${journey.id}:${desk}`);
    const preview = await press('accounting', 'recurring.arm', journey.id);
    expect(JSON.stringify(preview.modal)).toContain('Apr 1, 2026');
    expect((await submit('accounting', preview, {})).say?.text).toContain('armed');
    const armed = await press('accounting', 'recurring.arm', journey.id);
    expect(armed.modal?.callback_id).toBe('recurring.disarm');
    await submit('accounting', armed, { reason: text('Wrong amount') });
    expect((await journey.state()).subscription?.template.armed).toBe(false);
  });

  it('hardware.review and hardware.order', async () => {
    const journey = await startProject(h, { hardware: '100' });
    await journey.walkTo('profile-check');
    expect((await press('reviewer', 'hardware.review', journey.id)).say?.text).toContain('Purchasing');
    const form = await press('purchasing', 'hardware.order', journey.id);
    await expect(submit('purchasing', form, {})).rejects.toMatchObject({ fields: { reference: expect.any(String) } });
    await submit('purchasing', form, { reference: text('PO-4') });
    expect((await journey.state()).hardware?.reference).toBe('PO-4');
  });

  it('ALL-5 an undone approval of billing: the hardware stays asked for, because its invoice is out', async () => {
    const journey = await startProject(h, { hardware: '900' });
    await journey.walkTo('billing');
    const { handoff } = await journey.state();
    await journey.sendInvoice('hardware');
    await journey.contract();
    await journey.setUp();
    h.clock.advance(1000);
    await journey.approve();
    await undoDecision(h.deps, h.person('billing'), { handoffId: handoff.id });
    expect((await journey.state()).stage).toBe('billing');
    expect((await h.messages('hardware', journey.id)).map(({ content }) => content?.open)).toEqual([true]);
  });
});
