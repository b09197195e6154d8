/** What the project says of its charges where their invoices are shown, and of how they are paid. */

import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { type Aside, type InvoiceOwner, invoiceRef } from '../../invoices/index.ts';
import type { PaymentWays, Way } from '../../payments/index.ts';
import type { ProjectCharge } from '../charges/charge.ts';
import { chargesAmong } from '../charges/charges-store.ts';
import { mayCharge, unpaidCharge, withoutForm } from './how-to-collect.ts';
import { pickedUpTexts } from './picked-up.ts';

const buttonsOf = (charge: ProjectCharge): Aside['buttons'] => {
  const isOpen = charge.open.amount > 0n;
  const stands = charge.inDoubt === undefined;
  const possible = [
    [isOpen && stands && !mayCharge(charge), 'Record permission to charge', 'invoice.permission'],
    [charge.permission !== undefined, 'Withdraw permission', 'invoice.withdraw_permission'],
    [isOpen, 'Correct what was picked up', 'invoice.picked_up'],
  ] as const;
  return possible.flatMap(([can, text, action]) => (can ? [{ text, action }] : []));
};

const letterAsks = (charge: ProjectCharge): Pick<Aside, 'letterAsks'> => {
  if (unpaidCharge(charge).step === 'ask_permission') return { letterAsks: 'permission' };
  return charge.pickedUp === 'nothing' && !withoutForm.has(charge.kind) ? { letterAsks: 'authorization' } : {};
};

export const chargeAside = (charge: ProjectCharge): Aside => {
  const { pickedUp, permission, waiver } = charge;
  return {
    facts: [['Picked up by sales', pickedUpTexts[pickedUp]]],
    unpaid: unpaidCharge(charge),
    ...letterAsks(charge),
    buttons: buttonsOf(charge),
    notes: [
      ...(permission
        ? [
            `Permission to charge given ${formatDay(permission.on)}: ${escapeMrkdwn(clip(permission.how, 300))} (${person(permission.by)})`,
          ]
        : []),
      ...(waiver?.confirmed
        ? [`Nothing is due: confirmed by ${person(waiver.confirmed.by)}, ${moment(waiver.confirmed.at)}`]
        : []),
    ],
  };
};

export const chargeOwner: InvoiceOwner = {
  subject: 'project',
  read: async (tx, invoices) =>
    new Map([...(await chargesAmong(tx, invoices))].map(([id, charge]) => [id, chargeAside(charge)])),
};

/** A card is charged only with the customer's permission. ONB-4, ONB-5, ONB-7 */
export const chargeWay = (charge: ProjectCharge): Way => ({
  ...(charge.pickedUp === 'check' ? { usual: 'check' } : {}),
  ...(mayCharge(charge)
    ? {}
    : {
        refused: {
          method: 'card',
          hint: 'A card may be charged only after the customer’s permission is recorded.',
          why: `Record the customer’s permission to charge first: no card is charged for invoice ${invoiceRef(charge)} without it.`,
        },
      }),
});

export const chargeWays: PaymentWays = {
  subject: 'project',
  read: async (tx, invoices) =>
    new Map([...(await chargesAmong(tx, invoices))].map(([id, charge]) => [id, chargeWay(charge)])),
};
