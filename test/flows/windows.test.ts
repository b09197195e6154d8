import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { driver } from '../support/drive.ts';

/** WRK-1: one window for each thing, composed of what slices contribute, coming back to itself. */
describe('windows', () => {
  let app: TestApp;
  let d: ReturnType<typeof driver>;
  const address = 'https://baton.acme.test';
  const windows = (who: string) => app.slack.modals(who).map(({ body }) => JSON.stringify(body));
  const top = (who: string) => windows(who).at(-1) ?? '';
  const shows = (who: string, text: string) =>
    app.slack.waitFor(() => top(who).includes(text), 10_000, `“${text}” in ${who}’s window`);
  const closeAll = (who: string) => app.slack.as(who).closeModal({ all: true });
  const openInvoice = async (who: string) => {
    const message = app.find('accounting', 'Invoice I-1');
    await app.slack.as(who).click({ channel: message.channel, ts: message.ts }, 'invoice.open');
    await shows(who, 'Invoice I-1');
  };
  const go = async (id: string) => {
    const { status, headers } = await fetch(`http://127.0.0.1:${app.baton.port}/go/${id}`, { redirect: 'manual' });
    return { status, location: headers.get('location') };
  };

  beforeAll(async () => {
    app = await startApp({ env: { PUBLIC_URL: `${address}/` } });
    d = driver(app);
    const sally = app.slack.as('sales');
    await sally.command('general', '/onboard new Harbor Dental');
    await app.slack.waitFor(() => app.slack.modals('sales').length > 0);
    await sally.submit({ owner: 'U0SALES001', project_manager: 'U0PROJMG001', first_month: '2,000.00' });
    await app.settled();
    for (const [who, channel] of [
      ['sales', 'sales'],
      ['reviewer', 'reviewer'],
    ] as const) {
      await d.tick(who, app.find(channel, 'P-1'));
      await d.press(who, app.find(channel, 'P-1'), 'handoff.approve');
    }
  });
  afterAll(() => app.stop());

  test('a form that was opened from a window comes back to it: what was said stands in it, in the new state', async () => {
    const anna = app.slack.as('accounting');
    await openInvoice('accounting');
    for (const said of [
      'First month',
      '$2,000.00',
      'Not sent yet',
      'planned an invoice',
      'project.show',
      'customer.open',
    ])
      expect(top('accounting')).toContain(said);
    const said = app.slack.ephemerals('accounting').length;
    await anna.clickInModal('invoice.mark_sent');
    await app.slack.waitFor(() => windows('accounting').length === 2);
    const refused = await anna.submit({ number: '', sent_on: '2026-03-02' });
    expect(refused.fieldErrors).toBeTruthy();
    await anna.submit({ number: 'INV-7', sent_on: '2026-03-02' });
    await app.settled();
    expect(windows('accounting')).toHaveLength(1);
    expect(top('accounting')).toMatch(/Invoice I-1 is marked as sent.*Sent, not paid.*as number INV-7/s);
    expect(app.slack.ephemerals('accounting')).toHaveLength(said);
    await closeAll('accounting');
  });

  test('WRK-1 a folder’s decisions are offered to the desk that has it, the rest to everybody with a role', async () => {
    const message = app.find('reviewer', 'P-1');
    for (const [who, isDesk] of [
      ['billing', true],
      ['sales', false],
    ] as const) {
      await app.slack.as(who).click({ channel: message.channel, ts: message.ts }, 'project.show');
      await shows(who, 'At *Billing*');
      for (const decision of ['handoff.approve', 'handoff.return', 'handoff.assign', 'handoff.checklist'])
        expect(top(who).includes(decision), `${decision} for ${who}`).toBe(isDesk);
      expect(top(who)).toContain('project.hold');
      await closeAll(who);
    }
  });

  test('windows lead to one another, with room for a form on top; Undo stands in the window', async () => {
    const anna = app.slack.as('accounting');
    await openInvoice('accounting');
    await anna.clickInModal('customer.open');
    await app.slack.waitFor(() => windows('accounting').length === 2);
    await anna.clickInModal('project.show');
    await shows('accounting', 'At *Billing*');
    expect(windows('accounting')).toHaveLength(2);
    await anna.clickInModal('document.add');
    await app.slack.waitFor(() => windows('accounting').length === 3);
    await anna.submit({ kind: 'other', location: 'cabinet 3' });
    await app.settled();
    expect(windows('accounting')).toHaveLength(2);
    expect(top('accounting')).toMatch(/Added cabinet 3 to the documents.*kept: cabinet 3/s);
    await closeAll('accounting');

    await openInvoice('accounting');
    await anna.clickInModal('payment.record');
    await app.slack.waitFor(() => windows('accounting').length === 2);
    await anna.submit({ amount: '2,000.00', method: 'check', received_on: '2026-03-02' });
    await app.settled();
    expect(top('accounting')).toMatch(/payment\.undo.*Paid/s);
    await anna.clickInModal('payment.undo');
    await shows('accounting', 'Undone');
    expect(windows('accounting')).toHaveLength(1);
    expect(top('accounting')).toContain('Sent, not paid');
    await closeAll('accounting');
  });

  test('ALL-1 it offers its buttons to those who may press them, and what was closed meanwhile is said where it was asked', async () => {
    const sally = app.slack.as('sales');
    await openInvoice('sales');
    expect(top('sales')).not.toMatch(/invoice\.(mark_sent|correct|void)|payment\.record/);
    expect(top('sales')).toContain('project.show');
    await closeAll('sales');
    await sally.command('general', '/onboard show P-1');
    await shows('sales', 'project.hold');
    await sally.clickInModal('project.hold');
    await app.slack.waitFor(() => windows('sales').length === 2);
    await sally.submit({ reason: 'They are moving' });
    await shows('sales', 'On hold at *Billing*: They are moving');
    expect(windows('sales')).toHaveLength(1);
    await closeAll('sales');
  });

  test('WRK-1 an invoice’s story is what concerns it, once each: of its project’s, its customer’s and its own', async () => {
    const { id, subjectId, customerId } = await app.db.prisma.invoice.findFirstOrThrow();
    const project = { subjectType: 'project', subjectId };
    const said = { at: app.clock.now(), actor: 'U0ACCTNG001' };
    await app.db.prisma.auditEntry.createMany({
      data: [
        { ...said, action: 'x.said_1', ...project, after: { invoice: id } },
        { ...said, action: 'x.said_2', subjectType: 'customer', subjectId: customerId, after: { invoice: id } },
        { ...said, action: 'x.said_3', subjectType: 'invoice', subjectId: id, after: { invoice: id } },
        { ...said, action: 'x.said_4', ...project, after: { invoice: newId() } },
        { ...said, action: 'x.said_5', ...project, after: { number: 'I-1' } },
      ],
    });
    await openInvoice('accounting');
    const shown = top('accounting');
    expect(shown.match(/x said \d/g)).toEqual(['x said 3', 'x said 2', 'x said 1']);
    expect(shown).not.toContain('on hold');
    await closeAll('accounting');
  });

  test('the whole story is behind a button, and paged', async () => {
    const { id } = await app.db.prisma.invoice.findFirstOrThrow();
    const subject = { subjectType: 'invoice', subjectId: id };
    await app.db.prisma.auditEntry.createMany({
      data: Array.from({ length: 20 }, (_, n) => ({
        ...subject,
        at: app.clock.now(),
        actor: 'U0ACCTNG001',
        action: `invoice.noted_${n}`,
      })),
    });
    const anna = app.slack.as('accounting');
    await openInvoice('accounting');
    await anna.clickInModal('story.show');
    await app.slack.waitFor(() => windows('accounting').length === 2);
    expect(top('accounting')).toContain('invoice noted 19');
    expect(top('accounting')).not.toContain('planned an invoice');
    await anna.clickInModal('story.older');
    await shows('accounting', 'planned an invoice');
    await closeAll('accounting');
  });

  test('GET /go/:id leads to a thing’s message, else to Home; what is unknown or malformed is answered alike', async () => {
    const invoice = await app.db.prisma.invoice.findFirstOrThrow();
    const project = await app.db.prisma.project.findFirstOrThrow();
    const { channel, ts } = app.find('accounting', 'Invoice I-1');
    const message = `archives/${channel}/p${ts.replace('.', '')}`;
    expect(await go(invoice.id)).toEqual({ status: 302, location: expect.stringContaining(message) });
    const folder = await app.db.prisma.messageSlot.findFirstOrThrow({
      where: { kind: 'handoff' },
      orderBy: { seq: 'desc' },
    });
    expect((await go(project.id)).location).toContain(`archives/${folder.channel}/p${folder.ts?.replace('.', '')}`);
    expect(await go(project.customerId)).toEqual({
      status: 302,
      location: expect.stringMatching(/^https:\/\/slack\.com\/app_redirect\?app=A\w+&team=T\w+$/),
    });
    for (const id of [newId(), 'nonsense', `${invoice.id}x`])
      expect(await go(id)).toEqual({ status: 404, location: null });

    await openInvoice('accounting');
    expect(top('accounting')).toContain(`${message}|Its message in Slack>`);
    expect(top('accounting')).toContain(`Address: ${address}/go/${invoice.id}`);
    await closeAll('accounting');
  });

  test('WRK-1 a window that found no room has a way back, round no circles', async () => {
    const anna = app.slack.as('accounting');
    await openInvoice('accounting');
    await anna.clickInModal('customer.open');
    await app.slack.waitFor(() => windows('accounting').length === 2);
    expect(top('accounting')).not.toContain('window.back');
    await anna.clickInModal('project.show');
    await shows('accounting', '*Playbook*');
    expect(top('accounting')).toContain('Back to customer');
    await anna.clickInModal('customer.open');
    await shows('accounting', 'Time zone');
    expect(top('accounting')).not.toContain('window.back');
    await anna.clickInModal('project.show');
    await shows('accounting', '*Playbook*');
    await anna.clickInModal({ actionId: 'invoice.open' });
    await shows('accounting', 'Picked up by sales');
    expect(top('accounting')).toContain('Back to project');
    await anna.clickInModal('payment.record');
    await app.slack.waitFor(() => windows('accounting').length === 3);
    await anna.submit({ amount: '500.00', method: 'check', received_on: '2026-03-02' });
    await shows('accounting', 'Sent, partly paid');
    expect(top('accounting')).toContain('Back to project');
    await anna.clickInModal('window.back');
    await shows('accounting', '*Playbook*');
    expect(top('accounting')).toContain('$500.00 paid, $1,500.00 open');
    await anna.clickInModal('window.back');
    await shows('accounting', 'Time zone');
    expect(windows('accounting')).toHaveLength(2);
    await closeAll('accounting');
  });

  test('WRK-1 after a form every window that lies open shows the new state', async () => {
    const anna = app.slack.as('accounting');
    await openInvoice('accounting');
    await anna.clickInModal('customer.open');
    await app.slack.waitFor(() => windows('accounting').length === 2);
    expect(windows('accounting')[0]).toContain('Sent, partly paid');
    await anna.clickInModal('payment.reverse_this');
    await app.slack.waitFor(() => windows('accounting').length === 3);
    await anna.submit({ reason: 'Bounced' });
    await app.settled();
    expect(windows('accounting')).toHaveLength(2);
    expect(top('accounting')).toMatch(/The payment is reversed.*Open: \*\$2,000.00/s);
    expect(windows('accounting')[0]).toContain('Sent, not paid');
    await closeAll('accounting');

    await app.slack.as('sales').command('general', '/onboard list');
    await shows('sales', 'P-1');
    await app.slack.as('sales').clickInModal('project.show');
    await app.slack.waitFor(() => windows('sales').length === 2);
    expect(windows('sales')[0]).toContain('on hold');
    await app.slack.as('sales').clickInModal('project.resume');
    await app.slack.waitFor(() => windows('sales').length === 3);
    await app.slack.as('sales').submit({ reason: 'They have moved' });
    await app.settled();
    expect(windows('sales')[0]).not.toContain('on hold');
    await closeAll('sales');
  });

  test('ALL-3 two have the same window open: who comes second is told who was first, and sees what is now', async () => {
    for (const who of ['accounting', 'billing']) {
      await openInvoice(who);
      await app.slack.as(who).clickInModal('invoice.permission');
      await app.slack.waitFor(() => windows(who).length === 2);
    }
    await app.slack.as('accounting').submit({ how: 'email of Jo', agreed_on: '2026-03-02' });
    await app.settled();
    const refused = await app.slack.as('billing').submit({ how: 'by phone', agreed_on: '2026-03-02' });
    expect(JSON.stringify(refused.fieldErrors)).toMatch(/recorded the permission for invoice I-1/);
    await app.settled();
    expect(windows('billing')).toHaveLength(2);
    expect(windows('billing')[0]).toMatch(/Permission to charge given.*email of Jo/s);
    await closeAll('billing');

    await openInvoice('billing');
    await app.slack.as('accounting').clickInModal('invoice.void');
    await app.slack.waitFor(() => windows('accounting').length === 2);
    await app.slack.as('accounting').submit({ reason: 'Wrong customer' });
    await app.settled();
    expect(top('billing')).toContain('payment.record');
    await app.slack.as('billing').clickInModal('payment.record');
    await shows('billing', 'voided invoice I-1');
    expect(windows('billing')).toHaveLength(1);
    expect(top('billing')).not.toContain('payment.record');
    for (const who of ['accounting', 'billing']) await closeAll(who);
  });
});
