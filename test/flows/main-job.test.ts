import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealAudit } from '../../src/platform/audit/seal.ts';
import { verifyAudit } from '../../src/platform/audit/verify.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { driver } from '../support/drive.ts';
import { rawIn, textsIn, toldOf } from '../support/told.ts';

/** The whole main job, as people do it in Slack: nothing here calls Baton but through the workspace. */
describe.each([
  ['HTTP', false],
  ['Socket Mode', true],
])('a customer’s folder travels through all desks (%s)', (_mode, socketMode) => {
  let app: TestApp;
  let d: ReturnType<typeof driver>;
  const folder = (channel: string) => app.find(channel, ': P-1 Acme');
  const invoice = (what: string) => app.find('accounting', `: ${what} for Acme`);
  const project = () => app.db.prisma.project.findFirstOrThrow();
  const openStage = async () => (await app.db.prisma.handoff.findFirst({ where: { state: 'open' } }))?.stage;

  beforeAll(async () => {
    app = await startApp({ socketMode });
    d = driver(app);
  });
  afterAll(() => app.stop());

  test('day 1: sales creates the project; wrong input is answered in the field and loses nothing', async () => {
    const sally = app.slack.as('sales');
    await sally.command('general', '/onboard new');
    await app.slack.waitFor(() => app.slack.modals('sales').length > 0);
    const input = {
      customer: 'Acme',
      contact_name: 'Cara',
      email: 'cara@acme.test',
      owner: 'U0SALES001',
      project_manager: 'U0PROJMG001',
      first_month: '2,000.00',
      hardware: '750.50',
    };
    const wrong = await sally.submit({ ...input, set_up_fee: 'a thousand' });
    expect(wrong.fieldErrors?.set_up_fee).toBeTruthy();
    expect(await app.db.prisma.project.count()).toBe(0);
    await sally.submit({ set_up_fee: '1,000.00' });
    await app.settled();
    expect(await openStage()).toBe('intake');
    expect(app.textOf(folder('sales'))).toContain('Acme');
  });

  test('day 1: a desk cannot hand on what is not finished, and says what is missing', async () => {
    await d.press('sales', folder('sales'), 'handoff.approve');
    expect(d.lastWord('sales')).toContain('Paperwork signed');
    expect(await openStage()).toBe('intake');
    await d.tick('sales', folder('sales'));
    await d.press('sales', folder('sales'), 'handoff.approve');
    expect(await openStage()).toBe('review');
    const decided = folder('sales');
    expect(app.textOf(decided)).toContain('Approved by <@U0SALES001>');
    expect(app.textOf(decided)).not.toContain('handoff.approve');
  });

  test('day 1: the reviewer returns it with a reason; sales hands it on again', async () => {
    await d.press('reviewer', folder('reviewer'), 'handoff.return', {
      to: 'intake',
      reason: 'The second page is not signed.',
    });
    expect(await openStage()).toBe('intake');
    expect(app.textOf(folder('sales'))).toContain('The second page is not signed.');
    await d.press('sales', folder('sales'), 'handoff.approve');
    expect(d.lastWord('sales')).toContain('Missing');
    await d.tick('sales', folder('sales'));
    await d.press('sales', folder('sales'), 'handoff.approve');
    await d.tick('reviewer', folder('reviewer'));
    await d.press('reviewer', folder('reviewer'), 'handoff.approve');
    expect(await openStage()).toBe('billing');
  });

  test('day 1: somebody of another desk is refused and told who may', async () => {
    const before = await app.db.prisma.auditEntry.count();
    await d.press('service', folder('billing'), 'handoff.approve');
    expect(d.lastWord('service')).toMatch(/Billing.*Accounting/);
    expect(await app.db.prisma.auditEntry.count()).toBe(before);
  });

  test('day 2: accounting invoices; billing sets up the subscription with its unarmed template', async () => {
    await app.pass(1);
    for (const what of ['Set-up fee', 'First month', 'Hardware']) {
      await d.press('accounting', invoice(what), 'invoice.mark_sent', {
        number: `A-${what}`,
        location: 'Shared drive',
      });
      expect(app.textOf(invoice(what))).toContain('A-');
    }
    await d.press('billing', folder('billing'), 'contract.add', { number: 'C-1', start_on: '2026-03-03' });
    await app.slack.as('billing').closeModal({ all: true });
    await d.press('billing', folder('billing'), 'subscription.set_up', {
      services: 'Managed desktop | 10 | 200.00',
      coverage: 'Weekdays 8 to 18',
      sla: 'Answer within 4 hours',
    });
    const template = await app.db.prisma.recurringTemplate.findFirstOrThrow();
    expect(template).toMatchObject({ armed: false, amount: 200_000n });
    expect(template.nextOn.toISOString().slice(0, 10)).toBe('2026-05-03');
    await d.press('billing', folder('billing'), 'handoff.approve');
    expect(d.lastWord('billing')).not.toContain('Missing');
    expect(await openStage()).toBe('profile-check');
  });

  test('day 3: profile check, then planning waits for the set-up fee and for nothing else', async () => {
    await app.pass(1);
    await d.tick('sales', folder('sales'), { target_go_live: '2026-03-20' });
    await d.press('sales', folder('sales'), 'handoff.approve');
    expect(await openStage()).toBe('planning');
    await d.tick('project_manager', folder('project-manager'), {});
    expect((await project()).etaOn).toBeNull();
    await d.press('project_manager', folder('project-manager'), 'handoff.approve');
    expect(d.lastWord('project_manager')).toContain('Missing');
    expect(await openStage()).toBe('planning');
  });

  test('day 4: partial payment keeps the gate shut, the rest opens it', async () => {
    await app.pass(1);
    await d.press('accounting', invoice('Set-up fee'), 'payment.record', {
      amount: '400.00',
      method: 'check',
      reference: '1001',
      received_on: '2026-03-05',
    });
    expect(app.textOf(folder('project-manager'))).toContain('600.00');
    await d.press('accounting', invoice('Set-up fee'), 'payment.record', {
      amount: '600.00',
      method: 'check',
      reference: '1002',
      received_on: '2026-03-05',
    });
    await app.slack
      .as('project_manager')
      .closeModal({ all: true })
      .catch(() => undefined);
    await d.tick('project_manager', folder('project-manager'), { eta: '2026-03-18' });
    expect((await project()).etaOn?.toISOString().slice(0, 10)).toBe('2026-03-18');
    await d.press('project_manager', folder('project-manager'), 'handoff.approve');
    expect(await openStage()).toBe('delivery');
  });

  test('day 5: a card is charged only after the customer’s permission is recorded; the team is told once', async () => {
    await app.pass(1);
    const refused = await d.press('accounting', invoice('First month'), 'payment.record', {
      amount: '2000.00',
      method: 'card',
      reference: 'ch_1',
      received_on: '2026-03-06',
    });
    expect(Object.values(refused.fieldErrors ?? {}).join(' ')).toMatch(/permission/i);
    await app.slack.as('accounting').closeModal({ all: true });
    await d.press('accounting', invoice('First month'), 'invoice.permission', {
      how: 'By email from Cara',
      agreed_on: '2026-03-06',
    });
    await d.press('accounting', invoice('First month'), 'payment.record', {
      amount: '2000.00',
      method: 'card',
      reference: 'ch_1',
      received_on: '2026-03-06',
    });
    const told = app.slack.directMessages('project_manager').filter((message) => message.text.includes('First month'));
    expect(told).toHaveLength(1);
    expect(await app.db.prisma.projectNote.count({ where: { text: { startsWith: 'First month' } } })).toBe(1);
  });

  test('day 6: hardware waits for its payment; an exception needs somebody else’s approval', async () => {
    await app.pass(1);
    const ordered = async () => (await app.db.prisma.hardwareOrder.findFirst())?.orderedAt ?? null;
    await d.press('reviewer', app.find('reviewer', 'ardware'), 'hardware.review');
    expect(app.textOf(app.find('purchasing', 'ardware'))).not.toContain('hardware.order');
    await d.press('purchasing', app.find('purchasing', 'ardware'), 'gate.override', {
      gate: 'order-hardware',
      kind: 'expedite',
      reason: 'The office opens on Monday.',
    });
    expect(await app.db.prisma.gateOverride.findFirst()).toMatchObject({
      state: 'requested',
      requestedBy: 'U0PURCHS001',
    });
    await d.press('reviewer', app.find('reviewer', 'The office opens on Monday.'), 'override.approve');
    expect(await app.db.prisma.gateOverride.findFirst()).toMatchObject({ state: 'approved', decidedBy: 'U0REVIEW001' });
    expect(await ordered()).toBeNull();
    await d.press('purchasing', app.find('purchasing', 'ardware'), 'hardware.order', { reference: 'PO-77' });
    expect(await ordered()).not.toBeNull();
  });

  test('day 10: service schedules go-live and the customer goes live; sales and service tell accounting', async () => {
    await app.pass(4);
    await d.tick('service', folder('service'), { go_live_scheduled: '2026-03-15' });
    await app.pass(4);
    await d.tick('service', folder('service'), { went_live: '2026-03-15' });
    expect((await project()).wentLiveOn?.toISOString().slice(0, 10)).toBe('2026-03-15');
    await d.press('service', folder('service'), 'handoff.approve');
    expect(await openStage()).toBe('start-billing');
    await d.press('sales', app.find('sales', 'Acme'), 'acknowledgement.give');
    await d.press('service', app.find('service', 'Acme'), 'acknowledgement.give');
    const together = app.slack
      .messages('accounting')
      .flatMap((root) => app.slack.thread('accounting', root.ts))
      .filter((message) => /Sales and Service/i.test(message.text));
    expect(together.length).toBeGreaterThan(0);
  });

  test('BIL-9 accounting sees the go-live credit before it arms recurring billing, and arms it once', async () => {
    await d.tick('accounting', folder('accounting'));
    const bella = app.slack.as('accounting');
    await bella.click({ channel: folder('accounting').channel, ts: folder('accounting').ts }, 'recurring.arm');
    await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
    expect(JSON.stringify(app.slack.modals('accounting').at(-1)?.body)).toContain('1,000.00');
    await bella.submit();
    await app.settled();
    const template = await app.db.prisma.recurringTemplate.findFirstOrThrow();
    expect(template).toMatchObject({ armed: true, creditAmount: 100_000n });
    expect(template.nextOn.toISOString().slice(0, 10)).toBe('2026-04-01');
    await d.press('accounting', folder('accounting'), 'handoff.approve');
    expect(await openStage()).toBe('follow-up');
  });

  test('day 44: the follow-up is remembered, and ends the project', async () => {
    expect(await app.db.prisma.activity.findFirst({ where: { assigneeId: 'U0SALES001' } })).toMatchObject({
      state: 'open',
    });
    await app.pass(31);
    await d.tick('sales', folder('sales'));
    await d.press('sales', folder('sales'), 'handoff.approve');
    expect(await project()).toMatchObject({ state: 'closed' });
    expect(await openStage()).toBeUndefined();
  });

  test('ONB-18, ALL-2 the timeline tells who did what when, and the audit log is whole', async () => {
    await app.slack.as('management').command('general', '/onboard show acme');
    await app.slack.waitFor(() => app.slack.modals('management').length > 0);
    const shown = JSON.stringify(app.slack.modals('management').at(-1)?.body);
    expect(shown).toContain('<@U0SALES001>');
    await sealAudit(app.db, app.clock.now());
    expect(await verifyAudit(app.db)).toMatchObject({ ok: true });
  });

  test('WRK-7 the log, every message and every window spoke in names, words, amounts and days', async () => {
    const told = await toldOf(app.db);
    expect(told.length).toBeGreaterThan(60);
    expect(told.flatMap(({ action, line }) => rawIn(line).map((found) => `${action}: ${found}`))).toEqual([]);
    const shown = app.slack.calls.flatMap((call) => textsIn(call.args)).filter((text) => !text.startsWith('/'));
    expect(shown.length).toBeGreaterThan(500);
    expect([...new Set(shown.flatMap(rawIn))]).toEqual([]);
  });

  test('Slack accepted every call, and nobody waited for an answer in vain', () => {
    expect(app.slack.problems).toEqual([]);
    expect(app.slack.calls.filter((call) => !call.ok).map((call) => [call.method, call.error])).toEqual([]);
  });
});
