import type { KnownBlock } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import { parseAmount } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { dateInput, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import { paymentMethods } from '../../billing/payments/index.ts';
import type { ReceivedPayment } from './payment-by-hand.ts';

const methodNames: Readonly<Record<(typeof paymentMethods)[number], string>> = {
  check: 'Check',
  card: 'Card',
  eft: 'EFT',
  money_order: 'Money order',
};

/** What is asked of every payment. */
export const paymentFields = (amount: string | undefined, today: Day): readonly KnownBlock[] => [
  textInput({
    name: 'amount',
    label: 'Amount',
    hint: 'Such as 120.00',
    max: 40,
    ...(amount ? { initial: amount } : {}),
  }),
  selectInput({
    name: 'method',
    label: 'Method',
    choices: paymentMethods.map((each) => ({ text: methodNames[each], value: each })),
    initial: 'card',
  }),
  textInput({ name: 'reference', label: 'Reference', optional: true, hint: 'Check number or transaction', max: 100 }),
  dateInput({ name: 'received_on', label: 'Received on', initial: today }),
];

/** What was filled in. @throws FieldErrors */
export const paymentFrom = (values: FormValues, currency: string): ReceivedPayment => {
  const amount = parseAmount(values.text('amount') ?? '', currency);
  if (!amount.ok) throw new FieldErrors({ amount: amount.error });
  const method = paymentMethods.find((each) => each === values.option('method'));
  return {
    amount: amount.value,
    method: required(method, 'method', 'Choose how it was paid.'),
    reference: values.text('reference'),
    receivedOn: required(values.day('received_on'), 'received_on', 'Choose the day on which it was received.'),
  };
};
