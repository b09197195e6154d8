import { afterAll, beforeAll, expect, test } from 'vitest';
import { FieldErrors, NotAllowed, UserError } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { planInvoices } from '../../src/features/billing/invoices/index.ts';
import { addContractType } from '../../src/features/customers/contract-types/actions/add-contract-type.ts';
import { informationPolicy } from '../../src/features/customers/details/policy.ts';
import { customersSlice, detailsOf, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { addTerms } from '../../src/features/customers/terms/actions/add-terms.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { featureSlices } from '../../src/features/slices.ts';
import { readForm } from '../../src/platform/block-kit/form.ts';
import { system } from '../../src/platform/work/work.ts';
import { editNow, openForm } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import { noFiles } from '../support/files.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';

describeEachEngine('a customer’s details', (engine) => {
  let h: Harness;
  let count = 0;
  beforeAll(async () => {
    const slices = featureSlices({
      playbooks: await loadPlaybooks(),
      reportFormats: [],
      openFile: noFiles,
      wakeRuns: () => undefined,
    });
    h = await createHarness({ engine, slices });
  });
  afterAll(() => h.close());

  const make = async (more: object = {}) => {
    const made = await h.deps.transact(system, (work) =>
      findOrCreateCustomer(work, { name: `Details ${++count}`, currency: 'USD', ...more }),
    );
    return made.id;
  };
  const sales = () => asking(h, customersSlice, 'sales');
  const details = async (id: string) => (await detailsOf(h.db.prisma, id)) ?? expect.fail('no customer');
  const edits = async (id: string) =>
    (await h.audit({ action: 'customer.edited', subjectId: id })).map(({ id: _, ...row }) => row);
  /** Opens a tab, and says what is filled in by default, with the form's data. */
  const tab = async (action: string, id: string) => {
    const { modal } = await sales().press(action, id);
    return { data: modal?.private_metadata ?? '', json: JSON.stringify(modal?.blocks), title: modal?.title.text };
  };
  const text = (value: string) => ({ text: value });

  test('CUS-1 the window has a button for each of the tabs, in their order, and shows what is filled in', async () => {
    const id = await make();
    const { modal } = await sales().press('customer.open', id);
    const row = modal?.blocks.find((block) => block.type === 'actions');
    const labels = (row && 'elements' in row ? row.elements : []).flatMap((each) =>
      'text' in each && typeof each.text === 'object' ? [each.text.text] : [],
    );
    expect(labels).toEqual([
      'Basic information',
      'Payment information',
      'Information',
      'Additional settings',
      'Invoicing',
      'Tax',
    ]);
  });

  test('CUS-1 Basic information: addresses, contract type, active, payment method; personal values stay out of the log', async () => {
    const type = await addContractType(h.deps, h.person('accounting'), 'Reseller');
    const id = await make({ email: 'jo@example.com' });
    const { data, json } = await tab('customer.edit', id);
    expect(json).toContain('Reseller');
    const entries = {
      name: text('Renamed & Co'),
      email: text('jo@example.com'),
      extra_emails: text('books@example.com\nboss@example.com, books@example.com'),
      contract_type_id: type.id,
      active: 'yes',
      payment_method: 'credit_card',
    };
    await expect(sales().submit('customer.edit', data, entries)).rejects.toMatchObject({
      fields: { reason: expect.stringContaining('Say why') },
    });
    const saved = await sales().submit('customer.edit', data, { ...entries, reason: text('a new firm') });
    expect(JSON.stringify(saved.replace)).toContain('Renamed &amp; Co'.replace('&amp;', '&'));
    expect(await details(id)).toMatchObject({
      name: 'Renamed & Co',
      extraEmails: ['books@example.com', 'boss@example.com'],
      contractTypeId: type.id,
      paymentMethod: 'credit_card',
    });
    const [row] = await edits(id);
    expect(row).toMatchObject({
      actor: 'U_SALES',
      reason: 'a new firm',
      before: { paymentMethod: 'invoice', contractType: null },
      after: { paymentMethod: 'credit_card', contractType: 'Reseller', name: 'Renamed & Co' },
    });
    expect(row?.after).toMatchObject({ changed: ['name', 'extraEmails', 'contractTypeId', 'paymentMethod'] });
    expect(JSON.stringify([row?.before, row?.after])).not.toContain('@example.com');
    const other = await make();
    await expect(
      editNow(h.deps, h.person('sales'), other, { name: 'RENAMED & co' }, 'same name'),
    ).rejects.toMatchObject({ fields: { name: expect.stringContaining('has this name already') } });
  });

  test('CUS-1 a card is kept only for who pays by it, never its number, and forgotten once they no longer do', async () => {
    const id = await make();
    await expect(tab('customer.edit_card', id)).rejects.toThrow(UserError);
    const card = { cardBrand: 'Visa', cardLast4: '4242', cardExpMonth: 3, cardExpYear: 2028, cardToken: 'tok_1' };
    const put = (entries: object, reason?: string) => editNow(h.deps, h.person('billing'), id, entries, reason);
    await expect(put(card)).rejects.toMatchObject({
      fields: { card_last4: expect.stringContaining('pay by credit card') },
    });
    await put({ paymentMethod: 'credit_card' }, 'they pay by card');
    await expect(put({ ...card, cardToken: '4242424242424242' })).rejects.toMatchObject({
      fields: { card_token: expect.not.stringContaining('4242') },
    });
    await expect(put({ ...card, cardExpMonth: 13 })).rejects.toMatchObject({
      fields: { card_exp_month: expect.any(String) },
    });
    const { data } = await tab('customer.edit_card', id);
    await sales().submit('customer.edit_card', data, {
      card_brand: 'Visa',
      card_last4: text('4242'),
      card_exp_month: '3',
      card_exp_year: text('2028'),
      card_token: text('tok_1'),
    });
    expect(await details(id)).toMatchObject(card);
    expect(JSON.stringify((await sales().press('customer.open', id)).modal)).toContain(
      'Visa ending in 4242, expires 03/2028',
    );
    expect(JSON.stringify(await edits(id))).not.toContain('tok_1');
    await put({ paymentMethod: 'invoice' }, 'they send checks');
    expect(await details(id)).toMatchObject({ paymentMethod: 'invoice', cardLast4: null, cardToken: null });
    expect((await edits(id)).at(-1)?.before).toMatchObject({ cardLast4: '4242', cardBrand: 'Visa' });
    await expect(
      h.db.prisma.customer.update({ where: { id }, data: { cardLast4: '4242' } }),
      'the database keeps none either',
    ).rejects.toThrow();
  });

  test('CUS-1 which additional fields there are is a setting; what is filled in is shown', async () => {
    const id = await make();
    await expect(tab('customer.edit_information', id)).rejects.toThrow(/An admin names them in Settings/);
    await h.setPolicy(informationPolicy, { fields: ['Industry', 'Employees'] });
    const { data, json } = await tab('customer.edit_information', id);
    expect(json.indexOf('Industry')).toBeLessThan(json.indexOf('Employees'));
    await sales().submit('customer.edit_information', data, {
      'information:Industry': text('Law <firm>'),
      'information:Smuggled': text('x'),
    });
    expect((await details(id)).information).toEqual({ Industry: 'Law <firm>' });
    expect(JSON.stringify((await sales().press('customer.open', id)).modal)).toContain('Law &lt;firm&gt;');
    await h.setPolicy(informationPolicy, { fields: [] });
  });

  test('CUS-1 Additional settings, Invoicing and Tax', async () => {
    const terms = await addTerms(h.deps, h.person('accounting'), {
      name: `Net 14 ${engine}`,
      rule: { kind: 'net_days', days: 14 },
    });
    const id = await make();
    const settings = await tab('customer.edit_settings', id);
    const own = { currency: text('USD'), time_zone: text('UTC'), language: 'en' };
    await expect(
      sales().submit('customer.edit_settings', settings.data, {
        ...own,
        start_on: { day: '2026-03-01' },
        end_on: { day: '2026-02-28' },
      }),
    ).rejects.toMatchObject({ fields: { end_on: expect.stringContaining('ends before it starts') } });
    await sales().submit('customer.edit_settings', settings.data, {
      ...own,
      start_on: { day: '2026-03-01' },
      salespeople: ['U_SALES', 'U_SALES_2'],
      invoice_note: text('Thank you'),
    });
    const invoicing = await tab('customer.edit_invoicing', id);
    await sales().submit('customer.edit_invoicing', invoicing.data, {
      terms_id: terms.id,
      purchase_order: text('PO-9'),
      purchase_order_required: 'yes',
      vendor_number: text('V-7'),
      presentation: 'mail',
    });
    const tax = await tab('customer.edit_tax', id);
    const exempt = { tax_jurisdiction: text('us-ny'), tax_treatment: 'exempt', reason: text('certificate came') };
    await expect(sales().submit('customer.edit_tax', tax.data, exempt)).rejects.toMatchObject({
      fields: { tax_reason: expect.any(String) },
    });
    await sales().submit('customer.edit_tax', tax.data, { ...exempt, tax_reason: text('Certificate 12') });
    expect(await details(id)).toMatchObject({
      startOn: day('2026-03-01'),
      salespeople: ['U_SALES', 'U_SALES_2'],
      termsId: terms.id,
      purchaseOrder: 'PO-9',
      purchaseOrderRequired: true,
      taxJurisdiction: 'US-NY',
      taxTreatment: 'exempt',
    });
    const shown = JSON.stringify((await sales().press('customer.open', id)).modal);
    for (const each of ['net 14 days', 'PO-9 (required)', 'V-7', 'Certificate 12', '<@U_SALES_2>', 'Thank you'])
      expect(shown).toContain(each);
    expect(JSON.stringify(await edits(id))).toContain(`"terms":"Net 14 ${engine}"`);
    await expect(editNow(h.deps, h.person('support'), id, { phone: '1' })).rejects.toThrow(NotAllowed);
  });

  test('ALL-10 the currency may be corrected while nothing is billed in it, and stays from then on', async () => {
    const id = await make();
    const to = (currency: string) => editNow(h.deps, h.person('sales'), id, { currency }, 'mistyped');
    await expect(to('XXQ')).rejects.toThrow(FieldErrors);
    await to('EUR');
    await h.deps.transact(system, (work) =>
      planInvoices(work, {
        subject: { type: 'project', id },
        customerId: id,
        currency: 'EUR',
        charges: [
          {
            kind: 'set_up',
            label: 'Set-up fee',
            net: { amount: 100n, currency: 'EUR' },
            taxRate: 0,
          },
        ],
      }),
    );
    await expect(to('USD')).rejects.toMatchObject({
      fields: { currency: 'There is an invoice in EUR already. Enter a new customer for another currency.' },
    });
    expect((await details(id)).currency).toBe('EUR');
  });

  test('ALL-3 fifty editors: different fields all hold; of the same field the first wins, and the others read who', async () => {
    const id = await make({ phone: '+1 555 0100' });
    const fields = [
      'email',
      'address',
      'contactName',
      'vendorNumber',
      'purchaseOrder',
      'taxNumber',
      'invoiceNote',
    ] as const;
    const all = [...fields, 'phone'] as const;
    const forms = await Promise.all(Array.from({ length: 50 }, () => openForm(h.deps, id, all)));
    const outcomes = await Promise.allSettled(
      forms.map((form, n) => {
        const field = fields[n];
        const by = h.person(n % 2 === 0 ? 'sales' : 'billing');
        if (field) return form.save(by, { [field]: field === 'email' ? 'jo@example.com' : 'entered' });
        return form.save(by, { phone: `+1 555 ${1000 + n}` }, 'a new phone');
      }),
    );
    const first = outcomes.slice(0, fields.length);
    expect(first.map(({ status }) => status)).toEqual(fields.map(() => 'fulfilled'));
    const same = outcomes.slice(fields.length);
    expect(same.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = same.findIndex(({ status }) => status === 'fulfilled') + fields.length;
    const by = winner % 2 === 0 ? 'U_SALES' : 'U_BILLING';
    for (const outcome of same)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ fields: { phone: expect.stringMatching(`^<@${by}> changed this `) } });
    expect(await details(id)).toMatchObject({
      email: 'jo@example.com',
      phone: `+1 555 ${1000 + winner}`,
      vendorNumber: 'entered',
      taxNumber: 'entered',
    });
    expect(await edits(id)).toHaveLength(fields.length + 1);
  }, 60_000);

  test('ALL-3 what was seen and left as it was is not written back over what somebody else entered meanwhile', async () => {
    const id = await make();
    const [one, other] = [
      await openForm(h.deps, id, ['phone', 'email']),
      await openForm(h.deps, id, ['phone', 'email']),
    ];
    await one.save(h.person('sales'), { phone: '+1 555 0101' });
    expect(await other.save(h.person('billing'), {})).toEqual([]);
    await other.save(h.person('billing'), { email: 'a@example.com' });
    // The same value entered by both is no collision.
    await other.save(h.person('billing'), { phone: '+1 555 0101' });
    expect(await details(id)).toMatchObject({ phone: '+1 555 0101', email: 'a@example.com' });
  });

  test('a card’s number is refused in whatever field of a form, unrepeated', async () => {
    const id = await make();
    const { data } = await tab('customer.edit', id);
    expect(() => readForm({ phone: { x: { value: '4111 1111 1111 1111' } } })).toThrow(FieldErrors);
    await expect(sales().submit('customer.edit', data, { name: text('4111 1111 1111 1111') })).rejects.toThrow(
      FieldErrors,
    );
    await expect(editNow(h.deps, h.person('sales'), id, { vendorNumber: '4111-1111-1111-1111' })).rejects.toThrow(
      FieldErrors,
    );
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
