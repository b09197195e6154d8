import type { ModalView } from '@slack/types';
import { UserError } from '../../../../core/errors.ts';
import { amountText, formatMoney, type Money } from '../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { applyChange, lockToCorrect, refuseEnded } from '../change-invoice.ts';
import { type InvoiceLine, invoiceTotals, lineOfHeader } from '../document/line.ts';
import { correctLine, storedLines } from '../document/line-store.ts';
import { type Invoice, invoiceRef, moneyRoles, type PickedUp } from '../invoice.ts';
import {
  aboutInvoice,
  existingInvoice,
  pickedUpInput,
  pickedUpNames,
  pickedUpOf,
  readAmount,
  readReason,
  reasonInput,
  saidOfInvoice,
  standingInvoice,
} from '../invoice-form.ts';
import { lockInvoice } from '../store.ts';
import { correctLinesForm } from './correct-lines.ts';
import { recharge, requirePaidWithin } from './recharge.ts';

/** Correct. ONB-19, ALL-5 */
export const correctForm = (invoice: Invoice): ModalView =>
  modal({
    callback: 'invoice.correct',
    title: 'Correct the invoice',
    submit: 'Correct',
    data: invoice.id,
    blocks: [
      aboutInvoice(invoice),
      textInput({
        name: 'amount',
        label: `Amount before tax, in ${invoice.net.currency}`,
        initial: amountText(invoice.net),
        hint: `The tax of ${invoice.taxRate / 100} % is added`,
      }),
      pickedUpInput('picked_up', 'Picked up by sales', invoice.pickedUp),
      reasonInput('Why is it corrected?'),
    ],
  });

/** What cannot be put right by another amount. BIL-12 */
const refuseFixed = ({ issued, ...invoice }: Invoice, lines: readonly InvoiceLine[]): void => {
  if (issued) {
    throw new UserError(
      `${issued.number} is issued, and stays as it is: Correct on its message credits it and makes a new one.`,
    );
  }
  if (lines.length > 1) {
    throw new UserError(
      `Invoice ${invoiceRef(invoice)} has ${lines.length} lines: Correct on its message corrects them one by one.`,
    );
  }
};

/**
 * Corrects what is charged before tax, with a reason. The tax follows at the invoice's own rate. Never below what is settled;
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
  const lines = await storedLines(work.tx, invoice.id, invoice.net.currency);
  refuseFixed(invoice, lines);
  if (net.currency !== invoice.net.currency) throw new UserError(`Invoice ${number} is in ${invoice.net.currency}.`);
  if (net.amount <= 0n) throw new UserError(`Invoice ${number} cannot be for nothing. Void it instead.`);
  if (net.amount === invoice.net.amount) throw new UserError(`Invoice ${number} is for ${formatMoney(net)} already.`);
  const [line = lineOfHeader(invoice)] = lines;
  const totals = invoiceTotals([{ net, tax: line.tax }], net.currency);
  requirePaidWithin(invoice, totals);
  if (lines.length > 0) await correctLine(work.tx, line.id, net);
  return recharge(work, invoice, totals, reason);
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
  refuseEnded(invoice);
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

export const correctButton: Interaction = {
  id: 'invoice.correct',
  press: opensForm({
    roles: moneyRoles,
    doing: 'correct invoices',
    find: async (deps, id) => {
      const invoice = await standingInvoice(deps, id);
      return { invoice, lines: await storedLines(deps.db.prisma, id, invoice.net.currency) };
    },
    // What is issued is credited and made anew instead.
    form: ({ invoice, lines }) =>
      lines.length > 1 && !invoice.issued ? correctLinesForm(invoice, lines) : correctForm(invoice),
  }),
  submit: async ({ deps, by, data, values }) => {
    const { net, pickedUp } = await existingInvoice(deps, data);
    await correctInvoice(deps, by, {
      invoiceId: data,
      net: readAmount(values, 'amount', net.currency),
      pickedUp: pickedUpOf(values.option('picked_up')) ?? pickedUp,
      reason: readReason(values),
    });
    return saidOfInvoice(deps, data, 'is corrected');
  },
};
