import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { type ButtonSpec, buttons, context, section } from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import { customerDoor } from '../../customers/index.ts';
import type { HeldPayment, Payment } from './payment.ts';
import { paymentText } from './payment-views.ts';

export interface HeldFacts {
  readonly held: HeldPayment;
  readonly customerName: string;
  readonly byHand: Payment | undefined;
}

const short = (text: string, max = 200): string => escapeMrkdwn(clip(text, max));

const reportedText = ({ held }: HeldFacts): string =>
  `The gateway reports *${formatMoney(held.amount)}*, transaction ${short(held.reference, 100)} of ${formatDay(held.receivedOn)}, for ${short(held.about)}.`;

const byHandText = ({ byHand }: HeldFacts): string =>
  byHand
    ? `${person(byHand.recordedBy)} recorded ${short(paymentText(byHand))}, ${moment(byHand.recordedAt)}.`
    : 'A payment was recorded by hand.';

const choices = (id: string): readonly ButtonSpec[] => [
  { text: 'Same money', action: 'held_payment.same', value: id, style: 'primary' },
  { text: 'Another payment', action: 'held_payment.another', value: id },
];

const outcome = ({ held }: HeldFacts): string => {
  const who = held.decidedBy && held.decidedAt ? ` ${person(held.decidedBy)}, ${moment(held.decidedAt)}` : '';
  if (held.state === 'same') return `:link: *The same money*: the payment recorded by hand is this transaction.${who}`;
  if (held.state === 'returned')
    return ':leftwards_arrow_with_hook: The gateway took it back: there is nothing to decide.';
  return held.isLeftOver
    ? `:moneybag: *Another payment*: it is the customer’s balance, which pays invoices on request.${who}`
    : `:moneybag: *Another payment*: it pays ${short(held.about)}.${who}`;
};

/** What accounting is asked. BIL-15 */
export const heldMessage = (facts: HeldFacts): SlotContent => {
  const { held, customerName } = facts;
  const isOpen = held.state === 'held';
  const customer = [openButton(customerDoor, held.customerId)];
  const title = `${isOpen ? 'Is this the same money?' : 'A reported payment'} ${customerName}`;
  return {
    text: clip(escapeMrkdwn(title), 300),
    blocks: [
      section(`*${short(title, 300)}*\n${reportedText(facts)}\n${byHandText(facts)}`),
      ...(isOpen
        ? [
            context('It is held: no second payment was made of it, and no date is moved because of it.'),
            buttons(`held:${held.id}`, [...choices(held.id), ...customer]),
          ]
        : [section(outcome(facts)), buttons(`held:${held.id}`, customer)]),
    ],
    open: isOpen,
  };
};

/** Accounting's part of the Home tab. */
export const heldSections = (all: readonly HeldFacts[], total: number): readonly KnownBlock[] => [
  ...all.flatMap((facts): KnownBlock[] => [
    section(`*${short(facts.customerName, 100)}*: ${reportedText(facts)} ${byHandText(facts)}`),
    buttons(`held:${facts.held.id}`, [...choices(facts.held.id), openButton(customerDoor, facts.held.customerId)]),
  ]),
  ...(total > all.length ? [context(`and ${total - all.length} more, in the channel`)] : []),
];
