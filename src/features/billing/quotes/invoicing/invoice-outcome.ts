/** A quote that becomes a draft invoice: nothing is mailed. COL-10, N10 */
import { formatMoney } from '../../../../core/money/money.ts';
import { addBusinessDays } from '../../../../core/time/calendar.ts';
import { calendarPolicy, holidaysOf } from '../../../../platform/jobs/business-days.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { scheduleActivity, takeActivityBack } from '../../../activities/index.ts';
import { customerById } from '../../../customers/index.ts';
import {
  draftInvoice,
  type Invoice,
  invoiceRef,
  invoicesFor,
  type NewLine,
  presentInvoices,
  previewDraft,
  voidDraft,
} from '../../invoices/index.ts';
import type { QuoteLine } from '../lines/line.ts';
import type { OutcomeReader, QuoteOutcome } from '../quotes/outcome.ts';
import { type Quote, quoteName, quoteSubject } from '../quotes/quote.ts';

/** Its taxes are those of the day on which it is invoiced. BIL-14 */
const chargeable = ({ article: _of, per: _months, tax: _quoted, ...line }: QuoteLine): NewLine => line;

const contactKey = ({ id }: Quote): string => `quote.contact:${id}`;

/** COL-10: accounting contacts the customer for payment, once for each quote. */
const askToContact = async (work: Work, quote: Quote, invoice: Invoice): Promise<void> => {
  const { customerId } = quote;
  const customer = await customerById(work.tx, customerId);
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  const contact = [customer?.contactName, customer?.phone, customer?.email].filter(Boolean).join(', ');
  await scheduleActivity(work, {
    key: contactKey(quote),
    type: 'Call',
    subject: quoteSubject(quote.id),
    customerId,
    description: `Contact ${customer?.name ?? 'the customer'}: quote ${quoteName(quote)} was accepted, invoice ${invoiceRef(invoice)} of ${formatMoney(invoice.amount)} is to be paid.`,
    ...(contact ? { contact } : {}),
    expectedOn: addBusinessDays(work.today, 1, holidays),
    unit: 'accounting',
  });
};

/** Drafts the invoice of a locked quote, puts it before accounting, and has the customer contacted. BIL-10, COL-10 */
export const invoiceQuote = async (work: Work, quote: Quote, lines: readonly QuoteLine[]): Promise<Invoice> => {
  const { customerId, sellerId } = quote;
  const subject = quoteSubject(quote.id);
  const invoice = await draftInvoice(work, {
    customerId,
    of: { subject, kind: 'bill' },
    label: quote.label,
    ...(sellerId ? { seller: sellerId } : {}),
    lines: lines.map(chargeable),
  });
  await presentInvoices(work, subject);
  await askToContact(work, quote, invoice);
  return invoice;
};

/** Why what came of an acceptance ends with it. */
export const takenBackReason = (quote: Quote): string => `the acceptance of quote ${quoteName(quote)} was undone`;

/**
 * ALL-5: the draft of a locked quote is void, and nobody contacts the customer for it.
 * @returns what went, in words; @throws Conflict where it is a draft no more, or somebody has begun to contact them
 */
export const takeInvoiceBack = async (work: Work, quote: Quote): Promise<string> => {
  const reason = takenBackReason(quote);
  const drafts = (await invoicesFor(work.tx, quoteSubject(quote.id))).filter(({ state }) => state !== 'void');
  for (const { id: invoiceId } of drafts) await voidDraft(work, { invoiceId, reason });
  await takeActivityBack(work, contactKey(quote), reason);
  return `${drafts.map((draft) => `The draft ${invoiceRef(draft)} is void`).join(', ')}, and nobody contacts the customer for it.`;
};

/** What the invoice would come to as of today. @throws what `previewDraft` throws */
export const totalAsInvoiced = async (
  { tx, today }: Pick<OutcomeReader, 'tx' | 'today'>,
  { customerId, sellerId }: Quote,
  lines: readonly QuoteLine[],
) =>
  (
    await previewDraft(
      tx,
      { customerId, ...(sellerId ? { seller: sellerId } : {}), lines: lines.map(chargeable) },
      today,
    )
  ).total;

export const invoiceOutcome: QuoteOutcome = {
  becomes: 'invoice',
  text: 'a draft invoice',
  foresee: async (from, quote, lines) => {
    const total = await totalAsInvoiced(from, quote, lines);
    const changed =
      total.amount === quote.amount.amount
        ? ''
        : ` Taxes have changed since it was made: it was quoted at ${formatMoney(quote.amount)}.`;
    return {
      total,
      text: `A draft invoice of ${formatMoney(total)} is put before accounting, and the customer is contacted.${changed}`,
    };
  },
  carryOut: async (work, quote, lines) =>
    `The draft ${invoiceRef(await invoiceQuote(work, quote, lines))} lies before accounting.`,
  takeBack: takeInvoiceBack,
};
