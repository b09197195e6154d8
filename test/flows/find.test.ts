import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueInvoice } from '../../src/features/billing/invoices/index.ts';
import { findSlice } from '../../src/features/find/index.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes, theInvoice } from '../support/invoices.ts';
import { startProject } from '../support/journey.ts';
import { asking } from './ask.ts';

describeEachEngine('find', (engine) => {
  let h: Harness;
  let harbor: string;
  beforeAll(async () => {
    h = await billingHarness(engine);
    await setTaxes(h, { services: 0 });
    await makeSeller(h);
    harbor = await aCustomer(h, 'Harbor Dental & Sons');
    await aCustomer(h, 'Old Harbor Café');
    await aCustomer(h, 'Harbour Ltd');
    await aCustomer(h, 'HP');
    await aCustomer(h, 'Müller GmbH');
    await editNow(h.deps, h.person('sales'), harbor, { email: 'Desk@Harbor.Example', phone: '+1 617 555-0100' });
  });
  afterAll(() => h.close());

  const ask = async (text: string) => asking(h, findSlice, 'sales').type('', text);
  const found = async (text: string): Promise<readonly string[]> => {
    const { say, modal } = await ask(text);
    if (modal) return [JSON.stringify(modal.title), JSON.stringify(modal.blocks)];
    return (say?.blocks ?? []).slice(1).map((block) => JSON.stringify(block));
  };
  const opens = async (text: string): Promise<string> => (await found(text)).join(' ');

  test('WRK-2 names by how their words begin, the whole name and those that begin with it first', async () => {
    const names = await found('harbor');
    expect(names).toHaveLength(2);
    expect(names[0]).toContain('Harbor Dental &amp; Sons');
    expect(names[1]).toContain('Old Harbor Café');
    expect(names[0]).toContain('"action_id":"customer.open"');
    expect(await found('harb')).toHaveLength(3);
    expect(await opens('sons dent')).toContain('Harbor Dental');
    expect(await opens('müll')).toContain('Müller GmbH');
    expect(await opens('hp')).toContain('HP');
  });

  test('WRK-2 two letters, or the middle of a word, find no name; a card that does not exist says what is looked for', async () => {
    for (const text of ['ha', 'arbor']) {
      const { say } = await ask(text);
      expect(say?.text).toContain(`Nothing is found for “${text}” among`);
      expect(say?.text).toContain('customers');
      expect(say?.text).toContain('invoices');
    }
  });

  test('WRK-2 by email, phone and card whatever way they are written; alone it opens at once', async () => {
    for (const text of ['desk@harbor.example', '1 (617) 555 0100', '+16175550100'])
      expect(await opens(text), text).toContain('Harbor Dental');
    await h.db.prisma
      .$executeRaw`UPDATE customers SET payment_method = 'credit_card', card_brand = 'Visa', card_last4 = '4242' WHERE id = ${harbor}::uuid`;
    expect(await opens('4242')).toContain('Harbor Dental');
  });

  test('WRK-2 an invoice by its number, that of its document, its amount, what is open of it', async () => {
    const { id } = await aDraft(h, harbor, [aLine(1_234_50)]);
    await issueInvoice(h.deps, h.person('accounting'), id);
    const { ref, issued } = await theInvoice(h, id);
    for (const text of [`I-${ref}`, `i${ref}`, issued?.number ?? '', '$1,234.50', '1234.5'])
      expect(await opens(text), text).toContain(`I-${ref}`);
    expect((await ask('1234.51')).say?.text).toContain('Nothing is found');
  });

  test('WRK-2 a project by its number, and by a bare one with whatever else has it', async () => {
    const project = await startProject(h, {});
    const { ref } = await project.state();
    expect(await opens(`P-${ref}`)).toContain(`P-${ref}`);
    const bare = await found(`${ref}`);
    expect(bare.join(' ')).toContain(`P-${ref}`);
  });

  test.each([
    ['%', 'Write a number'],
    ["'", 'Write a number'],
    ['🎉', 'Write a number'],
    ["x' OR '1'='1", 'Nothing is found'],
    ['har:* | zebra', 'Nothing is found'],
    ['x'.repeat(10_000), 'That is too long'],
  ])('WRK-2 %s is answered in a sentence', async (text, sentence) => {
    expect((await ask(text)).say?.text).toContain(sentence);
  });

  test('WRK-2 the form keeps what was typed and shows beneath it what was found', async () => {
    const sales = asking(h, findSlice, 'sales');
    const { modal } = await sales.press('find.open', '');
    expect(JSON.stringify(modal)).toContain('What are you looking for?');
    const answer = await sales.submit('find.open', '', { what: { text: 'harb' } });
    const shown = JSON.stringify(answer.replace);
    for (const part of ['"initial_value":"harb"', 'Harbor Dental', 'Harbour Ltd', 'customer.open'])
      expect(shown).toContain(part);
  });

  // PGlite's planner is the same; what a plan is called there is not.
  if (engine === 'postgres')
    test('WRK-2 names, emails, phones and cards are looked up in an index', async () => {
      const plan = async (where: string) => {
        const rows = await h.db.tx(async (tx) => {
          await tx.$executeRawUnsafe('SET LOCAL enable_seqscan = off');
          return tx.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN SELECT id FROM customers WHERE ${where}`);
        });
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      };
      expect(await plan(`name_key LIKE 'har%'`)).toContain('customers_name_begins');
      expect(await plan(`lower(email) = 'a'`)).toContain('customers_email');
      expect(await plan(String.raw`regexp_replace(phone, '\D', '', 'g') = '1'`)).toContain('customers_phone');
      expect(await plan(`card_last4 = '4242'`)).toContain('customers_last4');
      const words = String.raw`array_to_tsvector(array_remove(regexp_split_to_array(name_key, '[\s!-/:-@\[-${'`'}{-~]+'), ''))`;
      expect(await plan(`${words} @@ '''har'':*'::tsquery`)).toContain('customers_words');
    });
});

describe('find, in Slack', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
    const anna = app.slack.as('accounting');
    await anna.command('accounting', '/bill customer new');
    await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
    await anna.submit({ customer: 'Harbor Dental', currency: 'USD' });
    await app.settled();
  });
  afterAll(() => app.stop());
  const modal = (role: string) => JSON.stringify(app.slack.modals(role).at(-1) ?? {});

  test('WRK-2 `/baton` and the shortcut open a form; what is found alone opens its window', async () => {
    const suki = app.slack.as('support');
    await suki.shortcut('find.open');
    await app.slack.waitFor(() => modal('support').includes('What are you looking for?'));
    await suki.submit({ what: 'harb' });
    await app.slack.waitFor(() => modal('support').includes('Harbor Dental'));
    await suki.closeModal({ all: true });
    await suki.command('support', '/baton');
    await app.slack.waitFor(() => modal('support').includes('What are you looking for?'));
    await suki.closeModal({ all: true });
    await suki.command('support', '/baton harbor dental');
    await app.slack.waitFor(() => modal('support').includes('Harbor Dental'));
    expect(app.slack.problems).toEqual([]);
  });

  test('ALL-8 who may not read hears no name, by command, shortcut and form', async () => {
    const stranger = { id: 'U0MEMBER01', name: 'mia', realName: 'Mia Member', email: 'x@example.com', tz: 'UTC' };
    app.slack.addPerson(stranger);
    app.slack.join('general', stranger.id);
    const mia = app.slack.as(stranger.id);
    await mia.command('general', '/baton harbor');
    await mia.shortcut('find.open');
    await app.settled();
    const told = JSON.stringify([
      app.slack.ephemerals(stranger.id),
      app.slack.modals(stranger.id),
      app.slack.directMessages(stranger.id),
    ]);
    expect(told).not.toContain('Harbor');
    expect(told).toContain('role');
    expect(app.slack.modals(stranger.id)).toEqual([]);
  });

  test('SEC a card number is refused and not repeated', async () => {
    const anna = app.slack.as('accounting');
    await anna.command('accounting', '/baton 4242 4242 4242 4242');
    await app.settled();
    const told = JSON.stringify(app.slack.ephemerals('accounting'));
    expect(told).not.toContain('4242 4242');
    expect(told).toContain('card number');
  });
});
