import { Conflict } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Charge, type Invoice, invoiceRef } from './document/invoice.ts';
import { insertInvoices, invoicesFor, takeUnpresented } from './store.ts';

/** A caller's mistake, not a person's: amounts and kinds were checked where they were typed in. */
const check = (charge: Charge, currency: string): void => {
  if (charge.net.currency !== currency)
    throw new RangeError(`${charge.kind} is in ${charge.net.currency}, not ${currency}`);
  if (charge.net.amount < 0n) throw new RangeError(`${charge.kind} is negative`);
  if (!Number.isInteger(charge.taxRate) || charge.taxRate < 0 || charge.taxRate > 10_000) {
    throw new RangeError(`the tax rate of ${charge.kind} must be 0 to 10,000 basis points`);
  }
};

/**
 * Plans a draft for each charge above zero; nobody sees it before `presentInvoices`. Of a subject and kind there is one
 * that is not void: a second is a Conflict. ONB-3
 */
export const planInvoices = async (
  work: Work,
  input: {
    readonly subject: Subject;
    readonly customerId: string;
    readonly currency: string;
    readonly charges: readonly Charge[];
  },
): Promise<readonly Invoice[]> => {
  for (const charge of input.charges) check(charge, input.currency);
  const charges = input.charges.filter((charge) => charge.net.amount > 0n);
  if (charges.length === 0) return [];
  if ((await insertInvoices(work, { ...input, charges })) < charges.length) {
    throw new Conflict('There is an invoice for this already. Correct that one instead.');
  }
  const kinds = new Set(charges.map((charge) => charge.kind));
  const planned = (await invoicesFor(work.tx, input.subject)).filter((invoice) => kinds.has(invoice.kind));
  for (const invoice of planned) {
    work.audit({
      action: 'invoice.planned',
      subject: input.subject,
      customerId: input.customerId,
      after: {
        invoice: invoice.id,
        number: invoiceRef(invoice),
        label: invoice.label,
        net: formatMoney(invoice.net),
        tax: formatMoney(invoice.tax),
        amount: formatMoney(invoice.amount),
        pickedUp: invoice.pickedUp,
      },
    });
  }
  return planned;
};

/** Puts a subject's invoices before accounting, one message each. Safe to repeat; later ones join. ONB-3 */
export const presentInvoices = async (work: Work, subject: Subject): Promise<void> => {
  for (const invoice of await takeUnpresented(work, subject)) {
    work.show({ kind: 'invoice', subjectId: invoice.id }, { role: 'accounting' });
    work.audit({
      action: 'invoice.presented',
      subject,
      customerId: invoice.customerId,
      after: { invoice: invoice.id, number: invoiceRef(invoice), label: invoice.label },
    });
  }
};
