import { afterAll, beforeAll, expect, test } from 'vitest';
import { FieldErrors, NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import {
  createCustomer,
  customerByGateway,
  customersByIds,
  customersSlice,
  findOrCreateCustomer,
  linkGatewayCustomer,
  resolveCustomer,
  searchCustomers,
} from '../../src/features/customers/index.ts';
import { addDocument, documentsOf, documentsSlice } from '../../src/features/documents/index.ts';
import { system, type Work } from '../../src/platform/work/work.ts';
import { describeEachEngine } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';

describeEachEngine('customers', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await createHarness({ engine, slices: [customersSlice, documentsSlice], timeZone: 'Europe/Rome' });
  });
  afterAll(() => h.close());

  const does = <T>(body: (work: Work) => Promise<T>) => h.deps.transact(system, body);
  const make = (name: string, more: object = {}) =>
    does((work) => findOrCreateCustomer(work, { name, currency: 'USD', ...more }));

  test('CUS-1 an existing name is taken, however it is written; a new one is made, in the workspace’s zone', async () => {
    const first = await make('Alpha  Corp ', { email: 'jo@example.com' });
    expect(first).toMatchObject({ created: true, name: 'Alpha Corp', timeZone: 'Europe/Rome', currency: 'USD' });
    expect(await make('ALPHA corp', { currency: 'EUR' })).toEqual({ ...first, created: false });
    expect(await h.audit({ action: 'customer.created', subjectId: first.id })).toHaveLength(1);
    await expect(does((work) => createCustomer(work, { name: 'alpha corp', currency: 'USD' }))).rejects.toThrow(
      FieldErrors,
    );
    await expect(make('Beta', { email: 'nobody' })).rejects.toMatchObject({ fields: { email: expect.any(String) } });
  });

  test('ALL-3 ten people making the same customer at once get the same one', async () => {
    const name = `Race ${newId().slice(-12)}`;
    const made = await Promise.all(Array.from({ length: 10 }, () => make(name)));
    expect(new Set(made.map((each) => each.id)).size).toBe(1);
    expect(made.filter((each) => each.created)).toHaveLength(1);
  });

  test('parts of names are found; % and _ are letters; exact and leading matches come first', async () => {
    for (const name of ['Zed 100% Organic', 'Zed 100x Organic', 'The Zed', 'Zed']) await make(name);
    const names = async (query: string) => (await searchCustomers(h.db.prisma, query, 10)).map((each) => each.name);
    expect(await names('zed')).toEqual(['Zed', 'Zed 100% Organic', 'Zed 100x Organic', 'The Zed']);
    expect(await names('100%')).toEqual(['Zed 100% Organic']);
    expect(await names('d_1')).toEqual([]);
    expect(await names('zed 100\\')).toEqual([]);
    expect(await searchCustomers(h.db.prisma, '', 2)).toHaveLength(2);
    expect(await resolveCustomer(h.deps, 'ZED')).toMatchObject({ found: 'one', customer: { name: 'Zed' } });
    expect(await resolveCustomer(h.deps, 'the ze')).toMatchObject({ found: 'one', customer: { name: 'The Zed' } });
    expect(await resolveCustomer(h.deps, 'ze')).toMatchObject({ found: 'many' });
    expect(await resolveCustomer(h.deps, 'nobody')).toEqual({ found: 'none' });
  });

  test('a gateway’s name for a customer is remembered, and a later word replaces it', async () => {
    const [a, b] = [await make('Gate A'), await make('Gate B')];
    const link = (customerId: string) =>
      does((work) => linkGatewayCustomer(work, { gateway: 'axia', reference: 'C-1', customerId }));
    await link(a.id);
    await link(a.id);
    expect(await customerByGateway(h.db.prisma, 'axia', ['C-1', 'C-2'])).toEqual(new Map([['C-1', a.id]]));
    await link(b.id);
    expect(await customerByGateway(h.db.prisma, 'axia', ['C-1'])).toEqual(new Map([['C-1', b.id]]));
    expect(await customerByGateway(h.db.prisma, 'stripe', ['C-1'])).toEqual(new Map());
    expect(await h.audit({ action: 'customer.linked' })).toHaveLength(2);
    expect([...(await customersByIds(h.db.prisma, [a.id, b.id, newId()])).keys()].sort()).toEqual([a.id, b.id].sort());
  });

  test('`/bill customer` shows one, asks among several, and looks up without a name', async () => {
    const sales = asking(h, customersSlice, 'sales');
    const { id } = await make('Shown & Co <!channel>');
    await make('Shown Two');
    expect(JSON.stringify((await sales.type('customer', 'shown & co')).modal)).toContain('Shown & Co');
    expect(JSON.stringify((await sales.type('customer', 'shown')).say)).toContain(id);
    expect((await sales.type('customer', 'xyz')).say?.text).toContain('No customer');
    expect((await sales.type('customer', '')).modal?.callback_id).toBe('customer.open');
    expect((await sales.look('customer.lookup', 'shown t')).map((each) => each.text.text)).toEqual(['Shown Two']);
    expect((await sales.submit('customer.open', '', { customer: id })).replace?.private_metadata).toBe(
      `customer:${id}`,
    );
    expect(JSON.stringify((await sales.press('customer.history', id)).modal)).toContain('entered the customer');
  });

  test('CUS-7 the history is paged, latest first', async () => {
    const { id } = await make('Long history');
    await does(async (work) => {
      for (let n = 0; n < 20; n++)
        work.audit({ action: `customer.noted_${n}`, subject: { type: 'customer', id }, customerId: id });
    });
    const sales = asking(h, customersSlice, 'sales');
    const first = JSON.stringify((await sales.press('customer.history', id)).modal);
    expect(first).toContain('customer noted 19');
    expect(first).not.toContain('entered the customer');
    const [, older = ''] = /"customer.history_older","value":"([^"]+)"/.exec(first) ?? [];
    const second = JSON.stringify((await sales.press('customer.history_older', older)).replace);
    expect(second).toContain('entered the customer');
    expect(second).not.toContain('customer noted 19');
  });

  test('CUS-7 the history is narrowed to a kind and a period of the customer’s days, page by page', async () => {
    const { id } = await make('Filtered', { timeZone: 'America/New_York' });
    const at = h.clock.now();
    const note = (action: string, on: string) => {
      h.clock.set(new Date(on));
      return does(async (work) => work.audit({ action, subject: { type: 'customer', id }, customerId: id }));
    };
    for (let n = 0; n < 20; n++) await note('customer.noted_1', '2026-03-05T12:00:00Z');
    // In New York it is still March 4.
    await note('invoice.sent', '2026-03-05T03:00:00Z');
    await note('invoice.sent', '2026-03-06T12:00:00Z');
    await note('payment.recorded', '2026-03-06T12:00:00Z');
    await note('run.started', '2026-03-06T12:00:00Z');
    h.clock.set(at);
    const sales = asking(h, customersSlice, 'sales');
    const filter = async (entries: object) =>
      JSON.stringify((await sales.submit('customer.history_filter', id, { ...entries })).replace);
    const sent = (json: string) => json.split('marked an invoice as sent').length - 1;
    const invoices = await filter({ kind: 'invoices' });
    expect(sent(invoices)).toBe(2);
    expect(invoices).toContain('Only: Invoices');
    expect(invoices).not.toContain('recorded a payment');
    expect(sent(await filter({ from: { day: '2026-03-05' } }))).toBe(1);
    expect(sent(await filter({ kind: 'invoices', to: { day: '2026-03-04' } }))).toBe(1);
    expect(sent(await filter({ kind: 'invoices', from: { day: '2026-03-04' }, to: { day: '2026-03-04' } }))).toBe(1);
    const other = await filter({ kind: 'other' });
    expect(other).toContain('started bulk work');
    expect(other).not.toContain('customer noted');
    await expect(filter({ from: { day: '2026-03-05' }, to: { day: '2026-03-04' } })).rejects.toThrow(FieldErrors);
    // The next page is narrowed likewise, and the form shows what it is narrowed to.
    const noted = await filter({ kind: 'customer', from: { day: '2026-03-05' } });
    const [, older = ''] = /"customer.history_older","value":"([^"]+)"/.exec(noted) ?? [];
    const page = JSON.stringify((await sales.press('customer.history_older', older)).replace);
    expect(page.split('customer noted 1').length - 1).toBe(5);
    const [, again = ''] = /"customer.history_filter","value":"([^"]+)"/.exec(page) ?? [];
    expect(JSON.stringify((await sales.press('customer.history_filter', again)).modal)).toContain(
      '"initial_date":"2026-03-05"',
    );
  });

  test('ONB-8 documents: filed with their subject, told in its story, listed with the customer', async () => {
    const { id: customerId } = await make('Documented');
    const subject = { type: 'project', id: newId() };
    const add = (role: string, more: object) =>
      addDocument(h.deps, h.person(role), { subject, customerId, kind: 'contract', ...more });
    await expect(add('service', {})).rejects.toMatchObject({ fields: { file: expect.any(String) } });
    await add('service', { location: 'cabinet 3', name: 'SLA' });
    await h.addPerson('U_NOBODY', []);
    await expect(
      addDocument(h.deps, { userId: 'U_NOBODY' }, { subject, kind: 'other', location: 'x' }),
    ).rejects.toThrow(NotAllowed);
    await h.addPerson('U_GUEST', ['sales'], { isGuest: true });
    await expect(addDocument(h.deps, { userId: 'U_GUEST' }, { subject, kind: 'other', location: 'x' })).rejects.toThrow(
      /guests/,
    );
    expect((await documentsOf(h.db.prisma, [subject])).map((each) => each.name)).toEqual(['SLA']);
    expect(await h.audit({ action: 'document.filed', subjectId: subject.id })).toMatchObject([
      { customerId, after: { kind: 'contract', name: 'SLA' } },
    ]);

    const sales = asking(h, documentsSlice, 'sales');
    const value = `project:${subject.id} ${customerId}`;
    const form = (await sales.press('document.add', value)).modal;
    expect(form?.private_metadata).toBe(value);
    await sales.submit('document.add', value, { kind: 'other', location: { text: 'a drawer' } });
    expect(await sales.section('customer', customerId, 'Documents')).toMatch(/a drawer.*SLA/s);
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
