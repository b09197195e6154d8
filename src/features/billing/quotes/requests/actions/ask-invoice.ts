import { FieldErrors, NotFound } from '../../../../../core/errors.ts';
import { formatMoney } from '../../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../../core/text/text.ts';
import { formatDay } from '../../../../../core/time/calendar.ts';
import { button, section } from '../../../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../../../platform/block-kit/form.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import { openButton } from '../../../../../platform/slice/door.ts';
import type { Answer, Interaction, SlackRequest, SubmissionRequest } from '../../../../../platform/slice/slice.ts';
import { type Customer, customerById } from '../../../../customers/index.ts';
import type { Press } from '../../../../papers/index.ts';
import {
  type Invoice,
  type InvoiceRequests,
  invoiceById,
  invoiceDoor,
  invoiceRef,
  invoicesOfCustomer,
  moneyRoles,
  stateText,
} from '../../../invoices/index.ts';
import { inTime } from '../../../papers/index.ts';
import { printAgain } from '../../../presenting/index.ts';
import { quotesOfCustomer } from '../../quotes/store.ts';
import { askInvoice, giveInvoice, mailInvoiceAgain } from '../ask.ts';
import { askers, askForInvoices, type Purpose, purposes } from '../request.ts';
import { askForm } from '../request-views.ts';

const mostOffered = 50;
const standing: readonly string[] = ['draft', 'sent', 'accepted'];

/** The form, with what there is of this customer's. COL-11 */
const openAsk = async (request: SlackRequest, customer: Customer): Promise<Answer> => {
  await requireEarly(request, askers, askForInvoices);
  const { prisma } = request.deps.db;
  const page = { skip: 0, take: mostOffered };
  const [invoices, quotes] = await Promise.all([
    invoicesOfCustomer(prisma, customer.id, page),
    quotesOfCustomer(prisma, customer.id, page),
  ]);
  return {
    modal: askForm(customer, {
      invoices: invoices.filter(({ state }) => state !== 'void'),
      quotes: quotes.filter(({ state }) => standing.includes(state)),
    }),
  };
};

/** `/bill invoice <customer>`. */
export const requestsOfCustomers: InvoiceRequests = { open: openAsk };

/** What who asked reads of it, with the way to its window. */
const shownTo = (invoice: Invoice): Answer => {
  const sent = invoice.sent ? `, sent ${formatDay(invoice.sent.on)}` : '';
  const name = `${invoice.issued?.number ?? invoiceRef(invoice)} ${invoice.label}`;
  const text = `*${escapeMrkdwn(clip(name, 200))}*: ${formatMoney(invoice.amount)}, ${stateText(invoice).toLowerCase()}${sent}.`;
  return { say: { text, blocks: [section(text, button(openButton(invoiceDoor, invoice.id)))] } };
};

/** One that was not sent yet is sent by accounting, with its own button; who is no part of accounting asks them. */
const sendFirst = async (request: SubmissionRequest, invoice: Invoice, purpose: Purpose): Promise<Answer> => {
  const held = await request.roles();
  if (moneyRoles.some((role) => held.has(role))) return { window: { type: invoiceDoor.subject, id: invoice.id } };
  const { deps, by, data: customerId, values } = request;
  await askInvoice(deps, by, { customerId, purpose, invoiceId: invoice.id, ...noteOf(values) });
  return said(`Invoice ${invoiceRef(invoice)} was not sent yet: accounting was asked to send it, and tells you.`);
};

const noteOf = (values: FormValues): { readonly note?: string } => {
  const note = values.text('note');
  return note === undefined ? {} : { note };
};

const give = async (press: Press, request: SubmissionRequest, invoiceId: string, purpose: Purpose): Promise<Answer> => {
  const { deps, by, data: customerId, values } = request;
  const invoice = await invoiceById(deps.db.prisma, invoiceId);
  if (!invoice) throw new NotFound('invoice');
  if (values.option('to') === 'asker') return shownTo(await giveInvoice(deps, by, { customerId, invoiceId, purpose }));
  if (!invoice.sent) return sendFirst(request, invoice, purpose);
  if (values.option('to') === 'mail') {
    await inTime(printAgain(deps, press, invoiceId));
    await mailInvoiceAgain(deps, by, press, { customerId, invoiceId, purpose });
    return said(
      `Invoice ${invoiceRef(invoice)} is on its way to the customer once more, with its PDF. Its window says how the letter fares.`,
    );
  }
  const how = required(values.text('how'), 'how', 'Give it to the customer, then write how they got it.');
  await giveInvoice(deps, by, { customerId, invoiceId, purpose, how });
  return said(`It is noted that the customer got invoice ${invoiceRef(invoice)} once more.`);
};

export const askInvoiceButton = (press: Press): Interaction => ({
  id: 'invoice.ask',
  press: async (request) => {
    const customer = await customerById(request.deps.db.prisma, request.value);
    if (!customer) throw new NotFound('customer');
    return openAsk(request, customer);
  },
  submit: async (request) => {
    await requireEarly(request, askers, askForInvoices);
    const { deps, by, data: customerId, values } = request;
    const purpose = purposes.find((each) => each === values.option('purpose'));
    if (!purpose) throw new FieldErrors({ purpose: 'Choose what it is for.' });
    const invoiceId = values.option('invoice');
    if (invoiceId) return give(press, request, invoiceId, purpose);
    const quoteId = values.option('quote');
    const isWaived = values.options('waived').includes('waived');
    const asked = { customerId, purpose, isWaived, ...noteOf(values), ...(quoteId ? { quoteId } : {}) };
    await askInvoice(deps, by, asked);
    return said('Accounting was asked for the invoice, and tells you.');
  },
});
