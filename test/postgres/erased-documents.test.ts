import { afterAll, beforeAll, expect, test } from 'vitest';
import { creditInvoice } from '../../src/features/billing/credits/index.ts';
import {
  frozenOf,
  issueInvoice,
  issueLocked,
  linesOf,
  lockInvoice,
} from '../../src/features/billing/invoices/index.ts';
import { eraseContact } from '../../src/features/customers/index.ts';
import { billingHarness, makeSeller } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describePostgres } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes, theInvoice } from '../support/invoices.ts';
import { meanwhile } from '../support/meanwhile.ts';

const contact = { contactName: 'Jolanda Quist', email: 'jolanda@quist.example', invoiceNote: 'Ask for Jolanda' };
const company = { address: 'Via del Sale 7', purchaseOrder: 'PO-1', vendorNumber: 'V-7' };

describePostgres('a contact is erased of whom documents were issued', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness('postgres');
    await setTaxes(h, { services: 200_000 });
    await makeSeller(h);
  });
  afterAll(() => h.close());

  const anIssued = async () => {
    const customerId = await aCustomer(h);
    await editNow(h.deps, h.person('sales'), customerId, { ...contact, ...company });
    const { id } = await aDraft(h, customerId, [aLine(100_00)]);
    return { customerId, id };
  };
  const erase = (customerId: string) =>
    eraseContact(h.deps, h.person('admin'), { customerId, reason: 'asked by letter' });
  const documents = async (customerId: string) => [
    ...(await h.db.prisma.invoice.findMany({ where: { customerId } })).map(({ frozen }) => frozen),
    ...(await h.db.prisma.creditNote.findMany({ where: { customerId } })).map(({ frozen }) => frozen),
  ];

  test('ALL-7, BIL-12 invoices and credit notes lose the contact, its addresses and the note, and keep what the law has them say', async () => {
    const { customerId, id } = await anIssued();
    await issueInvoice(h.deps, h.person('accounting'), id);
    const [line] = await linesOf(h.db.prisma, await theInvoice(h, id));
    await creditInvoice(h.deps, h.person('accounting'), {
      invoiceId: id,
      lines: [{ lineId: line?.id ?? '', net: '1000' }],
      reason: 'as agreed',
    });
    const [other, before, invoice] = [await anIssued(), await documents(customerId), await theInvoice(h, id)];
    await issueInvoice(h.deps, h.person('accounting'), other.id);
    expect(JSON.stringify(before).match(/Quist/g)).toHaveLength(2);

    await erase(customerId);

    const after = await documents(customerId);
    expect(after).toEqual(
      before.map((document) => ({
        ...(document as object),
        customer: { ...(document as { customer: object }).customer, contactName: null, emails: [] },
        note: null,
      })),
    );
    expect(await frozenOf(h.db.prisma, id)).toMatchObject({
      customer: { address: 'Via del Sale 7', purchaseOrder: 'PO-1' },
    });
    expect(await theInvoice(h, id)).toEqual(invoice);
    expect(await frozenOf(h.db.prisma, other.id)).toMatchObject({ customer: { contactName: 'Jolanda Quist' } });
    expect(await h.audit({ action: 'customer.contact_erased', subjectId: customerId })).toMatchObject([
      { after: { elsewhere: 2 } },
    ]);
  });

  test('ALL-7, BIL-12 erased while a document is issued: who erases waits for it, and the document is without the contact', async () => {
    const one = await anIssued();
    const erased = await meanwhile(
      h,
      async (work) => issueLocked(work, await lockInvoice(work, one.id)),
      () => erase(one.customerId),
    );
    expect(erased.status).toBe('fulfilled');
    expect(JSON.stringify(await documents(one.customerId))).not.toContain('olanda');
  });
});
