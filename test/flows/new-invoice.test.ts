import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { invoicesOfCustomer, invoicingSlice, markSent, newInvoice } from '../../src/features/billing/invoices/index.ts';
import { addTax } from '../../src/features/billing/taxes/index.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes, theInvoice } from '../support/invoices.ts';
import { asking } from './ask.ts';

describeEachEngine('invoices by hand', (engine) => {
  let h: Harness;
  let customerId: string;
  beforeAll(async () => {
    h = await billingHarness(engine);
    await setTaxes(h, { services: 100_000, hardware: 0 });
    customerId = await aCustomer(h, 'Harbor Dental');
  });
  afterAll(() => h.close());

  const accounting = () => asking(h, invoicingSlice, 'accounting');
  const all = () => invoicesOfCustomer(h.db.prisma, customerId, { skip: 0, take: 50 });
  const command = (text: string) => {
    const found = invoicingSlice.commands?.find(({ word }) => word === 'invoice');
    if (!found) throw new Error('no command');
    const by = h.person('accounting');
    return found.run({
      deps: h.deps,
      by,
      userId: by.userId,
      timeZone: 'UTC',
      roles: async () => new Set(['accounting']),
      text,
    });
  };

  test('BIL-1 New invoice: typed line by line, shown with its taxes and total, and made as it was shown', async () => {
    const form = await accounting().press('invoice.new', customerId);
    expect(JSON.stringify(form.modal)).toContain('tax category (hardware, services)');
    const typed = {
      label: { text: 'Migration' },
      lines: { text: 'Work | 3 | 50.00 | services\nRouter | 1 | 99.99 | hardware\n' },
    };
    const shown = await accounting().submit('invoice.new', customerId, typed);
    const preview = JSON.stringify(shown.replace);
    for (const text of [
      '3 × Work at $50.00  *$150.00*',
      'Tax on services 10 %: $15.00',
      'Not taxed here',
      '*Total $264.99*',
    ])
      expect(preview).toContain(text);
    expect(await all()).toEqual([]);
    const made = await accounting().submit('invoice.draft', shown.replace?.private_metadata ?? '', {});
    expect(JSON.stringify(made.replace)).toContain('*Total $264.99*');
    const [invoice] = await all();
    expect(invoice).toMatchObject({
      label: 'Migration',
      state: 'draft',
      amount: money(264_99, 'USD'),
      presented: true,
    });
    expect(await h.messages('invoice', invoice?.id)).toHaveLength(1);
  });

  test.each([
    ['Work | 3 | 50.00', 'end it with its tax category: hardware, services.'],
    ['Work | 1.5 | 50.00 | services', 'the quantity is a whole number, 1 or more.'],
    ['Work | 1 | a lot | services', '“Work | 1 | a lot | services”:'],
    ['Work', 'write description | quantity | price | tax category.'],
    ['Work | 1 | 1.00 | freight', 'end it with its tax category: hardware, services.'],
  ])('a line that cannot be read is named at its field: %s', async (text, sentence) => {
    await expect(
      accounting().submit('invoice.new', customerId, { label: { text: 'x' }, lines: { text } }),
    ).rejects.toMatchObject({ fields: { lines: expect.stringContaining(sentence) } });
  });

  test('ALL-1 only billing and accounting; taxes that changed since the preview make nothing', async () => {
    const typed = { customerId, label: 'Work', lines: 'Work | 1 | 10.00 | services' };
    await expect(newInvoice(h.deps, h.person('sales'), typed)).rejects.toThrow(NotAllowed);
    const before = (await all()).length;
    await addTax(h.deps, h.person('accounting'), {
      code: 'UP',
      name: 'Higher',
      rate: 200_000,
      treatment: 'taxed',
      category: 'services',
      jurisdiction: '*',
      seller: '*',
      validFrom: day('2026-03-03'),
    });
    h.advanceDays(1);
    await expect(newInvoice(h.deps, h.person('accounting'), { ...typed, shown: '1100' })).rejects.toThrow(
      /taxes have changed/,
    );
    expect(await all()).toHaveLength(before);
  });

  test('COL-11 /bill invoice finds one by each of its numbers, or asks for one of a customer', async () => {
    const { id, ref } = await aDraft(h, customerId, [aLine(1_00)]);
    const window = { type: 'invoice', id };
    expect(await command(`i-${ref}`)).toEqual({ window });
    await markSent(h.deps, h.person('accounting'), { invoiceId: id, sentOn: day('2026-03-03'), number: 'QB/17' });
    expect(await command('QB/17')).toEqual({ window });
    await makeSeller(h);
    const other = await aDraft(h, customerId, [aLine(1_00)]);
    await markSent(h.deps, h.person('accounting'), { invoiceId: other.id, sentOn: day('2026-03-03'), number: 'QB/17' });
    expect(await command((await theInvoice(h, other.id)).issued?.number.toLowerCase() ?? '')).toEqual({
      window: { type: 'invoice', id: other.id },
    });
    expect((await command('QB/17')).say?.text).toContain('More than one invoice');
    expect((await command('harbor')).modal).toMatchObject({ callback_id: 'invoice.ask', private_metadata: customerId });
    await expect(command('nobody')).rejects.toThrow(/No invoice has the number “nobody”/);
  });

  test('the invoice’s window shows lines, taxes, terms and what it says once it is issued', async () => {
    const period = { first: day('2026-03-02'), last: day('2026-03-31') };
    const { id } = await aDraft(h, customerId, [aLine(10_00, { period }), aLine(5_00, { taxCategory: 'hardware' })]);
    await markSent(h.deps, h.person('accounting'), { invoiceId: id, sentOn: day('2026-03-03') });
    const section = invoicingSlice.sections?.find(({ subject, title }) => subject === 'invoice' && title === 'Lines');
    const by = h.person('accounting');
    const reader = { deps: h.deps, by, userId: by.userId, timeZone: 'UTC', roles: async () => new Set<string>() };
    const said = JSON.stringify(await section?.read?.(h.deps, id));
    for (const text of [
      'Tax on services 10 %: $1.00',
      '*Total $16.00*',
      'Mar 2, 2026 to Mar 31, 2026',
      'to Harbor Dental, due at once',
    ])
      expect(said).toContain(text);
    const rows = JSON.stringify(await section?.rows?.(reader, id, { skip: 1, take: 5 }));
    expect(rows).toContain('*$5.00*');
    expect(rows).not.toContain('*$10.00*');
  });
});
