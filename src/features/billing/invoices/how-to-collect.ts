import { formatMoney } from '../../../core/money/money.ts';
import { type Invoice, isBill, mayCharge } from './invoice.ts';

/** What accounting does next about an invoice. */
export type NextStep =
  | 'decide'
  | 'record_payment'
  | 'send'
  | 'ask_permission'
  | 'await_permission'
  | 'charge'
  | 'await_payment'
  | 'file'
  | 'none';

export interface Collecting {
  readonly step: NextStep;
  /** For people; plain text. */
  readonly text: string;
}

type Facts = Pick<
  Invoice,
  'kind' | 'state' | 'pickedUp' | 'issued' | 'sent' | 'permission' | 'filed' | 'paid' | 'open' | 'inDoubt'
>;

/** Kinds whose invoice goes out without the card authorization form. ONB-7 names it for no hardware invoice. */
const withoutForm: ReadonlySet<string> = new Set(['hardware']);

/**
 * How an invoice is collected, by what sales picked up. ONB-4, ONB-5, ONB-7
 * - a check in hand: record the payment, then send the paid invoice;
 * - a card authorization for the set-up fee: charge the card (ONB-4);
 * - a card authorization for anything else: email the invoice asking permission to charge; charge only after the permission is
 *   recorded;
 * - nothing: email the invoice with the card authorization form, and wait; a bill goes without the form.
 *
 * Example: card authorization for the first month, sent, no permission yet → `await_permission`.
 */
export const howToCollect = (invoice: Facts): Collecting => {
  switch (invoice.state) {
    case 'void':
    case 'uncollectible':
      return { step: 'none', text: 'Nothing is to be collected.' };
    case 'paid':
      if (!invoice.sent) return { step: 'send', text: 'Paid in full. Send the customer the paid invoice.' };
      if (!invoice.filed)
        return { step: 'file', text: 'Paid in full. File the invoice among the customer’s documents.' };
      return { step: 'none', text: 'Paid in full.' };
    default: {
      const next = unpaid(invoice);
      return invoice.paid.amount > 0n
        ? { ...next, text: `Partly paid: ${formatMoney(invoice.open)} is still open. ${next.text}` }
        : next;
    }
  }
};

const unpaid = (invoice: Facts): Collecting => {
  if (invoice.inDoubt !== undefined) {
    return {
      step: 'decide',
      text: `${invoice.inDoubt} ${invoice.issued && invoice.sent ? 'Credit' : 'Void'} the invoice or keep it, and say why.`,
    };
  }
  if (invoice.permission) {
    return { step: 'charge', text: 'The customer has given permission: charge the card, then record the payment.' };
  }
  const then = invoice.sent ? '' : ', then send the customer the paid invoice';
  if (mayCharge(invoice)) {
    return { step: 'charge', text: `A card authorization is on file: charge the card, record the payment${then}.` };
  }
  if (invoice.pickedUp === 'check') {
    return { step: 'record_payment', text: `A check is in hand: record the payment${then}.` };
  }
  if (invoice.pickedUp === 'card_authorization') {
    return invoice.sent
      ? {
          step: 'await_permission',
          text: 'Waiting for the customer’s permission to charge the card. Charge it only after the permission is recorded.',
        }
      : {
          step: 'ask_permission',
          text: 'A card authorization is on file: email the invoice and ask for permission to charge the card. Charge it only after the permission is recorded.',
        };
  }
  if (invoice.sent) return { step: 'await_payment', text: 'Waiting for the customer’s payment.' };
  if (isBill(invoice)) return { step: 'send', text: 'Send it to the customer, then wait for payment.' };
  const form = withoutForm.has(invoice.kind) ? '' : ' together with the card authorization form';
  return { step: 'send', text: `Nothing was picked up: email the invoice${form}, then wait for payment.` };
};
