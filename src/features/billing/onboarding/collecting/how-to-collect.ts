/** How a project's charge is collected, by what sales picked up for it. ONB-4, ONB-5, ONB-7 */
import { type Collecting as Next, howToCollect as usually } from '../../invoices/index.ts';
import type { ProjectCharge } from '../charges/charge.ts';

/** What accounting does next about a charge. */
export type ChargeStep = 'record_payment' | 'ask_permission' | 'await_permission' | 'charge' | 'send' | 'await_payment';

/** Kinds whose card may be charged because sales picked its authorization up: the customer gave it for just that. ONB-4 */
const allowedByPickUp: ReadonlySet<string> = new Set(['set_up']);

/**
 * Whether the customer's card may be charged for it: the permission is recorded, or it came with what sales picked up.
 *
 * Example: a set-up fee with a card authorization → true (ONB-4); a first month with one → false until the permission (ONB-5).
 */
export const mayCharge = ({ kind, pickedUp, permission }: Facts): boolean =>
  permission !== undefined || (allowedByPickUp.has(kind) && pickedUp === 'card_authorization');

type Facts = Pick<ProjectCharge, 'kind' | 'pickedUp' | 'permission'>;

/** Kinds whose invoice goes out without the card authorization form. ONB-7 names it for no hardware invoice. */
export const withoutForm: ReadonlySet<string> = new Set(['hardware']);

/**
 * What is next while it is neither paid nor in doubt.
 * - a check in hand: record the payment, then send the paid invoice;
 * - a card authorization for the set-up fee: charge the card (ONB-4);
 * - a card authorization for anything else: email the invoice asking permission to charge; charge only after the permission is
 *   recorded;
 * - nothing: email the invoice with the card authorization form, and wait.
 *
 * Example: card authorization for the first month, sent, no permission yet → `await_permission`.
 */
export const unpaidCharge = (charge: Facts & Pick<ProjectCharge, 'sent'>): Next<ChargeStep> => {
  const payment = { action: 'payment.record' };
  if (charge.permission) {
    const text = 'The customer has given permission: charge the card, then record the payment.';
    return { step: 'charge', text, ...payment };
  }
  const then = charge.sent ? '' : ', then send the customer the paid invoice';
  if (mayCharge(charge)) {
    const text = `A card authorization is on file: charge the card, record the payment${then}.`;
    return { step: 'charge', text, ...payment };
  }
  if (charge.pickedUp === 'check')
    return { step: 'record_payment', text: `A check is in hand: record the payment${then}.`, ...payment };
  if (charge.pickedUp === 'card_authorization') {
    return charge.sent
      ? {
          step: 'await_permission',
          text: 'Waiting for the customer’s permission to charge the card. Charge it only after the permission is recorded.',
          action: 'invoice.permission',
        }
      : {
          step: 'ask_permission',
          text: 'A card authorization is on file: email the invoice and ask for permission to charge the card. Charge it only after the permission is recorded.',
          action: 'invoice.mark_sent',
        };
  }
  if (charge.sent) return { step: 'await_payment', text: 'Waiting for the customer’s payment.', ...payment };
  const form = withoutForm.has(charge.kind) ? '' : ' together with the card authorization form';
  const text = `Nothing was picked up: email the invoice${form}, then wait for payment.`;
  return { step: 'send', text, action: 'invoice.mark_sent' };
};

/** As every invoice is, but for what is next while it is unpaid. */
export const howToCollect = (charge: ProjectCharge): ReturnType<typeof usually<ChargeStep>> =>
  usually(charge, unpaidCharge(charge));
