import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { setClosing } from '../../src/features/billing/closing/index.ts';
import {
  frozenOf,
  type Invoice,
  issueInvoice,
  linesOf,
  lockInvoice,
  markSent,
  planInvoices,
  recordArrival,
  takeBack,
  voidInvoice,
} from '../../src/features/billing/invoices/index.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import { editSeller, sellerById } from '../../src/features/billing/sellers/index.ts';
import { addGroup, addTerms } from '../../src/features/customers/index.ts';
import { aSeller, billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, correctAmount, setTaxes, theInvoice } from '../support/invoices.ts';

describeEachEngine('issuing', (engine) => {
  let h: Harness;
  let sellerId: string;
  let customerId: string;
  const today = day('2026-03-02');
  const reason = 'as agreed';
  const accounting = () => h.person('accounting');
  const numberOf = async ({ id }: { readonly id: string }) => (await theInvoice(h, id)).issued?.number;
  const draft = (cents = 100_00) => aDraft(h, customerId, [aLine(cents)]);
  const issued = async (cents?: number): Promise<Invoice> =>
    issueInvoice(h.deps, accounting(), (await draft(cents)).id);

  beforeAll(async () => {
    h = await billingHarness(engine);
    await setTaxes(h, { services: 200_000 });
    customerId = await aCustomer(h);
  });
  afterAll(() => h.close());

  test('BIL-12 without a seller the accounting system numbers: nothing is issued here, and Mark as sent asks for its number', async () => {
    const { id } = await draft();
    await expect(issueInvoice(h.deps, accounting(), id)).rejects.toThrow(
      /numbered in the accounting system.*\/bill setup/,
    );
    expect(await problemsOf(markSent(h.deps, accounting(), { invoiceId: id, sentOn: today }))).toEqual({
      number: 'Enter the invoice’s number.',
    });
    await markSent(h.deps, accounting(), { invoiceId: id, sentOn: today, number: 'QB-7' });
    sellerId = (await makeSeller(h)).id;
    const after = await theInvoice(h, id);
    expect(after).toMatchObject({ numbering: 'elsewhere', state: 'open', presentment: 'presented' });
    expect(after.issued).toBeUndefined();
    await expect(issueInvoice(h.deps, accounting(), id)).rejects.toThrow(/sent as number QB-7/);
  });

  test('BIL-12 issuing gives the next number, dates it, and freezes lines, texts and addresses; who is second is told who was first', async () => {
    await editNow(h.deps, accounting(), customerId, { address: '5 Elm Street', purchaseOrder: 'PO-1' });
    const { id, state } = await draft();
    expect(state).toBe('draft');
    await issueInvoice(h.deps, accounting(), id);
    const first = await theInvoice(h, id);
    expect(first).toMatchObject({
      state: 'open',
      presentment: 'not_presented',
      numbering: 'own',
      issued: { number: 'INV-2026-00001', on: today, by: 'U_ACCOUNTING' },
      dueOn: today,
    });
    await expect(issueInvoice(h.deps, h.person('billing'), id)).rejects.toThrow(
      /<@U_ACCOUNTING> issued invoice I-\d+ as INV-2026-00001/,
    );
    await editNow(h.deps, accounting(), customerId, { address: '9 Oak Street' }, reason);
    const seller = await sellerById(h.db.prisma, sellerId);
    await editSeller(h.deps, accounting(), {
      sellerId,
      reason,
      version: seller?.version ?? 0,
      entries: { ...aSeller, address: 'Elsewhere' },
    });
    expect(await frozenOf(h.db.prisma, id)).toMatchObject({
      seller: { name: aSeller.name, address: aSeller.address },
      customer: { address: '5 Elm Street', purchaseOrder: 'PO-1' },
      terms: 'due at once',
      taxes: ['Tax on services 20 %'],
    });
    const [message] = await h.messages('invoice', id);
    expect(message?.json).toContain('Issued Mar 2, 2026 as INV-2026-00001');
    expect((await h.posts()).map(({ text }) => text)).toContain(
      '<@U_ACCOUNTING> issued it as INV-2026-00001, due Mar 2, 2026.',
    );
    expect((await h.audit({ action: 'invoice.issued' })).at(-1)).toMatchObject({
      after: { issuedAs: 'INV-2026-00001', issuedOn: '2026-03-02' },
    });
  });

  test('BIL-12 Mark as sent issues and presents in one press; its number elsewhere is a reference beside it', async () => {
    const { id } = await draft();
    await markSent(h.deps, accounting(), { invoiceId: id, sentOn: today, number: 'QB-8' });
    expect(await theInvoice(h, id)).toMatchObject({
      state: 'open',
      presentment: 'presented',
      issued: { number: 'INV-2026-00002' },
      sent: { number: 'QB-8' },
    });
    expect((await h.posts()).at(-1)?.text).toBe('<@U_ACCOUNTING> sent it as number INV-2026-00002.');
    await expect(markSent(h.deps, accounting(), { invoiceId: id, sentOn: today })).rejects.toThrow(Conflict);
    await takeBack(h.deps, accounting(), { invoiceId: id, reason });
    expect(await theInvoice(h, id)).toMatchObject({
      state: 'open',
      presentment: 'not_presented',
      issued: { number: 'INV-2026-00002' },
    });
  });

  test('BIL-12 what is refused after its number was taken gives the number back', async () => {
    const { id } = await draft();
    const tooEarly = { invoiceId: id, sentOn: day('2026-02-27') };
    expect(await problemsOf(markSent(h.deps, accounting(), tooEarly))).toEqual({
      sent_on: expect.stringContaining('is dated Mar 2, 2026'),
    });
    expect(await theInvoice(h, id)).toMatchObject({ state: 'draft' });
    expect(await numberOf(await issueInvoice(h.deps, accounting(), id))).toBe('INV-2026-00003');
  });

  test('ONB-5 a check in hand that pays a draft in full issues it; a part does not', async () => {
    const { id } = await draft();
    const pay = (cents: number, reference: string) =>
      recordPayment(h.deps, accounting(), {
        invoiceId: id,
        amount: money(cents, 'USD'),
        method: 'check',
        reference,
        receivedOn: today,
      });
    await pay(20_00, '1');
    expect((await theInvoice(h, id)).issued).toBeUndefined();
    const { invoice } = await pay(100_00, '2');
    expect(invoice).toMatchObject({
      state: 'paid',
      issued: { number: 'INV-2026-00004' },
      presentment: 'not_presented',
    });
    await markSent(h.deps, accounting(), { invoiceId: id, sentOn: today });
    expect(await theInvoice(h, id)).toMatchObject({ state: 'paid', presentment: 'presented' });
  });

  test('BIL-12 a charge of a project gets its header as its line when it is issued', async () => {
    const subject = { type: 'project', id: newId() };
    const charge = {
      kind: 'set_up',
      label: 'Set-up fee',
      net: money(500_00, 'USD'),
      taxRate: 825,
      pickedUp: 'nothing',
    };
    const [planned] = await h.acting(h.person('sales'), (work) =>
      planInvoices(work, { subject, customerId, currency: 'USD', charges: [charge as never] }),
    );
    const { id } = await issueInvoice(h.deps, accounting(), planned?.id ?? '');
    expect(await h.db.prisma.invoiceLine.findMany({ where: { invoiceId: id } })).toMatchObject([
      { description: 'Set-up fee', net: 500_00n, taxRate: 82_500, position: 1 },
    ]);
    const invoice = await theInvoice(h, id);
    expect([await linesOf(h.db.prisma, invoice), invoice.amount]).toMatchObject([
      [{ description: 'Set-up fee' }],
      money(541_25, 'USD'),
    ]);
  });

  test('BIL-12 issued and not sent it is void with its number used up; sent it is neither voided nor corrected', async () => {
    const one = await issued();
    await voidInvoice(h.deps, accounting(), { invoiceId: one.id, reason });
    expect(await theInvoice(h, one.id)).toMatchObject({ state: 'void', issued: { number: 'INV-2026-00006' } });
    const two = await issued();
    expect(two.issued?.number).toBe('INV-2026-00007');
    await markSent(h.deps, accounting(), { invoiceId: two.id, sentOn: today });
    await expect(voidInvoice(h.deps, accounting(), { invoiceId: two.id, reason })).rejects.toThrow(
      /INV-2026-00007 was issued and sent.*credited in full/,
    );
    const correction = { invoiceId: two.id, net: money(1_00, 'USD'), reason };
    await expect(correctAmount(h, accounting(), correction)).rejects.toThrow(/INV-2026-00007 is issued/);
    expect(await theInvoice(h, two.id)).toMatchObject({ state: 'open', net: money(100_00, 'USD') });
  });

  test('BIL-16 it is due by the group’s terms, else the customer’s, else the standard; a day that was given holds', async () => {
    const other = await aCustomer(h);
    const { id: net14 } = await addTerms(h.deps, accounting(), {
      name: 'Net 14',
      rule: { kind: 'net_days', days: 14 },
    });
    const { id: net30 } = await addTerms(h.deps, accounting(), {
      name: 'Net 30',
      rule: { kind: 'net_days', days: 30 },
    });
    await editNow(h.deps, accounting(), other, { termsId: net14 });
    const group = await addGroup(h.deps, accounting(), {
      customerId: other,
      group: {
        name: 'Hosting',
        startOn: today,
        endOn: null,
        termsId: net30,
        purchaseOrder: 'PO-G',
        addressees: [],
        contractId: null,
        sellerId: null,
      },
    });
    const dueOf = async (line: object, more: object = {}) => {
      const { id } = await aDraft(h, other, [aLine(1_00, line)], more);
      await issueInvoice(h.deps, accounting(), id);
      return { due: (await theInvoice(h, id)).dueOn, order: (await frozenOf(h.db.prisma, id))?.customer.purchaseOrder };
    };
    expect(await dueOf({})).toEqual({ due: '2026-03-16', order: null });
    expect(await dueOf({ groupId: group.id })).toEqual({ due: '2026-04-01', order: 'PO-G' });
    expect(await dueOf({}, { dueOn: day('2026-03-20') })).toMatchObject({ due: '2026-03-20' });
  });

  test('BIL-3 what did not arrive says so beside its money, asks accounting to act, and starts anew when it is sent again', async () => {
    const { id } = await draft();
    const tell = (state: 'bounced' | 'confirmed') =>
      h.acting(accounting(), async (work) =>
        recordArrival(work, await lockInvoice(work, id), { state, how: 'mailbox <full>' }),
      );
    await expect(tell('bounced')).rejects.toThrow(/is not marked as sent/);
    await markSent(h.deps, accounting(), { invoiceId: id, sentOn: today });
    await tell('bounced');
    expect(await theInvoice(h, id)).toMatchObject({ state: 'open', presentment: 'bounced' });
    expect((await h.messages('invoice', id))[0]?.json).toContain(':warning: did not reach the customer');
    const told = (await h.posts()).at(-1);
    expect(told?.text).toMatch(/^It did not reach the customer\. Call them.*: mailbox &lt;full&gt;$/);
    await takeBack(h.deps, accounting(), { invoiceId: id, reason });
    await markSent(h.deps, accounting(), { invoiceId: id, sentOn: today });
    expect((await theInvoice(h, id)).presentment).toBe('presented');
    await tell('confirmed');
    expect((await theInvoice(h, id)).presentment).toBe('confirmed');
  });

  test('BIL-16 a draft says when it would be due by its terms, as its preview did; BIL-12 an up-front charge is issued by whom the customer’s groups name', async () => {
    const { id: other } = await makeSeller(h, { name: 'Harbor Hosting' });
    const owner = await aCustomer(h);
    const terms = await addTerms(h.deps, accounting(), { name: 'Fourteen days', rule: { kind: 'net_days', days: 14 } });
    const group = { name: 'Main', startOn: today, endOn: null, termsId: terms.id, purchaseOrder: null };
    await addGroup(h.deps, accounting(), {
      customerId: owner,
      group: { ...group, addressees: [], contractId: null, sellerId: other },
    });
    await editNow(h.deps, accounting(), owner, { termsId: terms.id });
    const { id } = await aDraft(h, owner, [aLine(10_00)]);
    expect((await h.messages('invoice', id))[0]?.json).toContain('*Due*\\nMar 16, 2026, if issued today');
    const subject = { type: 'project', id: newId() };
    const charges = [{ kind: 'hardware', label: 'Hardware', net: money(10_00, 'USD'), taxRate: 0 }];
    const [planned] = await h.acting(accounting(), (work) =>
      planInvoices(work, { subject, customerId: owner, currency: 'USD', charges }),
    );
    await issueInvoice(h.deps, accounting(), planned?.id ?? '');
    expect(await theInvoice(h, planned?.id ?? '')).toMatchObject({ sellerId: other });
  });

  test('BIL-9 a bill that its credits use up is paid once it is issued', async () => {
    const credit = aLine(-50_00, { description: 'Credit' });
    const { id } = await aDraft(h, customerId, [aLine(50_00), credit]);
    await issueInvoice(h.deps, accounting(), id);
    expect(await theInvoice(h, id)).toMatchObject({ state: 'paid', amount: money(0, 'USD') });
  });

  test('ALL-1 only billing and accounting issue; the button stands on the message while there is something to issue', async () => {
    const { id } = await draft();
    await expect(issueInvoice(h.deps, h.person('sales'), id)).rejects.toThrow(NotAllowed);
    expect((await h.messages('invoice', id))[0]?.json).toContain('invoice.issue');
    await issueInvoice(h.deps, h.person('billing'), id);
    expect((await h.messages('invoice', id))[0]?.json).not.toContain('invoice.issue');
  });

  test('BIL-12 dated by the seller’s calendar: in New York it is still the old year, and its series', async () => {
    h.clock.set(new Date('2027-01-01T03:00:00Z'));
    const invoice = await issued();
    expect(invoice.issued).toMatchObject({ on: '2026-12-31', number: expect.stringMatching(/^INV-2026-/) });
    h.clock.set(new Date('2027-01-01T06:00:00Z'));
    expect((await issued()).issued).toMatchObject({ on: '2027-01-01', number: 'INV-2027-00001' });
  });

  test('BIL-16 nothing is issued into a closed period; what is dated there is not voided', async () => {
    const old = await issued();
    h.clock.set(new Date('2027-01-01T12:00:00Z'));
    await setClosing(h.deps, accounting(), { closedOn: day('2027-01-01'), shown: undefined, reason: '' });
    await expect(draft().then(({ id }) => issueInvoice(h.deps, accounting(), id))).rejects.toThrow(/closed period/);
    await expect(voidInvoice(h.deps, accounting(), { invoiceId: old.id, reason })).rejects.toThrow(
      /in a closed period/,
    );
    h.clock.set(new Date('2027-01-02T12:00:00Z'));
    expect((await issued()).issued?.number).toBe('INV-2027-00003');
  });
});
