import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { section } from '../../../platform/block-kit/blocks.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { IssuedCredit } from './store.ts';

/** Credit notes in the window of the invoice that they correct. BIL-13 */
export const creditRows = (credits: readonly IssuedCredit[]): readonly KnownBlock[] =>
  credits.map(({ number, amount, issuedOn, issuedBy, reason }) =>
    section(
      `*${escapeMrkdwn(number)}*  ${formatMoney(amount)}  ${formatDay(issuedOn)}, by ${person(issuedBy)}\n${escapeMrkdwn(clip(reason, 300))}`,
    ),
  );
