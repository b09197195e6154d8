import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';

/** CUS-2: what billing needs is set up in one window, from `/bill setup` or from Home. */
describe('/bill setup', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ start: '2026-03-02T09:00:00Z' });
  });
  afterAll(() => app.stop());

  type Who = 'accounting' | 'billing' | 'admin' | 'sales';
  const top = (who: Who) => JSON.stringify(app.slack.modals(who).at(-1)?.body ?? {});
  const home = (who: Who) => JSON.stringify(app.slack.home(who) ?? {});
  const shows = (who: Who, text: string) =>
    app.slack.waitFor(() => top(who).includes(text), 10_000, `“${text}” in ${who}’s window; there is ${top(who)}`);
  const open = async (who: Who) => {
    await app.slack.as(who).command(who, '/bill setup');
    await app.settled();
    await shows(who, 'Billing set-up');
  };
  const press = async (who: Who, actionId: string, index = 0) => {
    await app.slack.as(who).clickInModal({ actionId, index });
    await app.settled();
  };

  test('CUS-2 it says what is needed before the first bill and who may add it, and each part has its form; a form comes back to its window', async () => {
    await open('accounting');
    expect(top('accounting')).toContain('Needed before the first bill:');
    expect(top('accounting')).toContain('a seller');
    await open('billing');
    for (const who of ['billing', 'accounting'] as const) await app.slack.as(who).openHome();
    await app.settled();
    for (const seen of [top('billing'), home('billing')]) {
      expect(seen).not.toContain('seller.add');
      expect(seen).toContain('Who may add it – Accounting or Administration: a seller, a tax.');
    }
    expect(home('accounting')).toContain('seller.add');
    expect(top('accounting')).not.toContain('Who may add it');
    await press('accounting', 'seller.add');
    await app.slack.as('accounting').submit({
      name: 'Harbor Services Inc.',
      address: '1 Harbor Street',
      country: 'us',
      email: 'billing@harbor.example',
    });
    await shows('accounting', 'INV-2026-00001');
    expect(top('accounting')).toContain('INV-2027-00001');
    await open('accounting');
    expect(top('accounting')).not.toContain('a seller');
    expect(top('accounting')).toContain('next: INV-2026-00001, CN-2026-00001');
    await press('accounting', 'seller.add');
    await app.slack.as('accounting').submit({
      name: 'Harbor Europe',
      address: '1 Via del Porto',
      country: 'it',
      email: 'billing@harbor.example',
    });
    await shows('accounting', 'Issues the invoices of the billing groups that name it');
  });

  test('BIL-12 Numbers, in the seller’s window: what is wrong is said at its field, what is right is shown', async () => {
    await open('accounting');
    await press('accounting', 'seller.open');
    await shows('accounting', 'Harbor Services Inc.');
    await press('accounting', 'series.set');
    const refused = await app.slack.as('accounting').submit({ format: 'R{number}', start: '1' });
    expect(refused.fieldErrors).toMatchObject({ format: expect.stringContaining('{year}') });
    await app.slack.as('accounting').submit({ format: 'R{year}/{number:4}', start: '77' });
    await shows('accounting', 'R2026/0077');
  });

  test('BIL-16, ALL-11 the closing date and the matrix stand there; who may not is offered no button', async () => {
    await open('accounting');
    expect(top('accounting')).not.toContain('policy.edit');
    await press('accounting', 'closing.set');
    await app.slack.as('accounting').submit({ closed_on: '2026-02-28' });
    await shows('accounting', 'closed through Feb 28, 2026');
    await open('billing');
    expect(top('billing')).not.toContain('closing.set');
    expect(top('billing')).not.toContain('seller.add');
    await open('admin');
    await press('admin', 'policy.edit');
    await shows('admin', 'Issue credit notes');
    await app.slack.as('admin').submit({ credit: ['accounting', 'management'] });
    await shows('admin', 'Accounting, Management');
  });

  test('CUS-4, BIL-14 a plan, its next price, a charge and the tax that they lack are entered there', async () => {
    await open('billing');
    expect(top('billing')).toContain('a plan, a tax.');
    await press('billing', 'plan.add');
    const plan = { code: 'host-s', name: 'Hosting & lists', tax_category: 'services', currency: 'usd' };
    const refused = await app.slack.as('billing').submit({ ...plan, price: 'much', valid_from: '2026-01-01' });
    expect(Object.keys(refused.fieldErrors ?? {})).toEqual(['price']);
    await app.slack.as('billing').submit({ ...plan, price: '45', valid_from: '2026-01-01' });
    await shows('billing', 'HOST-S Hosting & lists');
    expect(top('billing')).toContain('from Jan 1, 2026  $45.00 a month');
    await press('billing', 'plan.add_price');
    await app.slack.as('billing').submit({ price: '50', valid_from: '2026-04-01' });
    await shows('billing', 'Jan 1, 2026 – Mar 31, 2026  $45.00 a month');
    await press('billing', 'plan.take_price_back', 1);
    await shows('billing', 'from Jan 1, 2026');
    await press('billing', 'plan.edit');
    await app.slack.as('billing').submit({ account: '4010', reason: 'For the books' });
    await shows('billing', '4010');
    await press('billing', 'plan.archive');
    await shows('billing', 'Archived');
    await press('billing', 'plan.offer_again');
    await open('billing');
    expect(top('billing')).toContain('a tax for “services”');
    expect(top('billing')).not.toContain('tax.add');
    await press('billing', 'charge.add');
    await app.slack
      .as('billing')
      .submit({ code: 'prepay', name: 'Prepayment', tax_category: 'services', amounts: 'USD -100\nEUR -90' });
    await shows('billing', '-€90.00, -$100.00');
    await press('billing', 'charge.edit');
    await app.slack.as('billing').submit({ recurring: 'yes', reason: 'Monthly' });
    await shows('billing', 'Every month');
    await open('accounting');
    await press('accounting', 'tax.add');
    const added = await app.slack.as('accounting').submit({
      ...{ code: 'ny', name: 'NY sales tax', rate: '8.875', category: 'services', jurisdiction: 'us-ny' },
      valid_from: '2026-01-01',
    });
    expect(added.fieldErrors ?? {}).toEqual({});
    await app.settled();
    await shows('accounting', 'NY sales tax* 8.875 %');
    expect(top('accounting')).toContain('All that the first bill needs is there.');
    await press('accounting', 'tax.take_back');
    await shows('accounting', 'a tax for “services”');
    await press('accounting', 'plan.find');
    await app.slack.as('accounting').suggest('plan.lookup', 'list');
    await app.slack.as('accounting').submit({ plan: 'HOST-S Hosting & lists' });
    await shows('accounting', 'Prices, before tax');
  });

  const header = 'code,name,tax_category,currency,valid_from,price';
  const giveFile = async (kind: string, lines: readonly string[], preview: string[]) => {
    const anna = app.slack.as('accounting');
    await open('accounting');
    await anna.clickInModal('entry.start', kind);
    await app.settled();
    const file = anna.upload(`${kind}.csv`, lines.join('\n')).id;
    await anna.submit({ file: [file], preview });
    await app.settled();
  };
  const give = (lines: readonly string[], preview: string[]) => giveFile('plans', [header, ...lines], preview);
  const runSays = (text: string) => {
    const said = () => app.slack.messages('accounting').map((message) => app.textOf(message));
    return app.slack.waitFor(() => said().some((each) => each.includes(text)), 20_000, `a run that says “${text}”`);
  };
  const isTold = (text: string) => {
    const told = () => app.slack.directMessages('accounting').map((message) => app.textOf(message));
    return app.slack.waitFor(() => told().some((each) => each.includes(text)), 20_000, `a message that says “${text}”`);
  };
  const plans = () => app.db.prisma.plan.count({ where: { code: { startsWith: 'FILE' } } });

  test('BIL-21 a file is entered from there: every bad row is told with its reason, and nothing of it is stored; a good one is', async () => {
    await give(['FILE-1,Good,services,USD,2026-01-01,10', 'FILE-2,Bad,services,XXQ,2026-01-01,10'], []);
    await isTold('plans.csv: 1 of 2 rows is wrong. Nothing was stored.');
    await isTold('Row 3, currency: This is not a currency');
    expect(await plans()).toBe(0);
    await give(['FILE-0,Good,services,USD,2026-01-01,10'], []);
    await isTold('Entered from plans.csv: 1 row of plans.');
    expect(await plans()).toBe(1);
  });

  test('BIL-21 a preview says what it would do and stores nothing; Confirm enters it', async () => {
    await give(['FILE-1,Good,services,USD,2026-01-01,10'], ['preview']);
    await runSays('preview; nothing is stored yet');
    expect(await plans()).toBe(1);
    const message = app.find('accounting', 'Entry of plans from plans.csv');
    await app.slack.as('accounting').click({ channel: message.channel, ts: message.ts }, 'run.confirm');
    await runSays('1 row of plans.');
    await app.settled();
    expect(await plans()).toBe(2);
    expect(await app.db.prisma.auditEntry.count({ where: { action: 'entries.imported' } })).toBe(2);
  });

  test('BIL-21 subscriptions, open invoices and balances are entered from there', async () => {
    const [name, currency] = ['Harbor Dental', 'USD'];
    await giveFile('customers', ['customer,currency', `${name},${currency}`], []);
    await isTold('Entered from customers.csv: 1 row of customers.');
    const files = {
      subscriptions: [
        'customer,currency,subscription,billed_through,next_date,description,quantity,price,start_on',
        `${name},${currency},S-1,2026-03-31,2026-04-01,Help desk,2,45.00,2025-01-01`,
      ],
      'open-invoices': [
        'customer,number,currency,issued_on,due_on,amount,open',
        `${name},OUT-1,${currency},2026-03-01,2026-03-31,100,60`,
      ],
      balances: ['customer,currency,as_of,balance', `${name},${currency},2026-03-01,25`],
    };
    for (const [kind, lines] of Object.entries(files)) {
      await giveFile(kind, [...lines, lines[1]?.replace(name, 'Nobody Known') ?? ''], []);
      await isTold(`${kind}.csv: 1 of 2 rows is wrong. Nothing was stored.`);
      await giveFile(kind, lines, []);
      await isTold(`Entered from ${kind}.csv: 1 row of ${kind}.`);
    }
    expect(await app.db.prisma.subscription.count({ where: { outsideId: 'S-1' } })).toBe(1);
    expect(await app.db.prisma.invoice.findFirst({ where: { externalNumber: 'OUT-1' } })).toMatchObject({
      state: 'open',
    });
    expect(await app.db.prisma.customerBalance.count({ where: { amount: 25_00n } })).toBe(1);
  });

  test('CUS-2 Home leads there for billing, accounting and admins, and names what is missing', async () => {
    for (const who of ['billing', 'accounting', 'admin'] as const) {
      await app.slack.as(who).openHome();
      await app.slack.waitFor(() => home(who).includes('setup.open'), 10_000, `the set-up on ${who}’s Home`);
    }
    await app.slack.as('sales').openHome();
    await app.settled();
    expect(home('sales')).not.toContain('setup.open');
  });
});
