import { UserError } from '../../../../core/errors.ts';
import { formatMoney, type Money } from '../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { applyChange, refuseVoid, stateAfter } from '../change-invoice.ts';
import { type Invoice, invoiceRef, moneyRoles, type PickedUp, taxOn } from '../invoice.ts';
import { correctPickedUp } from '../pick-up.ts';
import { lockInvoice } from '../store.ts';

/** Until accounting has the invoice or anything happened to it, its amount is part of its subject, whose owner has asked who may. */
const lockToCorrect = async (work: Work, invoiceId: string, doing: string): Promise<Invoice> => {
  const invoice = await lockInvoice(work, invoiceId);
  refuseVoid(invoice);
  const untouched = !invoice.presented && !invoice.sent && invoice.paid.amount === 0n;
  if (!untouched) work.require(moneyRoles, doing);
  return invoice;
};

/**
 * Corrects what is charged before tax, with a reason. The tax follows at the invoice's own rate. Never below what is paid;
 * a paid invoice that is raised is open again. A permission to charge was given for the old amount: raising withdraws it
 * (ONB-5). ALL-5
 */
export const correctWith = async (
  work: Work,
  input: { readonly invoiceId: string; readonly net: Money; readonly reason: string },
): Promise<Invoice> => {
  const invoice = await lockToCorrect(work, input.invoiceId, 'correct invoices');
  const { net, reason } = input;
  const number = invoiceRef(invoice);
  if (net.currency !== invoice.net.currency) throw new UserError(`Invoice ${number} is in ${invoice.net.currency}.`);
  if (net.amount <= 0n) throw new UserError(`Invoice ${number} cannot be for nothing. Void it instead.`);
  if (net.amount === invoice.net.amount) throw new UserError(`Invoice ${number} is for ${formatMoney(net)} already.`);
  const tax = taxOn(net, invoice.taxRate);
  const amount = net.amount + tax.amount;
  if (amount < invoice.paid.amount) {
    throw new UserError(
      `${formatMoney(invoice.paid)} of invoice ${number} is paid. Reverse or refund a payment first, then correct the amount.`,
    );
  }
  const withdrawn = amount > invoice.amount.amount && invoice.permission ? invoice.permission : undefined;
  const total: Money = { amount, currency: net.currency };
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

/**
 * Voids an invoice that nothing is paid on, with a reason. The charge stays due, unless `nothingDue` says that there is none
 * (ONB-19): then somebody has to confirm that (`confirmWaiver`). ALL-5
 */
export const voidWith = async (
  work: Work,
  input: { readonly invoiceId: string; readonly reason: string; readonly nothingDue?: boolean },
): Promise<Invoice> => {
  const invoice = await lockToCorrect(work, input.invoiceId, 'void invoices');
  if (invoice.paid.amount > 0n) {
    throw new UserError(
      `${formatMoney(invoice.paid)} of invoice ${invoiceRef(invoice)} is paid. Reverse or refund the payment first, then void it.`,
    );
  }
  return applyChange(
    work,
    invoice,
    {
      state: 'void',
      voidReason: input.reason,
      paidAt: null,
      inDoubt: null,
      ...(input.nothingDue ? { waiver: { reason: input.reason } } : {}),
    },
    {
      what: 'voided',
      before: { state: invoice.state },
      after: { state: 'void' },
      reason: input.reason,
      text: `${person(work.by.id)} voided it: ${escapeMrkdwn(input.reason)}`,
    },
  );
};

/** Accounting corrects an invoice that it sees: what is charged, what was picked up for it, or both. ONB-19, ALL-1, ALL-5 */
export const correctInvoice = (
  deps: Deps,
  by: By,
  input: {
    readonly invoiceId: string;
    readonly net: Money;
    readonly pickedUp?: PickedUp | undefined;
    readonly reason: string;
  },
): Promise<Invoice> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, 'correct invoices');
    const before = await lockInvoice(work, input.invoiceId);
    const { invoiceId, net, pickedUp = before.pickedUp, reason } = input;
    const after = await correctPickedUp(work, { invoiceId, pickedUp, reason });
    const onlyPickedUp = pickedUp !== before.pickedUp && net.amount === before.net.amount;
    return onlyPickedUp ? after : correctWith(work, { invoiceId, net, reason });
  });

/** Accounting voids an invoice that it sees. ALL-1, ALL-5 */
export const voidInvoice = (
  deps: Deps,
  by: By,
  input: { readonly invoiceId: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, 'void invoices');
    await voidWith(work, input);
  });
