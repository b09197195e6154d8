import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { addTerms, customersCsv, groupsCsv } from '../../src/features/customers/index.ts';
import { importFromShell } from '../../src/features/entries/index.ts';
import { licensesCsv } from '../../src/features/licenses/index.ts';
import { csvKinds } from '../../src/features/slices.ts';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { sampleReports } from '../../src/sandbox/samples.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { describeEachEngine } from '../support/database.ts';
import { driver } from '../support/drive.ts';
import { type CollectionsHarness, collectionsHarness, report } from './collections-support.ts';

/** What exists already is entered: by CSV, by a form, from a charge that nobody knows. BIL-21, CUS-1, COL-1 */
describeEachEngine('customers and licenses from CSV', (engine) => {
  let h: CollectionsHarness;
  beforeEach(async () => {
    h = await collectionsHarness(engine);
  });
  afterEach(() => h.close());

  const bytes = (...lines: readonly string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);
  const enter = (kind: typeof customersCsv, lines: readonly string[], dryRun = false, by = h.accounting) =>
    kind.enter(h.deps, by, { name: 'file.csv', bytes: bytes(...lines) }, { dryRun });
  const names = async () => (await h.db.prisma.customer.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name);

  const customers = [
    'customer,currency,email,time_zone,gateway_customer',
    'Hart & Sons,usd,jo@hart.example,America/New_York,AX-1',
    '"Larkspur, Legal",EUR,,,',
  ];
  const licenses = [
    'customer,product,key,policy,expires_on,period_months,gateway_subscription',
    'hart & sons,LEGACY,K-1,manual,2026-12-31,12,SUB-1',
  ];

  test('BIL-21 a dry run says what would be stored, and stores nothing; the import stores it, with an audit row each', async () => {
    expect(await enter(customersCsv, customers, true)).toEqual({ rows: 2, problems: [] });
    expect(await names()).toEqual([]);
    expect(await h.audit()).toEqual([]);
    expect(await enter(customersCsv, customers)).toEqual({ rows: 2, problems: [] });
    expect(await names()).toEqual(['Hart & Sons', 'Larkspur, Legal']);
    expect(await h.db.prisma.customer.findFirst({ where: { name: 'Hart & Sons' } })).toMatchObject({
      currency: 'USD',
      email: 'jo@hart.example',
      timeZone: 'America/New_York',
    });
    expect(await h.audit({ action: 'customer.created' })).toMatchObject([
      { after: { name: 'Hart & Sons', currency: 'USD', timeZone: 'America/New_York' } },
      { after: { name: 'Larkspur, Legal', currency: 'EUR', timeZone: 'UTC' } },
    ]);
    expect(await h.audit({ action: 'customer.linked' })).toMatchObject([{ after: { reference: 'AX-1' } }]);
    expect(await h.audit({ action: 'entries.imported' })).toMatchObject([
      { actor: 'U_ACCOUNTING', after: { kind: 'customers', file: 'file.csv', rows: 2 } },
    ]);
  });

  test('BIL-21 how customers are billed, and their groups: what a file lacks keeps its default; each bad cell is named', async () => {
    await addTerms(h.deps, h.accounting, { name: 'Net 14', rule: { kind: 'net_days', days: 14 } });
    const header =
      'customer,currency,payment_method,card_brand,card_last4,card_exp_month,card_exp_year,terms,extra_emails,active,tax_treatment,tax_reason,start_on';
    const rows = [
      'Hart & Sons,USD,Credit card,Visa,4242,3,2028,net 14,a@b.example c@d.example,no,exempt,Certificate 1,2026-01-01',
      'Larkspur,EUR,,,,,,,,,,,',
    ];
    const wrong = [
      'One,USD,invoice,Visa,4242,3,2028,,,,,,',
      'Two,USD,,,,,,Net 99,,,,,',
      'Three,USD,,,,,,,nobody,,,,',
      'Four,USD,,,,,,,,maybe,,,',
      'Five,USD,,,,,,,,,exempt,,',
      'Six,USD,,,,,,,,,,,01/02/2026',
    ];
    const { problems } = await enter(customersCsv, [header, ...rows, ...wrong]);
    expect(problems.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '4 card_last4',
      '5 terms',
      '6 extra_emails',
      '7 active',
      '8 tax_reason',
      '9 start_on',
    ]);
    expect(problems[1]?.text).toContain('There are: Net 14.');
    expect(await names()).toEqual([]);
    expect(await enter(customersCsv, [header, ...rows])).toEqual({ rows: 2, problems: [] });
    const [hart, larkspur] = await h.db.prisma.customer.findMany({
      orderBy: { name: 'asc' },
      include: { terms: true },
    });
    expect(hart).toMatchObject({
      paymentMethod: 'credit_card',
      cardLast4: '4242',
      active: false,
      taxTreatment: 'exempt',
      extraEmails: ['a@b.example', 'c@d.example'],
      terms: { name: 'Net 14' },
    });
    expect(larkspur).toMatchObject({ paymentMethod: 'invoice', active: true, presentation: 'mail', termsId: null });

    const groups = [
      'customer,group,start_on,end_on,terms,addressees,seller',
      'hart & sons,Hosting,2026-01-01,,Net 14,it@b.example,',
    ];
    expect(await enter(groupsCsv, groups, true)).toEqual({ rows: 1, problems: [] });
    expect(await h.db.prisma.billingGroup.count()).toBe(0);
    expect(await enter(groupsCsv, groups)).toEqual({ rows: 1, problems: [] });
    expect(await h.db.prisma.billingGroup.findMany()).toMatchObject([
      { name: 'Hosting', addressees: ['it@b.example'] },
    ]);
    const again = await enter(groupsCsv, [
      ...groups,
      'Nobody,Hosting,2026-01-01,,,,',
      'Larkspur,Hosting,2026-01-01,2025-12-31,,,',
      'Larkspur,Hosting,2026-01-01,,Net 99,,',
      'Larkspur,Support,2026-01-01,,,,Harbor Services',
    ]);
    expect(again.problems.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '2 group',
      '3 customer',
      '4 end_on',
      '5 terms',
      '6 seller',
    ]);
  });

  test('BIL-21 the same file again is refused, row by row, and changes nothing', async () => {
    await enter(customersCsv, customers);
    await enter(licensesCsv, licenses);
    const before = await h.audit();
    expect((await enter(customersCsv, customers)).problems).toEqual([
      { row: 2, column: 'customer', text: 'There is a customer of that name already: Hart & Sons.' },
      { row: 2, column: 'gateway_customer', text: 'Hart & Sons has this number at the gateway already.' },
      { row: 3, column: 'customer', text: 'There is a customer of that name already: Larkspur, Legal.' },
    ]);
    expect(await enter(licensesCsv, licenses)).toMatchObject({
      problems: [{ row: 2, column: 'key', text: 'There is a license with this key already.' }],
    });
    expect(await h.audit()).toEqual(before);
  });

  test('BIL-21 a web page that is called CSV is refused as one, as a report is', async () => {
    for (const kind of [customersCsv, licensesCsv])
      await expect(enter(kind, ['<!DOCTYPE html>', '<html><table>'])).rejects.toThrow(
        'This is a web page, not CSV. Export the list as CSV, and import that file.',
      );
  });

  test('BIL-21 one wrong row, and nothing is stored; every wrong row is named with its column and what to do', async () => {
    const { rows, problems } = await enter(customersCsv, [
      'customer,currency,email,time_zone,language,gateway_customer',
      'Good One,USD,,,,AX-1',
      ',USD,,,,',
      'No Currency,,,,,',
      'Bad Mail,USD,nobody,,,',
      'Bad Zone,USD,,Rome,,',
      'Bad Language,USD,,,fr,',
      'GOOD  one,USD,,,,',
      'Same Number,USD,,,,AX-1',
      'Too,Short',
      'Card,USD,,,,4111 1111 1111 1111',
    ]);
    expect(rows).toBe(10);
    expect(problems.map(({ row, column }) => [row, column])).toEqual([
      [3, 'customer'],
      [4, 'currency'],
      [5, 'email'],
      [6, 'time_zone'],
      [7, 'language'],
      [8, 'customer'],
      [9, 'gateway_customer'],
      [10, undefined],
      [11, 'gateway_customer'],
    ]);
    expect(problems.every(({ text }) => text.length > 10)).toBe(true);
    expect(JSON.stringify(problems)).not.toContain('4111');
    expect(await names()).toEqual([]);
    expect(await h.db.prisma.gatewayCustomer.count()).toBe(0);
  });

  test('BIL-21 licenses: unknown customers, days that do not exist, other policies, numbers that are taken', async () => {
    await h.licensed('Hart & Sons', 'SUB-9');
    const { problems } = await enter(licensesCsv, [
      'customer,product,key,policy,expires_on,period_months,gateway_subscription',
      'Hart & Sons,LEGACY,K-1,manual,2026-12-31,12,SUB-1',
      'Nobody Knows,LEGACY,K-2,manual,2026-12-31,12,',
      'Hart & Sons,LEGACY,K-3,manual,2026-02-30,12,',
      'Hart & Sons,LEGACY,K-4,weekly,2026-12-31,12,',
      'Hart & Sons,LEGACY,K-5,manual,2026-12-31,0,',
      'Hart & Sons,LEGACY,K-6,manual,2026-12-31,12,SUB-9',
      'Hart & Sons,LEGACY,K-1,manual,2026-12-31,12,',
    ]);
    expect(problems.map(({ row, column }) => [row, column])).toEqual([
      [3, 'customer'],
      [4, 'expires_on'],
      [5, 'policy'],
      [6, 'period_months'],
      [7, 'gateway_subscription'],
      [8, 'key'],
    ]);
    expect(await h.db.prisma.license.count()).toBe(1);
  });

  test.each([
    [[''], /does not begin with the names/],
    [['customer,currency,colour', 'A,USD,red'], /“colour”, which Baton does not know/],
    [['customer,currency,customer', 'A,USD,B'], /“customer” twice/],
    [['customer,email', 'A,'], /lacks “currency”/],
    [['customer,currency'], /nothing else/],
    [['customer,currency', '"A,USD'], /Row 2: a quote/],
  ])('BIL-21 %j is no such file, and says so', async (lines, reason) => {
    await expect(enter(customersCsv, lines)).rejects.toThrow(reason);
    expect(await names()).toEqual([]);
  });

  test('DESIGN §8 cells and header are cleaned, and a card number in the header is not repeated', async () => {
    const dirty = ['\ufeffcustomer\u200b,currency,license', 'Lark\u200bspur\u202e  \0Legal,USD,x'];
    await expect(enter(customersCsv, dirty)).rejects.toThrow('“license”');
    const clean = ['customer\u200b,cur\u00adrency,email', 'Lark\u200bspur\u202e \0Legal,U\u2060SD,\u200b'];
    expect(await enter(customersCsv, clean)).toEqual({ rows: 1, problems: [] });
    expect(await names()).toEqual(['Larkspur Legal']);
    const card = enter(customersCsv, ['customer,currency,4111.1111.1111.1111', 'Hart,USD,x']);
    await expect(card).rejects.toThrow(/^The header looks like it has a card number[^\d]*$/);
  });

  test('BIL-21 what guards a cell from spreadsheets is no part of it; ids that one has shortened are refused', async () => {
    const guarded = ['customer,currency,gateway_customer', 'Hart & Sons,USD,"=""00123"""'];
    expect(await enter(customersCsv, guarded)).toEqual({ rows: 1, problems: [] });
    expect(await h.db.prisma.gatewayCustomer.findFirst()).toMatchObject({ reference: '00123' });
    const { problems } = await enter(customersCsv, [
      'customer,currency,gateway_customer',
      "Another,USD,'00123\u200b",
      'Shortened,USD,1.23E+15',
    ]);
    expect(problems).toMatchObject([
      { row: 2, column: 'gateway_customer', text: expect.stringContaining('Hart & Sons has this number') },
      { row: 3, column: 'gateway_customer', text: expect.stringContaining('spreadsheet') },
    ]);
    const asked = await enter(licensesCsv, [
      licenses[0] ?? '',
      'Hart & Sons,LEGACY,4.00218E+14,manual,2026-12-31,12,',
      'Hart & Sons,LEGACY,K-1,manual,2026-12-31,12,####',
    ]);
    expect(asked.problems.map(({ row, column }) => [row, column])).toEqual([
      [2, 'key'],
      [3, 'gateway_subscription'],
    ]);
  });

  test('BIL-21 what is longer than its field in a form is refused at its cell', async () => {
    const { problems } = await enter(customersCsv, [
      'customer,currency,phone,address',
      `Long Phone,USD,${'5'.repeat(61)},`,
      `Long Address,USD,,${'a'.repeat(2001)}`,
    ]);
    expect(problems).toEqual([
      { row: 2, column: 'phone', text: 'Shorten this to 60 characters.' },
      { row: 3, column: 'address', text: 'Shorten this to 2000 characters.' },
    ]);
    const keys = await enter(licensesCsv, [
      licenses[0] ?? '',
      `Hart & Sons,LEGACY,${'kx'.repeat(4000)},manual,2026-12-31,12,`,
    ]);
    expect(keys.problems).toMatchObject([{ row: 2, column: 'key' }]);
  });

  test('BIL-21 a license “until 9999” is a wrong row', async () => {
    await enter(customersCsv, customers);
    const line = 'hart & sons,LEGACY,K-9,manual,9999-12-31,12,';
    expect(await enter(licensesCsv, [licenses[0] ?? '', line])).toMatchObject({
      problems: [{ row: 2, column: 'expires_on', text: expect.stringMatching(/^Choose a day from/) }],
    });
  });

  test('ALL-1 only who may enter customers may import them', async () => {
    await expect(enter(customersCsv, customers, false, h.support)).rejects.toThrow(NotAllowed);
    await expect(enter(licensesCsv, licenses, true, h.person('sales'))).rejects.toThrow(NotAllowed);
    expect(await names()).toEqual([]);
  });

  test('COL-1 charges that waited for their customer find it when it is imported with its number, and the license with it', async () => {
    await h.importCsv(report({ customer: 'AX-1', subscription: 'SUB-1' }, { customer: 'AX-2', subscription: 'SUB-2' }));
    await enter(customersCsv, customers);
    const hart = await h.db.prisma.customer.findFirstOrThrow({ where: { name: 'Hart & Sons' } });
    expect(await h.theCase('SUB-1')).toMatchObject({ customerId: hart.id, licenseId: null });
    expect(await h.theCase('SUB-2')).toMatchObject({ customerId: null });
    expect(await h.audit({ action: 'case.linked' })).toHaveLength(1);
    await enter(licensesCsv, licenses);
    expect((await h.theCase('SUB-1')).licenseId).not.toBeNull();
    expect((await h.messages('case', (await h.theCase('SUB-1')).id))[0]?.json).not.toContain('case.link');
  });

  test('BIL-21 from a shell: what is wrong and what was stored is told; the exit code says which', async () => {
    const told: string[] = [];
    const run = (...args: readonly string[]) => importFromShell(h.deps, csvKinds, args, (line) => told.push(line));
    expect(await run('payments', 'x.csv')).toBe(2);
    expect(told.pop()).toMatch(/^Usage: npm run import -- KIND FILE[\s\S]*customers:[\s\S]*licenses:/);
    expect(await run('customers', '/nowhere/x.csv')).toBe(1);
    expect(told.pop()).toContain('cannot be read');
    const good = 'test/fixtures/entries/customers.csv';
    expect(await run('customers', good, '--dry-run')).toBe(0);
    expect(told.pop()).toBe('3 rows would be stored.');
    expect(await run('customers', good)).toBe(0);
    expect(told.pop()).toBe('3 rows stored.');
    expect(await run('customers', good)).toBe(1);
    expect(told.pop()).toBe('3 of 3 rows are wrong. Nothing was stored.');
    expect(told.pop()).toMatch(/^Row 4, customer: There is a customer of that name already/);
  });
});

describe('in Slack', () => {
  let app: TestApp;
  let d: ReturnType<typeof driver>;
  beforeAll(async () => {
    app = await startApp({ setUp: false, start: '2026-03-02T09:00:00Z' });
    await seedDemo(app.baton.deps, app.baton.checkChannels);
    d = driver(app);
    const content = sampleReports(app.clock.now()).find(({ name }) => name === 'failed-charges.csv')?.content ?? '';
    const anna = app.slack.as('accounting');
    await anna.command('accounting', '/bill import');
    await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
    await anna.submit({ report: [anna.upload('failed-charges.csv', content).id] });
    await app.slack.waitFor(() => app.slack.messages('accounting').some(({ text }) => text.includes('failed-charges')));
    await app.settled();
  });
  afterAll(() => app.stop());

  const opened = async (who: 'accounting' | 'support', text: string) => {
    await app.slack.as(who).command('accounting', text);
    await app.settled();
    return app.slack.modals(who).at(-1)?.body;
  };

  test('CUS-1 `/bill customer new` enters a customer without a project, and shows it', async () => {
    const form = await opened('accounting', '/bill customer new Juniper & Co');
    expect(form).toMatchObject({ title: { text: 'New customer' } });
    expect(JSON.stringify(form)).toContain('Juniper & Co');
    const refused = await app.slack.as('accounting').submit({ currency: 'XXQ', email: 'nobody' });
    expect(refused.fieldErrors).toMatchObject({ currency: /currency/, email: /email/ });
    await app.slack
      .as('accounting')
      .submit({ currency: 'EUR', email: 'jo@juniper.example', gateway_customer: 'AX-77' });
    await app.settled();
    const made = await app.db.prisma.customer.findFirstOrThrow({ where: { name: 'Juniper & Co' } });
    expect(made).toMatchObject({ currency: 'EUR', email: 'jo@juniper.example', timeZone: 'UTC' });
    expect(await app.db.prisma.gatewayCustomer.findFirst({ where: { reference: 'AX-77' } })).toMatchObject({
      customerId: made.id,
    });
    expect(JSON.stringify(app.slack.modals('accounting').at(-1)?.body)).toContain('jo@juniper.example');
    expect(await app.db.prisma.project.count({ where: { customerId: made.id } })).toBe(0);
    expect(await app.db.prisma.auditEntry.count({ where: { action: 'customer.created', subjectId: made.id } })).toBe(1);
  });

  test('CUS-1 whose name and whose number at the gateway are taken is said at the field', async () => {
    const form = await opened('accounting', '/bill customer new');
    // The currency of the customer that was entered last.
    expect(JSON.stringify(form)).toContain('"initial_value":"EUR"');
    const named = await app.slack.as('accounting').submit({ customer: 'juniper & co', currency: 'EUR' });
    expect(JSON.stringify(named.fieldErrors)).toContain('already');
    const numbered = await app.slack
      .as('accounting')
      .submit({ customer: 'Another', currency: 'EUR', gateway_customer: 'AX-77' });
    expect(JSON.stringify(numbered.fieldErrors)).toContain('Juniper');
    expect(await app.db.prisma.customer.count({ where: { name: 'Another' } })).toBe(0);
  });

  test('a customer who is called “New …” is shown, not entered', async () => {
    await opened('accounting', '/bill customer new');
    await app.slack.as('accounting').submit({ customer: 'New Horizons', currency: 'USD' });
    await app.settled();
    expect(await opened('accounting', '/bill customer New Horizons')).toMatchObject({ title: { text: 'Customer' } });
  });

  test('ALL-1 who may not enter customers gets no form', async () => {
    expect(await opened('support', '/bill customer new')).toBeUndefined();
    expect(d.lastWord('support')).toMatch(/^Only .* can enter customers/);
  });

  test('COL-1 from an unmatched charge the customer is made and linked, with its other charges', async () => {
    const of = await app.db.prisma.collectionCase.findFirstOrThrow({ where: { customerId: null } });
    const root = app.find('accounting', 'Unknown Traders');
    await app.slack.as('accounting').click({ channel: root.channel, ts: root.ts }, 'case.new_customer');
    await app.settled();
    const form = app.slack.modals('accounting').at(-1)?.body;
    expect(form).toMatchObject({ callback_id: 'case.new_customer' });
    expect(JSON.stringify(form)).toContain('Unknown Traders');
    await app.slack.as('accounting').submit({});
    await app.settled();
    const made = await app.db.prisma.customer.findFirstOrThrow({ where: { name: 'Unknown Traders' } });
    expect(await app.db.prisma.collectionCase.findUnique({ where: { id: of.id } })).toMatchObject({
      customerId: made.id,
    });
    expect(
      await app.db.prisma.collectionCase.count({ where: { reportedCustomer: of.reportedCustomer, customerId: null } }),
    ).toBe(0);
    const shown = app.textOf(app.find('accounting', `C-${of.ref}`));
    expect(shown).not.toContain('case.new_customer');
    expect(d.lastWord('accounting')).toContain('Unknown Traders is entered. Linked');
    expect(
      await app.db.prisma.auditEntry.findFirst({ where: { subjectId: of.id }, orderBy: { id: 'desc' } }),
    ).toMatchObject({ actor: 'U0ACCTNG001', action: 'case.linked' });
  });
});
