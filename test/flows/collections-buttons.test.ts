import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { sampleReports } from '../../src/sandbox/samples.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { driver } from '../support/drive.ts';

/** Each button of a failed charge and of an expiry, by what it leaves behind: state, message, thread and audit. */
let app: TestApp;
let d: ReturnType<typeof driver>;
beforeAll(async () => {
  app = await startApp({ setUp: false, start: '2026-03-02T09:00:00Z' });
  await seedDemo(app.baton.deps, app.baton.checkChannels);
  d = driver(app);
  await imported('failed-charges.csv');
  await imported('fifth-attempt.csv');
});
const imported = async (name: string) => {
  const content = sampleReports(app.clock.now()).find((each) => each.name === name)?.content ?? '';
  const person = app.slack.as('accounting');
  await person.command('accounting', '/bill import');
  await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
  await person.submit({ report: [person.upload(name, content).id] });
  await app.slack.waitFor(() => app.slack.messages('accounting').some((message) => message.text.includes(name)));
  await app.settled();
};
afterAll(() => app.stop());

const northwind = { gatewaySubscription: 'SUB-1003' };
const bayside = { gatewaySubscription: 'SUB-1001' };
const caseOf = (where: object) => app.db.prisma.collectionCase.findFirstOrThrow({ where });
const alert = (customer: string) => app.find('accounting', customer);
const thread = (of: { channel: string; ts: string }) =>
  app.slack.thread(of.channel, of.ts).map((message) => message.text);
const lastAudit = async (subjectId: string) => {
  const row = await app.db.prisma.auditEntry.findFirst({ where: { subjectId }, orderBy: { id: 'desc' } });
  return row && [row.actor, row.action, row.reason];
};
const anna = 'U0ACCTNG001';

describe('ALL-1 a form opens only for who may send it', () => {
  test.each(['case.contacted', 'case.card_updated', 'case.payment_received', 'case.snooze', 'case.advise_support'])(
    '%s is for accounting',
    async (action) => {
      const before = await app.db.prisma.auditEntry.count();
      await d.press('sales', alert('Northwind Clinics'), action);
      expect(d.lastWord('sales')).toMatch(/^Only Accounting can/);
      expect(app.slack.modals('sales')).toEqual([]);
      expect(await app.db.prisma.auditEntry.count()).toBe(before);
    },
  );

  test('case.link, /bill import and /bill payment too', async () => {
    await d.press('sales', alert('Unknown Traders'), 'case.link');
    expect(d.lastWord('sales')).toMatch(/^Only Accounting can link/);
    const sally = app.slack.as('sales');
    expect(JSON.stringify((await sally.command('general', '/bill import')).ack)).toMatch(
      /Only Accounting, Billing or Administration can import reports/,
    );
    expect(JSON.stringify((await sally.command('general', '/bill payment Bayside')).ack)).toMatch(
      /Only Accounting can/,
    );
    expect(app.slack.modals('sales')).toEqual([]);
  });

  test('a form that was opened earlier is refused once the role is gone, and keeps what was typed', async () => {
    const root = alert('Northwind Clinics');
    await app.slack.as('accounting').click({ channel: root.channel, ts: root.ts }, 'case.contacted');
    await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
    const held = { role: 'accounting', userId: anna };
    await app.db.prisma.roleMember.deleteMany({ where: held });
    const other = { role: 'hosting', userId: anna };
    await app.db.prisma.roleMember.create({ data: other });
    const result = await app.slack.as('accounting').submit({ note: 'Called.' });
    expect(JSON.stringify(result.fieldErrors)).toContain('Only Accounting can record a contact');
    expect(await caseOf(northwind)).toMatchObject({ contacts: 0 });
    await app.db.prisma.roleMember.create({ data: held });
    await app.db.prisma.roleMember.deleteMany({ where: other });
    await app.slack.as('accounting').submit({ note: 'Called.' });
    await app.settled();
    expect(await caseOf(northwind)).toMatchObject({ contacts: 1, lastContact: 'Phone: Called.' });
    expect(thread(alert('Northwind Clinics')).at(-1)).toBe(`<@${anna}>: Contacted (Phone): Called.`);
    expect(await lastAudit((await caseOf(northwind)).id)).toEqual([anna, 'case.contacted', 'Called.']);
  });
});

describe('COL-3 what accounting does is in the state, the message, the thread and the audit log', () => {
  test('Card updated', async () => {
    await d.press('accounting', alert('Bayside Dermatology'), 'case.card_updated', { next_attempt_on: '2026-03-05' });
    const after = await caseOf(bayside);
    expect(after).toMatchObject({ state: 'retrying', deadlineOn: null });
    expect(after.nextAttemptOn?.toISOString().slice(0, 10)).toBe('2026-03-05');
    expect(app.textOf(alert('Bayside Dermatology'))).toContain('Mar 5, 2026');
    expect(thread(alert('Bayside Dermatology')).at(-1)).toMatch(/Card updated; .* Mar 5, 2026/);
    expect(await lastAudit(after.id)).toEqual([anna, 'case.card_updated', null]);
  });

  test('COL-0 Card updated after FAILED asks what charges the card, and the deadline is 3 days after that', async () => {
    await d.press('accounting', alert('Northwind Clinics'), 'case.card_updated', {
      charge: 'by_hand',
      next_attempt_on: '2026-03-08',
    });
    const after = await caseOf(northwind);
    expect(after.deadlineOn?.toISOString().slice(0, 10)).toBe('2026-03-11');
    expect(app.textOf(alert('Northwind Clinics'))).toContain('Mar 11, 2026');
    expect(thread(alert('Northwind Clinics')).at(-1)).toContain('charged by hand on Mar 8, 2026');
  });

  test('Snooze: too long is refused in the field, and what fits moves the deadline', async () => {
    const result = await d.press('accounting', alert('Bayside Dermatology'), 'case.snooze', {
      until: '2026-03-20',
      reason: 'x',
    });
    expect(JSON.stringify(result.fieldErrors)).toMatch(/14 days in all/);
    await app.slack.as('accounting').submit({ until: '2026-03-04', reason: '<!channel> & holiday' });
    await app.settled();
    const after = await caseOf(bayside);
    expect(after).toMatchObject({ snoozedDays: 2, deadlineOn: null });
    expect(after.snoozedUntil?.toISOString().slice(0, 10)).toBe('2026-03-04');
    expect(thread(alert('Bayside Dermatology')).at(-1)).toContain('&lt;!channel&gt; &amp; holiday');
    expect(await lastAudit(after.id)).toEqual([anna, 'case.snoozed', '<!channel> & holiday']);
  });

  test('Link customer', async () => {
    const customer = await app.db.prisma.customer.findFirstOrThrow({ where: { name: 'Larkspur Legal' } });
    const of = await app.db.prisma.collectionCase.findFirstOrThrow({ where: { customerId: null } });
    const root = alert('Unknown Traders');
    const person = app.slack.as('accounting');
    await person.click({ channel: root.channel, ts: root.ts }, 'case.link');
    await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
    await person.suggest('customer.lookup', 'lark');
    await person.submit({ customer: customer.id });
    await app.settled();
    expect(await caseOf({ id: of.id })).toMatchObject({ customerId: customer.id });
    expect(app.textOf(alert(`C-${of.ref}`))).not.toContain('case.link');
    expect(await lastAudit(of.id)).toEqual([anna, 'case.linked', null]);
  });

  test('Advise Support: the expiry waits in the support channel, and only Support decides about it', async () => {
    await d.press('accounting', alert('Northwind Clinics'), 'case.advise_support', { reason: 'No answer' });
    const of = await caseOf(northwind);
    expect(of.state).toBe('advised');
    expect(await lastAudit(of.id)).toEqual([anna, 'case.support_advised', 'No answer']);
    const task = app.find('support', 'Northwind Clinics');
    expect(app.textOf(task)).toContain('No answer');
    for (const action of ['expiry.confirm', 'expiry.ticks', 'expiry.refuse']) {
      await d.press('accounting', task, action);
      expect(d.lastWord('accounting')).toMatch(/^Only Support can/);
    }
    expect(app.slack.modals('accounting')).toEqual([]);
    expect(await app.db.prisma.expiryAction.findFirst()).toMatchObject({ state: 'open', isExpired: false });
  });

  test('ALL-3 two people with the payment’s form open: one payment, the other reads who was first', async () => {
    await app.db.prisma.roleMember.create({ data: { role: 'accounting', userId: 'U0BILLNG001' } });
    const root = alert('Bayside Dermatology');
    const values = { amount: '1200.00', received_on: '2026-03-02' };
    for (const who of ['accounting', 'billing']) {
      await app.slack.as(who).click({ channel: root.channel, ts: root.ts }, 'case.payment_received');
      await app.slack.waitFor(() => app.slack.modals(who).length > 0);
    }
    await app.slack.as('accounting').submit(values);
    const second = await app.slack.as('billing').submit(values);
    await app.settled();
    expect(Object.values(second.fieldErrors ?? {})[0]).toMatch(
      /^This charge is paid already: recovered by (?!<)\S.*, 2026-03-02 09:00 UTC\. Nothing was recorded\.$/,
    );
    await app.slack.as('billing').closeModal({ all: true });
    const of = await caseOf(bayside);
    expect(of).toMatchObject({ state: 'recovered', stateBy: anna });
    expect(await app.db.prisma.payment.count()).toBe(1);
    expect(app.textOf(alert('Bayside Dermatology'))).not.toContain('case.payment_received');
    expect(
      thread(alert('Bayside Dermatology')).filter((text) => text === `<@${anna}>: Recovered: the payment arrived.`),
    ).toHaveLength(1);
  });

  test('ALL-10 the customer of a charge is corrected in its window, with a reason; the window shows it and its thread says it', async () => {
    const { id: bay } = await app.db.prisma.customer.findFirstOrThrow({ where: { name: 'Bayside Dermatology' } });
    const of = await app.db.prisma.collectionCase.findFirstOrThrow({ where: { reportedName: 'Unknown Traders' } });
    const person = app.slack.as('accounting');
    const root = alert(`C-${of.ref}`);
    expect(app.textOf(root)).not.toContain('case.correct_link');
    await person.click({ channel: root.channel, ts: root.ts }, 'case.show');
    await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
    await person.clickInModal('case.correct_link');
    await app.slack.waitFor(() => app.slack.modals('accounting').length === 2);
    await person.suggest('customer.lookup', 'bay');
    await person.submit({ customer: bay, reason: 'A typo' });
    await app.settled();
    expect(await caseOf({ id: of.id })).toMatchObject({ customerId: bay });
    expect(await lastAudit(of.id)).toEqual([anna, 'case.link_corrected', 'A typo']);
    const [window] = app.slack.modals('accounting').map(({ body }) => JSON.stringify(body));
    expect(window).toMatch(/Corrected.*Bayside Dermatology/s);
    expect(thread(root).at(-1)).toContain('This is a charge of Bayside Dermatology, not of Larkspur Legal: A typo');
    await person.closeModal({ all: true });
  });
});

/** The charge’s own message: its name stands in others as well. */
const charge = () => app.find('accounting', '*C-1 Bayside');

describe('BIL-15 a reported payment that may be the same money', () => {
  const question = () => app.find('accounting', 'Is this the same money?');
  const decided = async () =>
    (await app.db.prisma.auditEntry.findMany({ where: { subjectType: 'held_payment' }, orderBy: { id: 'asc' } })).map(
      (row) => [row.actor, row.action],
    );

  test('accounting is asked by a message with two buttons, and at Home; others may not say', async () => {
    await imported('payment-found.csv');
    expect(await app.db.prisma.payment.count()).toBe(1);
    expect(app.textOf(question())).toContain('held_payment.another');
    await app.slack.as('accounting').openHome();
    await app.settled();
    expect(JSON.stringify(app.slack.home('accounting'))).toContain('held_payment.same');
    await d.press('sales', question(), 'held_payment.same');
    expect(d.lastWord('sales')).toMatch(/^Only Billing or Accounting can say/);
    expect(await app.db.prisma.heldPayment.count({ where: { state: 'held' } })).toBe(1);
  });

  test('Another payment, Undo, Same money: the message, the thread and the log follow', async () => {
    await d.press('accounting', question(), 'held_payment.another');
    expect(await app.db.prisma.payment.count({ where: { reversedAt: null } })).toBe(2);
    expect(app.textOf(app.find('accounting', 'Another payment'))).not.toContain('held_payment.same');
    await app.slack.as('accounting').click(app.slack.ephemerals('accounting').at(-1) as never, 'held_payment.undo');
    await app.settled();
    expect(await app.db.prisma.payment.count({ where: { reversedAt: null } })).toBe(1);
    await d.press('accounting', question(), 'held_payment.same');
    expect(await app.db.prisma.payment.findFirst({ where: { reversedAt: null } })).toMatchObject({
      key: expect.stringMatching(/^axia:/),
    });
    expect(thread(charge()).at(-1)).toContain('It is the same money');
    expect(await decided()).toEqual([
      [expect.any(String), 'payment.held'],
      [anna, 'payment.another'],
      [anna, 'payment.held_again'],
      [anna, 'payment.same_money'],
    ]);
  });
});

describe('ALL-10 a payment is taken back where it is seen', () => {
  test('Reverse payment on the charge, with a reason: the charge is open again, and says who and why', async () => {
    await d.press('accounting', charge(), 'case.reverse_payment', { reason: 'Bounced' });
    expect(await caseOf(bayside)).toMatchObject({ state: 'retrying' });
    expect(thread(charge()).at(-1)).toContain('The payment was reversed');
    expect(app.textOf(charge())).toContain('case.payment_received');
    expect(await app.db.prisma.payment.count({ where: { reversedAt: null } })).toBe(0);
  });

  test('Undo on the answer to who recorded it', async () => {
    await d.press('accounting', charge(), 'case.payment_received', {
      amount: '1200.00',
      received_on: '2026-03-02',
    });
    expect(await caseOf(bayside)).toMatchObject({ state: 'recovered' });
    await app.slack.as('accounting').click(app.slack.ephemerals('accounting').at(-1) as never, 'payment.undo');
    await app.settled();
    expect(await caseOf(bayside)).toMatchObject({ state: 'retrying' });
  });

  test('Correct on a license in the customer’s window, with a reason', async () => {
    const person = app.slack.as('accounting');
    await person.command('accounting', '/bill customer Northwind');
    await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
    await person.clickInModal('license.open');
    await app.slack.waitFor(() => app.slack.modals('accounting').length === 2);
    await person.clickInModal('license.correct');
    await app.slack.waitFor(() => app.slack.modals('accounting').length === 3);
    await person.submit({ period_months: '1', reason: 'Pays monthly' });
    await app.settled();
    const [, window] = app.slack.modals('accounting');
    expect(JSON.stringify(window?.body)).toMatch(/Corrected.*One payment pays for\*\\n1 month/s);
    await person.closeModal({ all: true });
    const license = await app.db.prisma.license.findFirstOrThrow({ where: northwind });
    expect(license).toMatchObject({ periodMonths: 1 });
    expect(await lastAudit(license.id)).toEqual([anna, 'license.corrected', 'Pays monthly']);
  });

  test('Reverse in the customer’s window', async () => {
    await d.press('accounting', charge(), 'case.payment_received', {
      amount: '1200.00',
      received_on: '2026-03-02',
    });
    const person = app.slack.as('accounting');
    await person.command('accounting', '/bill customer Bayside');
    await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
    expect(JSON.stringify(app.slack.modals('accounting').at(-1))).toContain('payment.reverse_this');
    await person.clickInModal('payment.reverse_this');
    await app.slack.waitFor(() => app.slack.modals('accounting').length > 1);
    await person.submit({ reason: 'Recorded for the wrong charge' });
    await app.settled();
    await person.closeModal({ all: true }).catch(() => undefined);
    expect(await caseOf(bayside)).toMatchObject({ state: 'retrying' });
  });
});

describe('COL-5 the task in the support channel', () => {
  const task = () => app.find('support', 'Expire the license of Northwind Clinics');

  test('Refuse: the case is accounting’s again, and the task has no buttons', async () => {
    await d.press('support', task(), 'expiry.refuse', { reason: 'They called us' });
    const of = await caseOf(northwind);
    expect(of.state).toBe('failed');
    expect(thread(alert('Northwind Clinics')).at(-1)).toContain('They called us');
    expect(app.textOf(task())).toContain('Refused by <@U0SUPPRT001>');
    expect(app.textOf(task())).not.toContain('expiry.confirm');
    expect(
      await app.db.prisma.auditEntry.count({ where: { action: 'expiry.refused', reason: 'They called us' } }),
    ).toBe(1);
  });

  test('a word that is also shown in the channel confirms like any other reply', async () => {
    await d.press('accounting', alert('Northwind Clinics'), 'case.advise_support', { reason: 'Still no answer' });
    const root = task();
    await d.press('support', root, 'expiry.ticks', { ticks: ['is_expired', 'forceful'] });
    await app.slack.as('support').say('support', 'Done.', { threadTs: root.ts, broadcast: true });
    await app.settled();
    expect(await caseOf(northwind)).toMatchObject({ state: 'expired' });
    expect(app.textOf(task())).toContain('Confirmed by <@U0SUPPRT001>');
  });

  test('Slack accepted every call', () => {
    expect(app.slack.problems).toEqual([]);
    expect(app.slack.calls.filter((call) => !call.ok).map((call) => [call.method, call.error])).toEqual([]);
  });
});
