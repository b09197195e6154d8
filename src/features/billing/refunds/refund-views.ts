import type { KnownBlock, ModalView } from '@slack/types';
import { amountText, formatMoney, type Money } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { button, dateInput, modal, section, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { methodTexts, paymentMethods } from '../payments/index.ts';
import type { Refund } from './refund.ts';

/** `$30.00 by check 77 on Mar 2, 2026`; plain text. */
export const refundText = ({ amount, method, reference, refundedOn }: Refund): string =>
  `${formatMoney(amount)} by ${methodTexts[method]}${reference ? ` ${clip(reference, 100)}` : ''} on ${formatDay(refundedOn)}`;

/** Refund: how much of what is left over, and why. BIL-15 */
export const refundForm = (customerId: string, balance: Money, today: Day): ModalView =>
  modal({
    callback: 'refund.give',
    title: 'Refund',
    submit: 'Refund',
    data: `${customerId} ${balance.currency}`,
    blocks: [
      section(`*${formatMoney(balance)}* is left over. Record what was given back.`),
      textInput({ name: 'amount', label: `Amount, in ${balance.currency}`, initial: amountText(balance) }),
      selectInput({
        name: 'method',
        label: 'How was it given back?',
        choices: paymentMethods.map((value) => ({ value, text: methodTexts[value] })),
      }),
      textInput({
        name: 'reference',
        label: 'Reference',
        hint: 'The check’s number, or the transaction. No card number, please.',
        optional: true,
        max: 100,
      }),
      dateInput({ name: 'refunded_on', label: 'Given back on', initial: today }),
      textInput({ name: 'reason', label: 'Why is it refunded?', multiline: true, max: 500 }),
    ],
  });

export const takeBackForm = (refund: Refund): ModalView =>
  modal({
    callback: 'refund.take_back',
    title: 'Take a refund back',
    submit: 'Take back',
    data: refund.id,
    blocks: [
      section(`${escapeMrkdwn(refundText(refund))} is left over again.`),
      textInput({ name: 'reason', label: 'Why is it taken back?', multiline: true, max: 500 }),
    ],
  });

/** A customer's refunds, each with what takes it back. ALL-10 */
export const refundRows = (refunds: readonly Refund[], mayTakeBack: boolean): readonly KnownBlock[] =>
  refunds.map((refund) => {
    const text = escapeMrkdwn(refundText(refund));
    if (refund.takenBack) {
      const { by, at, reason } = refund.takenBack;
      return section(`~${text}~\nTaken back by ${person(by)}, ${moment(at)}: ${escapeMrkdwn(clip(reason, 200))}`);
    }
    return section(
      `${text} · ${person(refund.recordedBy)}: ${escapeMrkdwn(clip(refund.reason, 200))}`,
      mayTakeBack ? button({ text: 'Take back', action: 'refund.take_back', value: refund.id }) : undefined,
    );
  });
