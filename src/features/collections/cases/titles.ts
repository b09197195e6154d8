import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { type CaseFacts, type CaseState, type CollectionCase, isPartPaid, openOf } from './table/case.ts';
import { dayOfPeriod, isExpectedPeriod } from './table/period.ts';

/** What is asked for; once a part of it is paid, what is open of it: `$700.00 of $1,200.00`. */
export const askedFor = (of: CaseFacts): string =>
  isPartPaid(of) && of.state !== 'recovered'
    ? `${formatMoney(openOf(of))} of ${formatMoney(of.amount)}`
    : formatMoney(of.amount);

/** The period of a charge as people read it: a day where it is called by one, else the gateway’s own words. Not escaped. */
export const periodText = (period: string): string => {
  const day = dayOfPeriod(period);
  if (!day) return clip(period, 40);
  return isExpectedPeriod(period) ? `${formatDay(day)} (expected)` : formatDay(day);
};

/** What a case is called where there is no room for more; not escaped. */
export const caseTitle = (of: CollectionCase): string =>
  `C-${of.ref} ${clip(of.reportedName || of.reportedCustomer, 80)}, ${askedFor(of)}`;

export const stateNames: Readonly<Record<CaseState, string>> = {
  retrying: 'Gateway retries',
  failed: 'FAILED',
  advised: 'Support advised',
  expired: 'Expired',
  recovered: 'Recovered',
};

/** The other charges of a license, for whoever hears that one is paid; nothing when there are none. */
export const stillUnpaid = (others: readonly CollectionCase[]): string =>
  others.length === 0
    ? ''
    : ` Still unpaid: ${others.map((each) => `${caseTitle(each)} (period ${periodText(each.period)})`).join('; ')}.`;

/** The author of what a report says. Whoever gave it stands in the audit log. */
export const theReport = 'report';

/** Who brought a case into its state, and when. */
export const authored = (by: string, at: Date): string =>
  by === theReport ? `the report of ${moment(at)}` : `${person(by)}, ${moment(at)}`;

/** People’s words in a message: clipped, then escaped. */
export const short = (text: string, max = 150): string => escapeMrkdwn(clip(text, max));
