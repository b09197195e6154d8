import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { sampleReports } from '../../src/sandbox/samples.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { driver } from '../support/drive.ts';

/** From the gateway's report to the confirmed expiry, as people do it in Slack. */
describe('a failed charge on its way (COL-1 … COL-6)', () => {
  let app: TestApp;
  let d: ReturnType<typeof driver>;
  const sample = (name: string) => {
    const found = sampleReports(app.clock.now()).find((each) => each.name === name);
    if (!found) throw new Error(`no sample ${name}`);
    return found.content;
  };

  beforeAll(async () => {
    app = await startApp({ setUp: false, start: '2026-03-02T09:00:00Z' });
    await seedDemo(app.baton.deps, app.baton.checkChannels);
    d = driver(app);
    await app.settled();
  });
  afterAll(() => app.stop());

  /** No import is queued or running any more. */
  const imported = async () => {
    for (let i = 0; i < 200; i += 1) {
      const open = await app.db.prisma.reportImport.count({ where: { state: { in: ['queued', 'running'] } } });
      if (open === 0) break;
      await app.slack.settled({ quietMs: 25 });
    }
    await app.settled();
  };

  const upload = async (name: string, content: string | Buffer) => {
    const anna = app.slack.as('accounting');
    const file = anna.upload(name, content);
    await anna.command('accounting', '/bill import');
    await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
    const result = await anna.submit({ report: [file.id] });
    await app.settled();
    await imported();
    return result;
  };
  const cases = (state?: string) => app.db.prisma.collectionCase.count({ where: state ? { state } : {} });
  const alert = (customer: string) => app.find('accounting', customer);
  const expiry = () => app.find('support', 'Northwind Clinics');

  test.each([
    ['header.csv', () => `${sample('failed-charges.csv').split('\r\n')[0]}\r\n`],
    ['cut.csv', () => sample('failed-charges.csv').slice(0, -25)],
    ['broken.csv', () => sample('broken.csv')],
    ['card-number.csv', () => sample('card-number.csv')],
    ['gigantic.csv', () => sample('failed-charges.csv').replace('Larkspur Legal', 'x'.repeat(20_000))],
    ['picture.csv', () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00, 0x01])],
    [
      'contradiction.csv',
      () =>
        `${sample('failed-charges.csv')}${sample('failed-charges.csv').split('\r\n')[1]?.replace('1200.00', '1300.00')}\r\n`,
    ],
    ['shortened.csv', () => sample('failed-charges.csv').replace(/\r\n[^,]+,/, '\r\n4.00218E+14,')],
    ['stray.csv', () => sample('failed-charges.csv').replace('Larkspur Legal', '"Larkspur" Legal')],
    ['future.csv', () => sample('failed-charges.csv').replace(/20\d\d(-\d\d-\d\d \d)/, '2099$1')],
  ])('%s is refused whole with a reason, and nothing is stored', async (name, content) => {
    await upload(name, content());
    expect(await cases()).toBe(0);
    const row = await app.db.prisma.reportImport.findFirstOrThrow({ where: { fileName: name } });
    expect(row).toMatchObject({ state: 'refused' });
    expect(row.problem?.length).toBeGreaterThan(20);
    const told = [
      ...app.slack.directMessages('accounting'),
      ...app.slack.messages('accounting'),
      ...app.slack.ephemerals('accounting'),
    ];
    expect(told.some((message) => message.text.includes(name))).toBe(true);
    expect(
      JSON.stringify([
        told,
        await app.db.prisma.auditEntry
          .findMany({ where: { action: { startsWith: 'report' } } })
          .then((rows) => rows.map((each) => [each.after, each.reason])),
      ]),
    ).not.toMatch(/4242.?4242/);
  });

  test('an empty file is refused in the form', async () => {
    const result = await upload('empty.csv', '');
    expect(result.fieldErrors?.report).toBeTruthy();
    await app.slack.as('accounting').closeModal();
    expect(await cases()).toBe(0);
  });

  test('COL-1 a report with other columns: an admin maps them from its header, and it is imported', async () => {
    const other = sample('failed-charges.csv').replace('Transaction ID', 'Txn').replace('Subscription ID', 'Abo');
    await upload('other.csv', other);
    expect(await cases()).toBe(0);
    const refused = app.find('accounting', 'other.csv');
    await d.press('accounting', refused, 'report.map');
    expect(d.lastWord('accounting')).toContain('Administration');
    const wrong = await d.press('admin', refused, 'report.map', {
      transactionColumn: 'Txn',
      subscriptionColumn: 'Txn',
    });
    expect(wrong.fieldErrors?.subscriptionColumn).toContain('twice');
    const admin = app.slack.as('admin');
    await admin.submit({ mapping: 'Axia by Abo', transactionColumn: 'Txn', subscriptionColumn: 'Abo' });
    await app.settled();
    await admin.submit({});
    await app.settled();
    const shown = JSON.stringify(app.slack.modals('admin').at(-1));
    expect(shown).toContain('As they would be read');
    expect(shown).toContain('Bayside Dermatology');
    expect(await cases()).toBe(0);
    await admin.submit({});
    await app.settled();
    await imported();
    expect(await cases('retrying')).toBe(3);
    expect(app.textOf(app.find('accounting', 'Report imported: other.csv'))).toContain('Axia by Abo');
    const mapping = await app.db.prisma.reportMapping.findFirstOrThrow();
    expect(mapping).toMatchObject({
      name: 'Axia by Abo',
      mappedBy: 'U0ADMIN001',
      settings: { transactionColumn: 'Txn', subscriptionColumn: 'Abo', amountColumn: 'Amount' },
    });
    // The gateway's own settings stay as they were.
    expect(await app.db.prisma.policy.findUnique({ where: { key: 'axia' } })).toBeNull();
    const entries = await app.db.prisma.auditEntry.findMany({ where: { action: 'report.mapped' } });
    expect(entries).toMatchObject([{ actor: 'U0ADMIN001', after: { name: 'Axia by Abo' } }]);
    await d.press('admin', refused, 'report.map');
    expect(d.lastWord('admin')).toContain('mapped already');
    await app.db.prisma.reportMapping.deleteMany();
  });

  test('COL-1, COL-2 the report opens a case for each failed charge; its alert counts the attempts', async () => {
    await upload('failed-charges.csv', `\uFEFF${sample('failed-charges.csv')}`);
    expect(await cases('retrying')).toBe(3);
    expect(app.textOf(alert('Bayside Dermatology'))).toMatch(/1 of 5/);
    expect(app.textOf(alert('Bayside Dermatology'))).toContain('4242');
    expect(app.textOf(alert('Unknown Traders'))).toContain('case.link');
  });

  test('COL-1 the same report again changes nothing, with semicolons as well', async () => {
    const messages = app.slack.messages('accounting').filter((message) => message.text.includes('Bayside')).length;
    await upload('again.csv', sample('failed-charges.csv'));
    await upload('semicolons.csv', sample('failed-charges.csv').replaceAll(',', ';'));
    expect(await cases()).toBe(3);
    expect(await app.db.prisma.paymentAttempt.count()).toBe(3);
    expect(
      app.slack
        .messages('accounting')
        .filter((message) => message.text.includes('Bayside') && !message.text.includes('import')).length,
    ).toBe(messages);
  });

  test('COL-2 the fifth attempt makes it FAILED, with a deadline', async () => {
    await upload('fifth-attempt.csv', sample('fifth-attempt.csv'));
    expect(await cases('failed')).toBe(1);
    const failed = await app.db.prisma.collectionCase.findFirstOrThrow({ where: { state: 'failed' } });
    expect(failed).toMatchObject({ attempts: 5 });
    expect(failed.deadlineOn?.toISOString().slice(0, 10)).toBe('2026-03-09');
    expect(app.textOf(alert('Northwind Clinics'))).toContain('FAILED');
  });

  test('COL-3 accounting notes what it did; others may not', async () => {
    await d.press('sales', alert('Northwind Clinics'), 'case.contacted');
    const before = await app.db.prisma.auditEntry.count({ where: { action: 'case.contacted' } });
    expect(before).toBe(0);
    await app.slack
      .as('sales')
      .closeModal({ all: true })
      .catch(() => undefined);
    await d.press('accounting', alert('Northwind Clinics'), 'case.contacted', { note: 'Left a message.' });
    expect(await app.db.prisma.auditEntry.count({ where: { action: 'case.contacted' } })).toBe(1);
  });

  test('COL-4 after the deadline Support is advised: an action in its channel', async () => {
    await app.pass(8);
    expect(await cases('advised')).toBe(1);
    expect(app.textOf(expiry())).toContain('IS EXPIRED');
    // Accounting reads it in the channel too: the alert may be weeks up.
    const said = app.slack.messages('accounting').filter((message) => /The deadline of .* passed/.test(message.text));
    expect(said.map((message) => message.broadcast)).toEqual([true]);
    expect(app.slack.messages('support').filter((message) => message.text.includes('Northwind'))).toHaveLength(1);
  });

  test('COL-5 other words are conversation; confirming needs both ticks and the role', async () => {
    const root = expiry();
    await app.slack.as('support').say('support', 'I am on it, done soon', { threadTs: root.ts });
    await app.settled();
    expect(await app.db.prisma.expiryAction.findFirst()).toMatchObject({ state: 'open' });
    await app.slack.as('support').say('support', 'Done!', { threadTs: root.ts });
    await app.settled();
    expect(await app.db.prisma.expiryAction.findFirst()).toMatchObject({ state: 'open' });
    expect(d.lastWord('support')).toMatch(/tick|set/i);
    await app.slack.as('sales').say('support', 'done', { threadTs: root.ts });
    await app.settled();
    expect(d.lastWord('sales')).toMatch(/Support/);
    expect(await app.db.prisma.expiryAction.findFirst()).toMatchObject({ state: 'open' });
  });

  test('COL-5 Support sets both and confirms with a word in the thread', async () => {
    const root = expiry();
    const suki = app.slack.as('support');
    const action = await app.db.prisma.expiryAction.findFirstOrThrow();
    await d.press('support', root, 'expiry.ticks', { ticks: ['is_expired', 'forceful'] });
    expect(await app.db.prisma.expiryAction.findFirst()).toMatchObject({ isExpired: true, forceful: true });
    expect(app.textOf(expiry()).match(/:ballot_box_with_check:/g)).toHaveLength(2);
    await suki.say('support', ' FATTO. ', { threadTs: root.ts });
    await app.settled();
    expect(await app.db.prisma.expiryAction.findUnique({ where: { id: action.id } })).toMatchObject({
      state: 'confirmed',
      endedBy: 'U0SUPPRT001',
    });
    expect(await cases('expired')).toBe(1);
    expect(await app.db.prisma.license.findFirst({ where: { gatewaySubscription: 'SUB-1003' } })).toMatchObject({
      state: 'expired',
    });
    expect(app.textOf(expiry())).toContain('<@U0SUPPRT001>');
    expect(app.textOf(expiry())).not.toContain('expiry.confirm');
  });

  test('COL-6 a payment after the expiry asks Support for the new date, once', async () => {
    await d.press('accounting', alert('Northwind Clinics'), 'case.payment_received', {
      amount: '2150.50',
      method: 'check',
      reference: '77',
      received_on: '2026-03-10',
    });
    expect(await cases('recovered')).toBe(1);
    const moves = await app.db.prisma.expiryAction.findMany({ where: { kind: 'move_date' } });
    expect(moves).toMatchObject([{ state: 'open' }]);
    await d.press('support', app.find('support', 'Northwind Clinics'), 'expiry.confirm', {
      new_expires_on: '2027-04-02',
    });
    expect((await app.db.prisma.expiryAction.findFirst({ where: { kind: 'move_date' } }))?.state).toBe('open');
    // The license is expired: what locks the customer out is set back too.
    await app.slack.as('support').submit({ ticks: ['is_expired', 'forceful'], new_expires_on: '2027-04-02' });
    await app.settled();
    const license = await app.db.prisma.license.findFirstOrThrow({ where: { gatewaySubscription: 'SUB-1003' } });
    expect(license).toMatchObject({ state: 'active' });
    expect(license.expiresOn.toISOString().slice(0, 10)).toBe('2027-04-02');
  });

  test('COL-6 a charge that went through after all recovers its case and moves the date as well', async () => {
    await upload('payment-found.csv', sample('payment-found.csv').replaceAll('2026-03-01', '2026-03-01'));
    const bayside = await app.db.prisma.collectionCase.findFirstOrThrow({ where: { gatewaySubscription: 'SUB-1001' } });
    expect(bayside.state).toBe('recovered');
    expect(await app.db.prisma.expiryAction.count({ where: { kind: 'move_date' } })).toBe(2);
  });

  test('Slack accepted every call, and no answer came late or wrong', () => {
    expect(app.slack.problems).toEqual([]);
    expect(app.slack.calls.filter((call) => !call.ok).map((call) => [call.method, call.error])).toEqual([]);
  });
});
