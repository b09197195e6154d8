import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { button, section } from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Payment } from './payment.ts';
import { paymentText } from './payment-text.ts';

/** The customer's latest payments, each with what takes it back. ALL-10 */
export const paymentLines = (payments: readonly Payment[]): readonly KnownBlock[] =>
  payments.map((payment) => {
    const text = escapeMrkdwn(paymentText(payment));
    if (payment.reversed) {
      const { by, at, reason } = payment.reversed;
      return section(`~${text}~\nReversed by ${person(by)}, ${moment(at)}: ${escapeMrkdwn(clip(reason, 200))}`);
    }
    const isLeftOver = !payment.invoiceId && !payment.subject;
    return section(
      `${text} · ${payment.isReported ? 'reported by the gateway' : `recorded by ${person(payment.recordedBy)}`}${isLeftOver ? ' · *pays nothing yet*' : ''}`,
      button({ text: 'Reverse', action: 'payment.reverse_this', value: payment.id }),
    );
  });
