import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { UserError } from '../../../../core/errors.ts';
import { amountText, formatMoney, type Money, money } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, day } from '../../../../core/time/calendar.ts';
import { dateInput, modal, section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { readKept } from '../../../../platform/block-kit/kept.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Answer, Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  asShown,
  existingInvoice,
  figuresOf,
  type Invoice,
  invoiceRef,
  invoiceTitle,
  lockInvoice,
  moneyRoles,
  readAmount,
  readShown,
  type ShownInvoice,
  standingInvoice,
  writeShown,
} from '../../invoices/index.ts';
import { type PaymentMethod, paymentMethods } from '../payment.ts';
import { balanceText, leftOverText, methodChoices, paymentText, recordedAnswer } from '../payment-views.ts';
import { type Way, waysOf } from '../payment-ways.ts';
import { type Received, receivePayment } from '../receive-payment.ts';
import { leftOverOf } from '../settlement.ts';

const doing = 'record payments';

/** Record payment. ONB-3, ONB-5, ONB-7 @throws UserError when it is paid */
export const recordForm = (invoice: Invoice, { usual, refused }: Way, today: Day, data: string): ModalView => {
  if (invoice.open.amount === 0n) throw new UserError(`Invoice ${invoiceRef(invoice)} is paid in full already.`);
  const title = clip(invoiceTitle(invoice), 300);
  const hint = refused ? ` ${refused.hint}` : '';
  return modal({
    callback: 'payment.record',
    title: 'Record a payment',
    submit: 'Record',
    data,
    blocks: [
      section(
        `*${escapeMrkdwn(title)}*, ${formatMoney(invoice.amount)}, of which ${formatMoney(invoice.open)} is open.${hint}`,
      ),
      textInput({
        name: 'amount',
        label: `Amount received, in ${invoice.open.currency}`,
        initial: amountText(invoice.open),
      }),
      selectInput({
        name: 'method',
        label: 'How was it paid?',
        choices: methodChoices,
        initial: usual,
      }),
      textInput({
        name: 'reference',
        label: 'Reference',
        hint: 'The check’s number, or the transaction. No card number, please.',
        optional: true,
        max: 100,
      }),
      dateInput({ name: 'received_on', label: 'Received on', initial: today }),
    ],
  });
};

export interface RecordPayment extends ShownInvoice {
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly receivedOn: Day;
  /** What the person was told will be left over. BIL-15 */
  readonly leftOver?: Money | undefined;
}

/** Accounting records an invoice's payment. ONB-3, ONB-5, ONB-7, ONB-12 */
export const recordPayment = async (deps: Deps, by: By, input: RecordPayment): Promise<Received> => {
  const { invoiceId, shown, ...received } = input;
  return deps.transact(by, (work) => {
    work.require(moneyRoles, doing);
    return asShown(work, { invoiceId, shown }, async (locked) => {
      const invoice = locked ?? (await lockInvoice(work, invoiceId));
      return receivePayment(work, { ...received, customerId: invoice.customerId }, invoice);
    });
  });
};

const kept = z.object({
  invoiceId: z.string(),
  shown: z.string().optional(),
  amount: z.string(),
  currency: z.string(),
  method: z.enum(paymentMethods),
  reference: z.string().optional(),
  receivedOn: z.string().transform(day),
  leftOver: z.string(),
});

/** What was filled in, carried on to the second form. */
const writeKept = ({ amount, ...input }: RecordPayment, leftOver: Money): string =>
  JSON.stringify({ ...input, amount: `${amount.amount}`, currency: amount.currency, leftOver: `${leftOver.amount}` });

const readInput = (data: string): RecordPayment => {
  const { amount, currency, leftOver, ...input } = readKept(kept, data);
  return { ...input, amount: money(BigInt(amount), currency), leftOver: money(BigInt(leftOver), currency) };
};

/** What is left over is said before it is saved. BIL-15 */
const overpaidForm = (invoice: Invoice, input: RecordPayment, leftOver: Money): ModalView =>
  modal({
    callback: 'payment.record_over',
    title: 'More than is open',
    submit: 'Record',
    data: writeKept(input, leftOver),
    blocks: [
      section(
        `*${escapeMrkdwn(clip(invoiceTitle(invoice), 300))}*: ${escapeMrkdwn(paymentText(input))}. Only ${formatMoney(invoice.open)} is open: *${formatMoney(leftOver)} becomes the customer’s balance*, which pays other invoices on request, or is refunded.`,
      ),
    ],
  });

const record = async (deps: Deps, by: By, input: RecordPayment): Promise<Answer> => {
  const { payment, invoice } = await recordPayment(deps, by, input);
  return recordedAnswer(
    `Recorded ${escapeMrkdwn(paymentText(payment))}. ${invoice ? balanceText(invoice) : ''}${leftOverText(input.leftOver)}`,
    payment,
  );
};

export const recordButton: Interaction = {
  id: 'payment.record',
  press: opensForm({
    roles: moneyRoles,
    doing,
    find: async (deps, id) => {
      const { prisma } = deps.db;
      const invoice = await standingInvoice(deps, id);
      const way = (await waysOf(deps, prisma, [invoice])).get(id) ?? {};
      return { invoice, way, data: await writeShown(prisma, invoice, 'money') };
    },
    form: ({ invoice, way, data }, today) => recordForm(invoice, way, today, data),
  }),
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    const shown = readShown(data);
    const invoice = await existingInvoice(deps, shown.invoiceId);
    const method = paymentMethods.find((each) => each === values.option('method'));
    const input: RecordPayment = {
      ...shown,
      amount: readAmount(values, 'amount', invoice.amount.currency),
      method: required(method, 'method', 'Choose how it was paid.'),
      reference: values.text('reference'),
      receivedOn: required(values.day('received_on'), 'received_on', 'Enter the day the money came in.'),
    };
    const leftOver = leftOverOf(invoice, input.amount);
    if (leftOver.amount > 0n && invoice.open.amount > 0n) {
      const asOpen = { ...input, shown: await figuresOf(deps.db.prisma, invoice, 'money') };
      return { replace: overpaidForm(invoice, asOpen, leftOver) };
    }
    return record(deps, by, input);
  },
};

/** The same, once the person has seen what is left over. N20 */
export const recordOverButton: Interaction = {
  id: 'payment.record_over',
  submit: async ({ deps, by, data }) => record(deps, by, readInput(data)),
};
