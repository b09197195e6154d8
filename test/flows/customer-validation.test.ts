import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import { setupSlice } from '../../src/features/billing/setup/index.ts';
import { addGroup, customerChecks, customersSlice, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { checkAll } from '../../src/features/customers/validation/check-customers.ts';
import { documentsSlice } from '../../src/features/documents/index.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { contribute } from '../../src/platform/work/contributions.ts';
import { type Deps, system } from '../../src/platform/work/work.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

/** A slice above, that finds something about a customer called Above. */
const aboveSlice: Slice = {
  name: 'above',
  contributes: [
    contribute(customerChecks, async (_deps, customers) =>
      customers
        .filter(({ name }) => name.startsWith('Above'))
        .map(({ id }) => ({
          customerId: id,
          code: 'asset_unassigned',
          sentence: 'A server is not assigned.',
          mend: { text: 'Open customer', action: 'customer.open', value: id },
        })),
    ),
  ],
};

describeEachEngine('customers are validated', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await createHarness({ engine, slices: [setupSlice, documentsSlice, customersSlice, aboveSlice] });
  });
  afterAll(() => h.close());

  const make = async (name: string) =>
    h.deps.transact(system, (work) => findOrCreateCustomer(work, { name, currency: 'USD', email: 'jo@example.com' }));
  const sales = () => asking(h, customersSlice, 'sales');
  const group = { name: 'Hosting', startOn: day('2026-03-01'), endOn: null, termsId: null };
  const withGroup = async (name: string) => {
    const customer = await make(name);
    await editNow(h.deps, h.person('sales'), customer.id, { paymentMethod: 'free' }, 'pro bono');
    await addGroup(h.deps, h.person('sales'), {
      customerId: customer.id,
      group: { ...group, purchaseOrder: null, addressees: [], contractId: null, sellerId: null },
    });
    return customer;
  };

  test('CUS-5 `/bill customer validate` and a name: each finding of each slice, with the button that opens the form which mends it', async () => {
    const { id } = await make('Above & Co');
    const json = JSON.stringify((await sales().type('customer', 'validate above')).modal);
    expect(json).toContain('Above &amp; Co');
    for (const each of ['It has no billing group.', 'has no payment terms', 'A server is not assigned.'])
      expect(json).toContain(each);
    const mends = [...json.matchAll(/"action_id":"([^"]+)","value":"([^"]+)"/g)].map(([, action = '', value = '']) => ({
      action,
      value,
    }));
    expect(mends.map(({ action }) => action)).toEqual(['group.add', 'customer.edit_invoicing', 'customer.open']);
    for (const { action, value } of mends) {
      expect(value).toBe(id);
      expect((await sales().press(action, value)).modal?.type).toBe('modal');
    }
    const { id: well } = await withGroup('Well billed');
    expect(JSON.stringify((await sales().press('customer.validate', well)).modal)).toContain(
      'Nothing would stop or spoil',
    );
    expect(JSON.stringify((await sales().type('customer', 'validate nobody')).say)).toContain('No customer');
    await make('Validate Above');
    // A customer may be called so: its window is opened.
    expect((await sales().type('customer', 'validate above')).modal?.title.text).toBe('Customer');
  });

  test('CUS-5 all customers, a page at a time by name; ten thousand cost a few statements', async () => {
    const many = 10_000;
    const row = {
      currency: 'USD',
      timeZone: 'UTC',
      paymentMethod: 'free',
      createdBy: 'U_SALES',
      createdAt: h.clock.now(),
    };
    const data = Array.from({ length: many }, (_, n) => {
      const name = `Many ${String(n).padStart(5, '0')}`;
      return { ...row, id: newId(), name, nameKey: name.toLowerCase(), email: 'a@b.example' };
    });
    for (let from = 0; from < many; from += 1000)
      await h.db.prisma.customer.createMany({ data: data.slice(from, from + 1000) });
    await h.db.prisma.billingGroup.createMany({
      data: data
        .filter((_, n) => n % 400 !== 0)
        .map(({ id }) => ({
          id: newId(),
          customerId: id,
          name: 'All',
          nameKey: 'all',
          startOn: new Date('2026-01-01'),
          createdBy: 'U_SALES',
          createdAt: h.clock.now(),
        })),
    });
    let statements = 0;
    const prisma = new Proxy(h.db.prisma, {
      get: (target, key) => {
        if (key === '$queryRaw') statements++;
        return Reflect.get(target, key);
      },
    });
    const counted: Deps = { ...h.deps, db: { ...h.db, prisma } };
    const names: string[] = [];
    let pages = 0;
    for (let next: string | undefined, isFirst = true; isFirst || next; isFirst = false) {
      const page = await checkAll(counted, next);
      expect(page.found.reduce((sum, { findings }) => sum + findings.length, 0)).toBeLessThanOrEqual(20);
      names.push(...page.found.map(({ customer }) => customer.name));
      next = page.next;
      pages++;
    }
    const missing = data.filter((_, n) => n % 400 === 0).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('Many'))).toEqual(missing);
    expect(names).toEqual([...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    expect(pages).toBe(2);
    expect(statements).toBeLessThan(50);
    const first = JSON.stringify((await sales().type('customer', 'validate')).modal);
    const [, more = ''] = /"action_id":"customer.findings_more","value":"([^"]+)"/.exec(first) ?? [];
    const second = JSON.stringify((await sales().press('customer.findings_more', more)).replace);
    expect(second).toContain(missing.at(-1));
    expect(second).not.toContain('customer.findings_more');
    expect(JSON.stringify((await sales().press('customer.validate_all', 'x')).modal)).toBe(first);
  }, 120_000);
});
