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
 * Of a locked invoice whose lines are corrected: its totals, and all that follows. A paid invoice that is raised is open again.
 */
export const recharge = async (
  work: Work,
  invoice: Invoice,
  { net, tax, total }: Pick<Totals, 'net' | 'tax' | 'total'>,
  reason: string,
): Promise<Invoice> => {
  const { amount } = total;
  const again = invoice.sent ? ' Send the customer the corrected invoice.' : '';
  return applyChange(
    work,
    invoice,
    {
      net: net.amount,
      tax: tax.amount,
      amount,
      ...stateAfter(work, invoice, { amount }),
    },
    {
      what: 'corrected',
      before: { net: formatMoney(invoice.net), amount: formatMoney(invoice.amount) },
      after: { net: formatMoney(net), amount: formatMoney(total) },
      reason,
      text: `${person(work.by.id)} corrected it from ${formatMoney(invoice.amount)} to ${formatMoney(total)}: ${escapeMrkdwn(reason)}${again}`,
      // The customer has another amount before them.
      broadcast: again !== '',
    },
  );
};
