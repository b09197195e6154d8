import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { buttons, section } from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { IssuedCredit } from './store.ts';

const rowText = ({ number, amount, issuedOn, issuedBy, reason, cancelled }: IssuedCredit): string => {
  const what = `*${escapeMrkdwn(number)}*  ${formatMoney(amount)}  ${formatDay(issuedOn)}, by ${person(issuedBy)}\n${escapeMrkdwn(clip(reason, 300))}`;
  return cancelled
    ? `${what}\nCancelled by ${escapeMrkdwn(cancelled.number)}: ${person(cancelled.by)}, ${moment(cancelled.at)}`
    : what;
};

/** Credit notes in the window of the invoice that they correct. BIL-13 */
export const creditRows = (credits: readonly IssuedCredit[]): readonly KnownBlock[] =>
  credits.flatMap((credit) => [
    section(rowText(credit)),
    buttons(`credit:${credit.id}`, [
      { text: 'PDF', action: 'credit.pdf', value: credit.id },
      { text: 'Send by mail', action: 'credit.mail', value: credit.id },
      ...(credit.cancelled ? [] : [{ text: 'Cancel it', action: 'credit.cancel', value: credit.id }]),
    ]),
  ]);
