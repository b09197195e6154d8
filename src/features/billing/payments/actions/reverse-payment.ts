import type { KnownBlock, ModalView } from '@slack/types';
import { Conflict, UserError } from '../../../../core/errors.ts';
import { formatMoney, money } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { modal, section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { opensForm, said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { type SettlingPolicy, settlingPolicy } from '../../balance/index.ts';
import { requireOpenPeriod } from '../../closing/index.ts';
import { existingInvoice, invoiceTitle, moneyRoles } from '../../invoices/index.ts';
import type { WhyReversed } from '../events.ts';
import { methodTexts, type Payment } from '../payment.ts';
import { paymentText } from '../payment-views.ts';
import { existingPayment, reverse } from '../reverse-payment.ts';
import { heldBecauseOf, paymentsFor } from '../store.ts';

const choiceText = (payment: Payment): string =>
  clip(
    `${formatMoney(payment.amount)}, ${formatDay(payment.receivedOn)}, ${methodTexts[payment.method]} ${payment.reference ?? ''}`.trim(),
    75,
  );

/** What may be reversed: these payments, those of them that are not. */
export interface Reversible {
  readonly title: string;
  readonly payments: readonly Payment[];
}

type Fees = SettlingPolicy['returnedFee'];

/** Whether it came back is asked where a fee is set for that: nothing else depends on it. BIL-17 */
const whyInput = (payments: readonly Payment[], fees: Fees): readonly KnownBlock[] => {
  const set = [...new Set(payments.map(({ amount }) => amount.currency))].flatMap((currency) => {
    const fee = fees[currency];
    return fee === undefined ? [] : [formatMoney(money(BigInt(fee), currency))];
  });
  if (set.length === 0) return [];
  return [
    selectInput({
      name: 'why',
      label: 'What happened?',
      choices: [
        { value: 'returned', text: `It came back: charge the fee of ${set.join(', ')}` },
        { value: 'mistake', text: 'It was recorded by mistake, or without a fee' },
      ],
    }),
  ];
};

/** Reverse a payment: which, and why. ALL-5, ALL-10 @throws UserError when there is none to reverse */
export const reverseForm = ({ title, payments, fees }: Reversible & { readonly fees: Fees }): ModalView => {
  const live = payments.filter((payment) => !payment.reversed);
  if (live.length === 0) throw new UserError(`${title}: there is no payment to reverse.`);
  return modal({
    callback: 'payment.reverse',
    title: 'Reverse a payment',
    submit: 'Reverse',
    blocks: [
      section(`*${escapeMrkdwn(clip(title, 300))}*`),
      selectInput({
        name: 'payment',
        label: 'Payment',
        choices: live.map((payment) => ({ value: payment.id, text: choiceText(payment) })),
        initial: live.length === 1 ? live[0]?.id : undefined,
      }),
      ...whyInput(live, fees),
      textInput({ name: 'reason', label: 'Why is it reversed?', multiline: true, max: 500 }),
    ],
  });
};

/** The form that reverses one of the payments of what a button names. ALL-1 */
export const opensReversal = (find: (deps: Deps, value: string) => Promise<Reversible>) =>
  opensForm({
    roles: moneyRoles,
    doing: 'reverse payments',
    find: async (deps, value) => ({
      ...(await find(deps, value)),
      fees: (await deps.policy(settlingPolicy)).returnedFee,
    }),
    form: reverseForm,
  });

/** What is held because of a payment may be that payment: people say so before they take it back. BIL-15 */
export const refuseHeld = async (work: Work, paymentId: string): Promise<void> => {
  const [held] = await heldBecauseOf(work.tx, paymentId);
  if (held) {
    throw new Conflict(
      `The gateway reported ${formatMoney(held.amount)} (${held.reference}), which may be this very payment: say first, in accounting’s channel, whether it is the same money.`,
    );
  }
};

/** Takes a recorded payment back, with a reason: bounced, charged back, recorded by mistake. ALL-5 */
export const reversePayment = async (
  deps: Deps,
  by: By,
  input: { readonly paymentId: string; readonly why?: WhyReversed; readonly reason: string },
): Promise<void> => {
  await deps.transact(by, async (work) => {
    work.require(moneyRoles, 'reverse payments');
    await requireOpenPeriod(work, work.today);
    await refuseHeld(work, input.paymentId);
    await reverse(work, input.paymentId, input.why ?? 'mistake', input.reason);
  });
};

/** On an invoice: one of its payments. */
export const reverseButton: Interaction = {
  id: 'payment.reverse',
  press: opensReversal(async (deps, id) => {
    const invoice = await existingInvoice(deps, id);
    return { title: invoiceTitle(invoice), payments: await paymentsFor(deps.db.prisma, { invoiceIds: [invoice.id] }) };
  }),
  submit: async ({ deps, by, values }) => {
    const paymentId = required(values.option('payment'), 'payment', 'Choose the payment.');
    const reason = required(values.text('reason'), 'reason', 'Say why it is reversed.');
    const why = values.has('why') ? required(values.option('why'), 'why', 'Say whether it came back.') : 'mistake';
    await reversePayment(deps, by, { paymentId, why: why === 'returned' ? why : 'mistake', reason });
    return said('The payment is reversed.');
  },
};

/** Where a payment is shown: that one. */
export const reverseThisButton: Interaction = {
  id: 'payment.reverse_this',
  press: opensReversal(async (deps, id) => {
    const payment = await existingPayment(deps.db.prisma, id);
    return { title: paymentText(payment), payments: [payment] };
  }),
};
