import { z } from 'zod';
import { isCurrency } from '../../core/money/money.ts';
import { isZone } from '../../core/time/calendar.ts';
import type { PolicyDefinition } from '../../platform/work/policies.ts';
import { isDateFormat } from './date-format.ts';

/** Which column holds what, and how it is written. A column named '' is one that the report does not have. */
export interface AxiaPolicy {
  readonly transactionColumn: string;
  readonly subscriptionColumn: string;
  readonly periodColumn: string;
  readonly customerColumn: string;
  readonly nameColumn: string;
  readonly amountColumn: string;
  readonly currencyColumn: string;
  readonly defaultCurrency: string;
  readonly dateColumn: string;
  readonly dateFormats: readonly string[];
  readonly zone: string;
  readonly statusColumn: string;
  readonly failedWords: readonly string[];
  readonly approvedWords: readonly string[];
  readonly ignoredWords: readonly string[];
  readonly reasonColumn: string;
  readonly codeColumn: string;
  readonly hardDeclines: readonly string[];
  readonly brandColumn: string;
  readonly cardColumn: string;
  readonly nextAttemptColumn: string;
  readonly attemptColumn: string;
  readonly maxMegabytes: number;
}

const column = z.string().trim().max(100);
const needed = column.min(1);
const words = z.array(z.string().trim().min(1).max(60)).max(60);

/**
 * The mapping of Axia's Recurring Billing Report. UNVERIFIED: its real layout is not public; an admin corrects the names
 * from an uploaded header (docs/decisions/0004-axia-mapping.md).
 */
export const axiaPolicy: PolicyDefinition<AxiaPolicy> = {
  key: 'axia',
  title: 'Axia report (columns not verified: compare them with your report)',
  schema: z.object({
    transactionColumn: needed,
    subscriptionColumn: column,
    periodColumn: column,
    customerColumn: needed,
    nameColumn: column,
    amountColumn: needed,
    currencyColumn: column,
    defaultCurrency: z.string().refine(isCurrency, 'Write a currency, such as USD.'),
    dateColumn: needed,
    dateFormats: z.array(z.string().refine(isDateFormat, 'Write a format such as MM/DD/YYYY HH:mm:ss.')).min(1).max(20),
    zone: z.string().refine(isZone, 'Write a zone, such as America/New_York.'),
    statusColumn: column,
    failedWords: words.min(1),
    approvedWords: words.min(1),
    ignoredWords: words,
    reasonColumn: column,
    codeColumn: column,
    hardDeclines: words,
    brandColumn: column,
    cardColumn: column,
    nextAttemptColumn: column,
    attemptColumn: column,
    maxMegabytes: z.int().min(1).max(1000),
  }),
  defaults: {
    transactionColumn: 'Transaction ID',
    subscriptionColumn: 'Subscription ID',
    periodColumn: 'Billing Date',
    customerColumn: 'Customer ID',
    nameColumn: 'Customer Name',
    amountColumn: 'Amount',
    currencyColumn: 'Currency',
    defaultCurrency: 'USD',
    dateColumn: 'Transaction Date',
    dateFormats: [
      'YYYY-MM-DD HH:mm:ss',
      'YYYY-MM-DD',
      'MM/DD/YYYY hh:mm:ss A',
      'MM/DD/YYYY HH:mm:ss',
      'MM/DD/YYYY',
      // These can be read in one way only.
      'YYYY-MM-DDTHH:mm:ssZ',
      'YYYY-MM-DD HH:mm:ssZ',
      'YYYY-MM-DD HH:mm:ss Z',
      'DD MMM YYYY',
      'DD-MMM-YYYY',
      'DD-MMM-YYYY HH:mm:ss',
      'DD-MMM-YYYY hh:mm:ss A Z',
      'MMM DD YYYY',
    ],
    zone: 'America/Los_Angeles',
    statusColumn: 'Status',
    failedWords: ['failed', 'declined', 'error'],
    approvedWords: ['approved', 'success', 'settled'],
    ignoredWords: ['pending', 'voided', 'refunded'],
    reasonColumn: 'Response',
    codeColumn: 'Response Code',
    hardDeclines: [
      '04',
      '07',
      '14',
      '41',
      '43',
      '54',
      'expired card',
      'lost card',
      'stolen card',
      'pick up card',
      'invalid card number',
      'account closed',
    ],
    brandColumn: 'Card Type',
    cardColumn: 'Card Number',
    nextAttemptColumn: 'Next Attempt',
    attemptColumn: 'Attempt',
    maxMegabytes: 100,
  },
  fields: {
    transactionColumn: { label: 'Column of the transaction id', kind: 'text' },
    subscriptionColumn: {
      label: 'Column of the subscription id',
      hint: 'Blank if there is none: the customer id stands for it',
      kind: 'text',
    },
    periodColumn: {
      label: 'Column of the period or billing date',
      hint: 'Blank if there is none: the tries since the last approval belong together',
      kind: 'text',
    },
    customerColumn: { label: 'Column of the customer id', kind: 'text' },
    nameColumn: { label: 'Column of the customer’s name', hint: 'Blank if there is none', kind: 'text' },
    amountColumn: { label: 'Column of the amount', kind: 'text' },
    currencyColumn: {
      label: 'Column of the currency',
      hint: 'The default holds where the report has no such column',
      kind: 'text',
    },
    defaultCurrency: { label: 'Currency where the report names none', kind: 'text' },
    dateColumn: { label: 'Column of the date and time', kind: 'text' },
    dateFormats: {
      label: 'How dates are written',
      hint: 'YYYY MM MMM DD HH hh mm ss A Z; the first that fits holds',
      kind: 'words',
    },
    zone: { label: 'Time zone of the report', kind: 'zone' },
    statusColumn: {
      label: 'Column of the status',
      hint: 'Blank if there is none: all of the report failed',
      kind: 'text',
    },
    failedWords: { label: 'Statuses that mean failed', kind: 'words' },
    approvedWords: { label: 'Statuses that mean paid', kind: 'words' },
    ignoredWords: { label: 'Statuses that mean neither', kind: 'words' },
    reasonColumn: { label: 'Column of the response', hint: 'Blank if there is none', kind: 'text' },
    codeColumn: { label: 'Column of the response code', hint: 'Blank if there is none', kind: 'text' },
    hardDeclines: {
      label: 'Codes and responses that mean a hard decline',
      hint: 'The gateway does not try again',
      kind: 'words',
    },
    brandColumn: { label: 'Column of the card’s brand', hint: 'Blank if there is none', kind: 'text' },
    cardColumn: {
      label: 'Column of the masked card number',
      hint: 'Only its last four digits are read; blank if there is none',
      kind: 'text',
    },
    nextAttemptColumn: {
      label: 'Column of the next attempt',
      hint: 'A report without it is used as it is',
      kind: 'text',
    },
    attemptColumn: {
      label: 'Column of the attempt’s number',
      hint: 'A report without it is used as it is',
      kind: 'text',
    },
    maxMegabytes: { label: 'Largest report in megabytes', kind: 'integer' },
  },
};
