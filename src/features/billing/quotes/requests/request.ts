/** Invoices that somebody asks for: for taxes, a migration, custom work. COL-11 */
import { Conflict } from '../../../../core/errors.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';

/** Who takes calls for invoices. ALL-1 */
export const askers = ['sales', 'support', 'investigator', 'billing', 'accounting', 'management', 'admin'] as const;

/** Completes “Only … can …”. */
export const askForInvoices = 'ask for invoices';

export const purposes = ['taxes', 'migration', 'custom_work', 'other'] as const;
export type Purpose = (typeof purposes)[number];

export const purposeTexts: Readonly<Record<Purpose, string>> = {
  taxes: 'Taxes',
  migration: 'Migration',
  custom_work: 'Custom work',
  other: 'Something else',
};

/** What accounting was asked for, and what it answered: once. */
export interface InvoiceRequest {
  readonly id: string;
  readonly customerId: string;
  readonly purpose: Purpose;
  /** What it is to be made of; none for a migration whose fees are waived. */
  readonly quoteId?: string;
  /** One that is there, and that the customer has not got yet. */
  readonly invoiceId?: string;
  readonly note?: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly answered?: { readonly by: string; readonly at: Date; readonly text: string };
}

/** @throws Conflict naming who answered first */
export const requireOpen = ({ answered }: InvoiceRequest): void => {
  if (answered) throw new Conflict(`${person(answered.by)} answered this request ${moment(answered.at)}.`);
};
