/** An invoice that is there is given; one that is not is asked of accounting. COL-11 */
import { Conflict, FieldErrors, NotFound } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { customerById } from '../../../customers/index.ts';
import type { Press } from '../../../papers/index.ts';
import { type Invoice, invoiceById, invoiceRef, lockInvoice, redraw } from '../../invoices/index.ts';
import { printAgain, writeAgain } from '../../presenting/index.ts';
import { type Quote, quoteName } from '../quotes/quote.ts';
import { quoteById } from '../quotes/store.ts';
import { askers, askForInvoices, type Purpose, purposeTexts } from './request.ts';
import { type Asked, insertRequest, openRequestLike } from './store.ts';

/** The invoice of that very customer. @throws FieldErrors at `invoice` */
const invoiceOf = async (work: Work, customerId: string, invoiceId: string): Promise<Invoice> => {
  const invoice = await invoiceById(work.tx, invoiceId);
  if (invoice?.customerId !== customerId || invoice.state === 'void')
    throw new FieldErrors({ invoice: 'This invoice was voided just now. Choose another.' });
  return invoice;
};

export interface GiveInvoice {
  readonly customerId: string;
  readonly invoiceId: string;
  readonly purpose: Purpose;
  /** How the customer got it once more; none where it is for who asks. */
  readonly how?: string | undefined;
}

/**
 * An invoice that the customer got before goes to them once more, by mail, with its PDF, and the log knows it. COL-11
 * @throws FieldErrors at `invoice` and `to`; UserError where its PDF cannot be made: then nothing is sent
 */
export const mailInvoiceAgain = async (
  deps: Deps,
  by: By,
  press: Press,
  { customerId, invoiceId, purpose }: Omit<GiveInvoice, 'how'>,
): Promise<Invoice> => {
  await printAgain(deps, press, invoiceId);
  return deps.transact(by, async (work) => {
    work.require(askers, askForInvoices);
    const invoice = await lockInvoice(work, invoiceId);
    await invoiceOf(work, customerId, invoiceId);
    if (!invoice.sent)
      throw new FieldErrors({ invoice: `Invoice ${invoiceRef(invoice)} was not sent yet: accounting sends it.` });
    await writeAgain(work, invoice);
    work.audit({
      action: 'invoice.given',
      subject: invoice.subject,
      customerId,
      after: {
        invoice: invoice.id,
        number: invoiceRef(invoice),
        label: invoice.label,
        for: purposeTexts[purpose],
        how: 'by mail',
      },
    });
    redraw(work, invoice, { text: `${person(work.by.id)} sent it to the customer once more, by mail.` });
    return invoice;
  });
};

/**
 * An invoice that is there is given to the customer once more, or to who asks, and the log knows it. COL-11
 * @throws FieldErrors at `invoice` for one that was not sent yet: that one is sent, not given again
 */
export const giveInvoice = (
  deps: Deps,
  by: By,
  { customerId, invoiceId, purpose, how }: GiveInvoice,
): Promise<Invoice> =>
  deps.transact(by, async (work) => {
    work.require(askers, askForInvoices);
    const invoice = await invoiceOf(work, customerId, invoiceId);
    if (how !== undefined && !invoice.sent)
      throw new FieldErrors({ invoice: `Invoice ${invoiceRef(invoice)} was not sent yet: accounting sends it.` });
    work.audit({
      action: 'invoice.given',
      subject: invoice.subject,
      customerId,
      after: {
        invoice: invoice.id,
        number: invoiceRef(invoice),
        label: invoice.label,
        for: purposeTexts[purpose],
        ...(how === undefined ? { to: work.by.id } : { how }),
      },
    });
    if (how !== undefined)
      redraw(work, invoice, { text: `${person(work.by.id)} gave it to the customer once more: ${escapeMrkdwn(how)}` });
    return invoice;
  });

export type AskInvoice = Omit<Asked, 'id'> & {
  /** A migration whose fees are waived needs no quote. */
  readonly isWaived?: boolean;
};

const quoteOf = async (work: Work, { customerId, quoteId }: AskInvoice): Promise<Quote | undefined> => {
  if (!quoteId) return undefined;
  const quote = await quoteById(work.tx, quoteId);
  if (quote?.customerId !== customerId) throw new NotFound('quote');
  if (quote.state === 'declined' || quote.state === 'expired' || quote.state === 'withdrawn')
    throw new FieldErrors({ quote: `Quote ${quoteName(quote)} is ${quote.state}: choose another, or make a new one.` });
  return quote;
};

/** What is missing, before accounting is asked. @throws FieldErrors */
const requireSource = async (
  work: Work,
  { customerId, purpose, isWaived, invoiceId }: AskInvoice,
  quote: Quote | undefined,
) => {
  if (isWaived && purpose !== 'migration')
    throw new FieldErrors({ purpose: 'Only the fees of a migration are waived: choose Migration, or a quote.' });
  if (quote || invoiceId || isWaived) return;
  const customer = await customerById(work.tx, customerId);
  throw new FieldErrors({
    purpose: `${customer?.name ?? 'This customer'} has no quote to make an invoice of. Make one first with New quote; only a migration whose fees are waived needs none.`,
  });
};

/** Who asked for the same first. ALL-3 */
const askedBefore = async (work: Work, asked: Asked): Promise<Conflict> => {
  const same = await openRequestLike(work.tx, asked);
  const who = same
    ? `${person(same.askedBy)} asked accounting for it already, ${moment(same.askedAt)}`
    : 'Somebody asked for it just now';
  return new Conflict(`${who}. Accounting answers there.`);
};

/**
 * The request goes to accounting with the quote's number, once. COL-11
 * @returns the request's id
 * @throws FieldErrors where there is nothing to make an invoice of; Conflict where the same was asked already
 */
export const askInvoice = (deps: Deps, by: By, { isWaived = false, ...asked }: AskInvoice): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(askers, askForInvoices);
    const { customerId, invoiceId, purpose } = asked;
    const quote = await quoteOf(work, asked);
    const invoice = invoiceId ? await invoiceOf(work, customerId, invoiceId) : undefined;
    await requireSource(work, { ...asked, isWaived }, quote);
    const id = newId();
    if (!(await insertRequest(work, { id, ...asked }))) throw await askedBefore(work, { id, ...asked });
    work.show({ kind: 'invoice-request', subjectId: id }, { role: 'accounting' });
    work.audit({
      action: 'request.forwarded',
      subject: { type: 'invoice_request', id },
      customerId,
      after: {
        for: purposeTexts[purpose],
        ...(quote ? { quote: quoteName(quote) } : {}),
        ...(invoice ? { number: invoiceRef(invoice) } : {}),
        ...(isWaived ? { waived: true } : {}),
      },
    });
    return id;
  });
