import { UserError } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { applyChange, refuseVoid } from './change-invoice.ts';
import { type Invoice, invoiceRef, type PickedUp } from './invoice.ts';
import { lockInvoice } from './store.ts';

export const pickedUpNames: Readonly<Record<PickedUp, string>> = {
  check: 'a check',
  card_authorization: 'a card authorization',
  nothing: 'nothing',
};

/**
 * Corrects what sales picked up, with a reason, while the charge is open: how it is collected follows. The caller decides who
 * may. ONB-19
 * @returns the invoice, as it was when nothing is different
 */
export const correctPickedUp = async (
  work: Work,
  input: { readonly invoiceId: string; readonly pickedUp: PickedUp; readonly reason: string },
): Promise<Invoice> => {
  const invoice = await lockInvoice(work, input.invoiceId);
  const { pickedUp, reason } = input;
  if (invoice.pickedUp === pickedUp) return invoice;
  refuseVoid(invoice);
  if (invoice.open.amount === 0n)
    throw new UserError(`Invoice ${invoiceRef(invoice)} is paid: what was picked up for it stands.`);
  return applyChange(
    work,
    invoice,
    { pickedUp },
    {
      what: 'picked up',
      before: { pickedUp: pickedUpNames[invoice.pickedUp] },
      after: { pickedUp: pickedUpNames[pickedUp] },
      reason,
      text: `${person(work.by.id)} corrected what was picked up from ${pickedUpNames[invoice.pickedUp]} to ${pickedUpNames[pickedUp]}: ${escapeMrkdwn(reason)}`,
    },
  );
};
