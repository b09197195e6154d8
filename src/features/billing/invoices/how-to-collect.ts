import { formatMoney } from '../../../core/money/money.ts';
import type { Invoice } from './invoice.ts';

/** What accounting does next about an invoice, whatever it is of. */
export type NextStep = 'decide' | 'send' | 'await_payment' | 'file' | 'none';

export interface Collecting<Step extends string = string> {
  readonly step: Step;
  /** For people; plain text. */
  readonly text: string;
  /** The button that does it, if one does. */
  readonly action?: string;
}

type Facts = Pick<Invoice, 'state' | 'issued' | 'sent' | 'filed' | 'paid' | 'open' | 'inDoubt'>;

/** Where nobody knows more of it: it goes to the customer, who pays. */
const unpaidBill = ({ sent }: Facts): Collecting<NextStep> =>
  sent
    ? { step: 'await_payment', text: 'Waiting for the customer’s payment.', action: 'payment.record' }
    : { step: 'send', text: 'Send it to the customer, then wait for payment.', action: 'invoice.mark_sent' };

/** What went out under a number of ours is not voided but credited. BIL-12 */
const decideStep = ({ inDoubt, issued, sent }: Facts): Collecting<NextStep> => {
  const isOut = issued !== undefined && sent !== undefined;
  return {
    step: 'decide',
    text: `${inDoubt} ${isOut ? 'Credit' : 'Void'} the invoice or keep it, and say why.`,
    action: isOut ? 'credit.issue' : 'invoice.void',
  };
};

/**
 * How an invoice is collected.
 * @param unpaid what is next while it is neither paid nor in doubt, where the room that it is of knows better
 *
 * Example: paid and not sent yet → `send`.
 */
export const howToCollect = <Step extends string = never>(
  invoice: Facts,
  unpaid?: Collecting<Step>,
): Collecting<NextStep | Step> => {
  switch (invoice.state) {
    case 'void':
    case 'uncollectible':
      return { step: 'none', text: 'Nothing is to be collected.' };
    case 'paid':
      if (!invoice.sent) {
        const text = 'Paid in full. Send the customer the paid invoice.';
        return { step: 'send', text, action: 'invoice.mark_sent' };
      }
      if (!invoice.filed) {
        const text = 'Paid in full. File the invoice among the customer’s documents.';
        return { step: 'file', text, action: 'invoice.file' };
      }
      return { step: 'none', text: 'Paid in full.' };
    default: {
      const next = invoice.inDoubt === undefined ? (unpaid ?? unpaidBill(invoice)) : decideStep(invoice);
      return invoice.paid.amount > 0n
        ? { ...next, text: `Partly paid: ${formatMoney(invoice.open)} is still open. ${next.text}` }
        : next;
    }
  }
};
