import type { KnownBlock, ModalView } from '@slack/types';
import { amountText } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { dateInput, lookupInput, modal, section, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { paymentMethods } from '../../billing/payments/index.ts';
import { customerLookup } from '../../customers/index.ts';
import { form, short } from '../cases/case-views.ts';
import { type CollectionCase, openOf } from '../cases/table/case.ts';
import { caseTitle } from '../cases/titles.ts';

const methodNames: Readonly<Record<(typeof paymentMethods)[number], string>> = {
  check: 'Check',
  card: 'Card',
  eft: 'EFT',
  money_order: 'Money order',
};

const paymentFields = (amount: string | undefined, today: Day): readonly KnownBlock[] => [
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

export const paymentModal = (of: CollectionCase, today: Day): ModalView =>
  form('case.payment_received', 'Payment received', 'Record', of.id, [
    section(`For ${short(caseTitle(of), 200)}.`),
    ...paymentFields(amountText(openOf(of)), today),
  ]);

export interface Payable {
  /** `case:…` or `license:…`. */
  readonly value: string;
  readonly text: string;
}

/** `/bill payment`: for a failed charge or for a license of the customer. */
export const customerPaymentModal = (name: string, payables: readonly Payable[], today: Day): ModalView =>
  form('case.payment', 'Record a payment', 'Record', '', [
    section(`*${short(name, 200)}*`),
    selectInput({ name: 'pays', label: 'What it pays', choices: payables }),
    ...paymentFields(undefined, today),
  ]);

export const nothingToPayModal = (name: string): ModalView =>
  modal({
    callback: 'case.payment',
    title: 'Record a payment',
    blocks: [
      section(
        `*${short(name, 200)}* has no failed charge and no license. Invoices are paid on their own message; a license is added with \`/bill customer\`.`,
      ),
    ],
  });

export const whichCustomerModal = (): ModalView =>
  form('case.payment_customer', 'Record a payment', 'Next', '', [
    lookupInput({ name: 'customer', label: 'Customer', source: customerLookup }),
  ]);
