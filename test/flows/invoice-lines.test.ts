import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, UserError } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { draftInvoice, linesOf, planInvoices, previewDraft } from '../../src/features/billing/invoices/index.ts';
import { addTax } from '../../src/features/billing/taxes/index.ts';
import { billingHarness } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes, theInvoice, usd } from '../support/invoices.ts';

describeEachEngine('the lines of invoices', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine);
    await setTaxes(h, { services: 200_000, hardware: 100_000, books: 0 });
  });
  afterAll(() => h.close());

  const period = { first: day('2026-03-02'), last: day('2026-03-31') };

  test('BIL-14 a draft’s lines have the table’s taxes, rounded once for each rate; the preview says the same (BIL-1)', async () => {
    const customerId = await aCustomer(h);
    const lines = [
      aLine(299_33, { period }),
      aLine(179_33, { period }),
      aLine(99_34),
      aLine(10_00, { quantity: 3, taxCategory: 'hardware', account: '4000' }),
    ];
    const preview = await previewDraft(h.db.prisma, { customerId, lines }, day('2026-03-02'));
    const draft = await aDraft(h, customerId, lines);
    expect(draft).toMatchObject({
      state: 'draft',
      kind: 'bill',
      net: money(608_00, 'USD'),
      tax: money(118_60, 'USD'),
      amount: money(726_60, 'USD'),
      period,
    });
    expect(draft.issued).toBeUndefined();
    expect([preview.net, preview.tax, preview.total]).toEqual([draft.net, draft.tax, draft.amount]);
    const stored = await linesOf(h.db.prisma, draft);
    expect(stored.map(({ id: _, ...line }) => line)).toEqual(
      preview.lines.map((line) => expect.objectContaining(line)),
    );
    expect(stored.at(-1)).toMatchObject({
      net: money(30_00, 'USD'),
      tax: { code: 'HARDWARE', rate: 100_000 },
      account: '4000',
    });
    expect(await h.audit({ subjectId: draft.id })).toMatchObject([
      { action: 'invoice.drafted', after: { amount: '$726.60', lines: 4 } },
      { action: 'invoice.presented' },
    ]);
  });

  test('BIL-11 a unit price finer than a cent is rounded once, in its line', async () => {
    const customerId = await aCustomer(h);
    const price = { tenThousandths: 3_500n, currency: 'USD' };
    const draft = await aDraft(h, customerId, [aLine(0, { unitPrice: price, quantity: 1_250, taxCategory: 'books' })]);
    expect(draft.net).toEqual(money(4_38, 'USD'));
    expect(await linesOf(h.db.prisma, draft)).toMatchObject([{ unitPrice: price, quantity: 1_250 }]);
  });

  test('BIL-9 a credit stands on a bill as a negative line at its own rate, may use it up, and never exceeds it', async () => {
    const customerId = await aCustomer(h);
    const credit = aLine(0, { description: 'Go-live credit', net: money(-50_00, 'USD'), unitPrice: usd(-50_00) });
    expect(await aDraft(h, customerId, [aLine(50_00), credit])).toMatchObject({
      amount: money(0, 'USD'),
      state: 'draft',
    });
    await expect(aDraft(h, customerId, [aLine(49_99), credit])).rejects.toThrow(
      'It would come to -$0.01: an invoice cannot be negative. Credit no more on it than it charges.',
    );
    await expect(aDraft(h, customerId, [])).rejects.toThrow(/at least one line/);
  });

  test('BIL-14 an exempt customer’s lines say why no tax is due, reverse charge likewise; a missing tax or place is refused', async () => {
    const accounting = h.person('accounting');
    const customerId = await aCustomer(h);
    await editNow(
      h.deps,
      accounting,
      customerId,
      { taxTreatment: 'reverse_charge', taxReason: 'Art. 194' },
      'certificate',
    );
    const reversed = await aDraft(h, customerId, [aLine(100_00)]);
    expect(reversed.tax.amount).toBe(0n);
    expect(await linesOf(h.db.prisma, reversed)).toMatchObject([
      { tax: { treatment: 'reverse_charge', rate: 0, reason: 'Art. 194' } },
    ]);
    await editNow(h.deps, accounting, customerId, { taxTreatment: 'exempt', taxReason: 'ST-119' }, 'certificate');
    expect(await linesOf(h.db.prisma, await aDraft(h, customerId, [aLine(100_00)]))).toMatchObject([
      { tax: { treatment: 'exempt', rate: 0, reason: 'ST-119' } },
    ]);
    const freight = () => aDraft(h, customerId, [aLine(1, { taxCategory: 'freight' })]);
    await expect(freight()).rejects.toThrow(UserError);
    await addTax(h.deps, accounting, {
      code: 'NY',
      name: 'NY sales tax',
      rate: 88_750,
      treatment: 'taxed',
      category: 'freight',
      jurisdiction: 'US-NY',
      seller: '*',
      validFrom: day('2026-03-02'),
    });
    await expect(freight()).rejects.toThrow(/The tax of freight depends on the place, and Customer .* has none/);
    await editNow(h.deps, accounting, customerId, { taxJurisdiction: 'US-NY' });
    expect((await freight()).tax.amount).toBe(0n);
  });

  test('BIL-11 a line in another currency than the customer’s is refused in a sentence, and nothing is made', async () => {
    const customerId = await aCustomer(h);
    const inEuro = aLine(0, { unitPrice: { tenThousandths: 1_0000n, currency: 'EUR' } });
    await expect(aDraft(h, customerId, [inEuro])).rejects.toThrow(/is billed in USD, not in EUR. Nothing was saved/);
    expect(await h.db.prisma.invoice.count({ where: { customerId } })).toBe(0);
  });

  test('BIL-8 a free customer is never invoiced', async () => {
    const customerId = await aCustomer(h, 'Friends <b>');
    await editNow(h.deps, h.person('accounting'), customerId, { paymentMethod: 'free' }, 'a friend');
    await expect(aDraft(h, customerId, [aLine(1_00)])).rejects.toThrow(/is free, and never invoiced/);
  });

  test('of something else one invoice of a kind stands; bills of their own are as many as are made', async () => {
    const customerId = await aCustomer(h);
    const of = { subject: { type: 'quote', id: newId() }, kind: 'quote' };
    await aDraft(h, customerId, [aLine(1_00)], { of });
    await expect(aDraft(h, customerId, [aLine(1_00)], { of })).rejects.toThrow(Conflict);
    const bills = [await aDraft(h, customerId, [aLine(1_00)]), await aDraft(h, customerId, [aLine(1_00)])];
    expect(bills.map(({ subject, id }) => subject.id === id)).toEqual([true, true]);
  });

  test('an invoice of before lines is one line made of its header, with its own rate', async () => {
    const customerId = await aCustomer(h);
    const subject = { type: 'project', id: newId() };
    const [planned] = await h.acting(h.person('sales'), (work) =>
      planInvoices(work, {
        subject,
        customerId,
        currency: 'USD',
        charges: [{ kind: 'set_up', label: 'Set-up fee', net: money(500_00, 'USD'), taxRate: 825 }],
      }),
    );
    const invoice = await theInvoice(h, planned?.id ?? '');
    expect(await linesOf(h.db.prisma, invoice)).toMatchObject([
      { description: 'Set-up fee', quantity: 1, net: money(500_00, 'USD'), tax: { rate: 82_500, treatment: 'taxed' } },
    ]);
  });

  test('a draft’s message and window lead to its customer, not to itself', async () => {
    const customerId = await aCustomer(h);
    const draft = await aDraft(h, customerId, [aLine(1_00)]);
    const [message] = await h.messages('invoice', draft.id);
    expect(message?.content?.text).toContain('Services for Customer');
    await expect(
      h.acting(h.person('accounting'), (work) =>
        draftInvoice(work, { customerId: newId(), label: 'x', lines: [aLine(1)] }),
      ),
    ).rejects.toThrow(/customer/);
  });
});
