/** What an invoice that is not issued yet charges from now on. ALL-5 */
import { UserError } from '../../../../core/errors.ts';
import { formatMoney, sum } from '../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { Totals } from '../../taxes/index.ts';
import { applyChange, stateAfter } from '../change-invoice.ts';
import { type Invoice, invoiceRef } from '../invoice.ts';

/** @throws UserError where more is paid already */
export const requirePaidWithin = (invoice: Invoice, { total }: Pick<Totals, 'total'>): void => {
  const settled = sum([invoice.paid, invoice.credited, invoice.writtenOff], total.currency);
  if (total.amount >= settled.amount) return;
  throw new UserError(
    `${formatMoney(settled)} of invoice ${invoiceRef(invoice)} is paid. Reverse or refund a payment first, then correct the amount.`,
  );
};

/**
 * Of a locked invoice whose lines are corrected: its totals, and all that follows. A paid invoice that is raised is open again; a
 * permission to charge was given for the old amount: raising withdraws it (ONB-5).
 */
export const recharge = async (
  work: Work,
  invoice: Invoice,
  { net, tax, total }: Pick<Totals, 'net' | 'tax' | 'total'>,
  reason: string,
): Promise<Invoice> => {
  const { amount } = total;
  const withdrawn = amount > invoice.amount.amount && invoice.permission ? invoice.permission : undefined;
  const again = invoice.sent ? ' Send the customer the corrected invoice.' : '';
  const ask = withdrawn ? ' The customer’s permission was for less: ask again before charging the card.' : '';
  return applyChange(
    work,
    invoice,
    {
      net: net.amount,
      tax: tax.amount,
      amount,
      ...stateAfter(work, invoice, { amount }),
      ...(withdrawn ? { permission: null } : {}),
    },
    {
      what: 'corrected',
      before: {
        net: formatMoney(invoice.net),
        amount: formatMoney(invoice.amount),
        ...(withdrawn ? { permission: withdrawn.how } : {}),
      },
      after: { net: formatMoney(net), amount: formatMoney(total), ...(withdrawn ? { permission: null } : {}) },
      reason,
      text: `${person(work.by.id)} corrected it from ${formatMoney(invoice.amount)} to ${formatMoney(total)}: ${escapeMrkdwn(reason)}${again}${ask}`,
      // The customer has another amount before them, or a permission that no longer holds.
      broadcast: again !== '' || ask !== '',
    },
  );
};
