import { Conflict, NotFound, UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Period } from '../../../core/time/spans.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type CustomerDetails, detailsOf, groupsOfCustomers, holdCurrency, isLive } from '../../customers/index.ts';
import { allSellers, type Seller, sellerFor } from '../sellers/index.ts';
import { type TaxRule, type Totals, taxRules } from '../taxes/index.ts';
import { type InvoiceLine, invoiceTotals, type NewLine, netOfLine, periodOf } from './document/line.ts';
import { insertLines } from './document/line-store.ts';
import { taxOfSale } from './document/line-tax.ts';
import { type Charge, type Invoice, invoiceRef, invoiceReplaced } from './invoice.ts';
import { insertDraft, insertInvoices, invoiceById, invoicesFor, takeOver, takeUnpresented } from './store.ts';

export interface DraftInvoice {
  readonly customerId: string;
  /** What it is of, and as what; of a subject and kind one stands. An invoice that is of nothing else is a `bill` of itself. */
  readonly of?: { readonly subject: Subject; readonly kind: string } | undefined;
  /** For people: `Services of February 2026`. */
  readonly label: string;
  /** The seller's id; the one that the customer's billing groups name, else the default one, unless said. */
  readonly seller?: string | undefined;
  /** 1 or more, in the customer's currency. */
  readonly lines: readonly NewLine[];
  /** By the customer's terms from the day of issuing unless said. */
  readonly dueOn?: Day | undefined;
  /** What the lines say together unless said. */
  readonly period?: Period | undefined;
}

/** What a draft would say: the same function makes it. BIL-1 */
export interface Draft extends Totals {
  readonly currency: string;
  readonly sellerId?: string | undefined;
  readonly lines: readonly Omit<InvoiceLine, 'id'>[];
  readonly period?: Period | undefined;
}

/** BIL-8 @throws UserError */
const refuseFree = ({ name, paymentMethod }: CustomerDetails): void => {
  if (paymentMethod !== 'free') return;
  throw new UserError(
    `${name} is free, and never invoiced. Choose another payment method in “Payment information” of its window first.`,
  );
};

/** Who sells to a customer unless an invoice says otherwise: whom their groups name, else the default one. BIL-12 */
export const usualSeller = async (tx: Tx, customerId: string, today: Day): Promise<Seller | undefined> => {
  const [sellers, groups] = await Promise.all([allSellers(tx), groupsOfCustomers(tx, [customerId])]);
  return sellerFor(
    sellers,
    groups.filter((each) => isLive(each, today)),
  );
};

/** What decides a draft besides its lines. */
export interface Drafting {
  readonly customer: CustomerDetails;
  /** The table of taxes. */
  readonly rules: readonly TaxRule[];
  readonly sellerId: string | undefined;
  /** The day of the supply where a line is for no period. */
  readonly today: Day;
}

/**
 * What an invoice with these lines is: its lines with their taxes as of `today`, or of the service that they are for, and its
 * totals. BIL-1, BIL-14
 * @throws UserError where it would be negative, or the table of taxes has no tax
 */
export const draftOf = (
  { customer, rules, sellerId, today }: Drafting,
  input: Pick<DraftInvoice, 'lines' | 'period'>,
): Draft => {
  refuseFree(customer);
  const { currency } = customer;
  const lines = input.lines.map((line) => {
    const net = netOfLine(line);
    if (net.currency !== currency) throw new RangeError(`a line is in ${net.currency}, not ${currency}`);
    const on = line.period?.first ?? today;
    const tax = line.tax ?? taxOfSale(rules, { category: line.taxCategory, seller: sellerId, customer, on });
    return { ...line, net, tax };
  });
  return { ...invoiceTotals(lines, currency), currency, sellerId, lines, period: input.period ?? periodOf(lines) };
};

/**
 * What an invoice with these lines would be, without making it: `draftOf` what is stored now.
 * @throws what `draftOf` throws; NotFound
 */
export const previewDraft = async (
  tx: Tx,
  input: Pick<DraftInvoice, 'customerId' | 'seller' | 'lines' | 'period'>,
  today: Day,
): Promise<Draft> => {
  const [customer, rules, sellerId] = await Promise.all([
    detailsOf(tx, input.customerId),
    taxRules(tx),
    input.seller ?? usualSeller(tx, input.customerId, today).then((seller) => seller?.id),
  ]);
  if (!customer) throw new NotFound('customer');
  return draftOf({ customer, rules, sellerId, today }, input);
};

const auditDraft = (work: Work, invoice: Invoice, lines: number): void =>
  work.audit({
    action: 'invoice.drafted',
    subject: invoice.subject,
    customerId: invoice.customerId,
    after: {
      invoice: invoice.id,
      number: invoiceRef(invoice),
      label: invoice.label,
      net: formatMoney(invoice.net),
      tax: formatMoney(invoice.tax),
      amount: formatMoney(invoice.amount),
      lines,
    },
  });

/**
 * A new draft of what an invoice was for, which was credited in whole: the same charge with other amounts, each line with the
 * tax that it had. The caller decides who may. BIL-12
 */
export const draftAgain = async (
  work: Work,
  before: Invoice,
  { id, lines }: { readonly id: string; readonly lines: readonly Omit<InvoiceLine, 'id'>[] },
): Promise<Invoice> => {
  const { customerId, kind, label, dueOn, sellerId, period } = before;
  const totals = invoiceTotals(lines, before.net.currency);
  const subject = before.subject.id === before.id ? { type: 'invoice', id } : before.subject;
  await insertDraft(work, { id, customerId, subject, kind, label, dueOn, draft: { ...totals, sellerId, period } });
  await takeOver(work.tx, before.id, id);
  await insertLines(work.tx, [{ id, lines }]);
  const invoice = await drafted(work, id);
  auditDraft(work, invoice, lines.length);
  await work.emit(invoiceReplaced, { before, after: invoice });
  if (before.presented) await presentInvoices(work, subject);
  return invoice;
};

const drafted = async (work: Work, id: string): Promise<Invoice> => {
  const invoice = await invoiceById(work.tx, id);
  if (!invoice) throw new Error('the draft was made and is not there');
  return invoice;
};

/**
 * Drafts an invoice: it has no number, and nobody sees it before `presentInvoices` of its subject. The caller decides who may.
 * BIL-11, BIL-12, BIL-14
 * @throws what `previewDraft` throws; Conflict where an invoice of that subject and kind stands, or its customer is billed in another currency
 */
export const draftInvoice = async (work: Work, input: DraftInvoice): Promise<Invoice> => {
  const [first] = input.lines;
  if (first) await holdCurrency(work, input.customerId, netOfLine(first).currency);
  const draft = await previewDraft(work.tx, input, work.today);
  const id = newId();
  const { subject, kind } = input.of ?? { subject: { type: 'invoice', id }, kind: 'bill' };
  const { customerId, label, dueOn } = input;
  await insertDraft(work, { id, customerId, subject, kind, label, dueOn, draft });
  await insertLines(work.tx, [{ id, lines: draft.lines }]);
  const invoice = await drafted(work, id);
  auditDraft(work, invoice, draft.lines.length);
  return invoice;
};

/** A caller's mistake, not a person's: amounts and kinds were checked where they were typed in. */
const check = (charge: Charge, currency: string): void => {
  if (charge.net.currency !== currency)
    throw new RangeError(`${charge.kind} is in ${charge.net.currency}, not ${currency}`);
  if (charge.net.amount < 0n) throw new RangeError(`${charge.kind} is negative`);
  if (!Number.isInteger(charge.taxRate) || charge.taxRate < 0 || charge.taxRate > 10_000) {
    throw new RangeError(`the tax rate of ${charge.kind} must be 0 to 10,000 basis points`);
  }
};

/**
 * Plans a draft for each charge above zero; nobody sees it before `presentInvoices`. Of a subject and kind there is one
 * that is not void: a second is a Conflict, as is another currency than the customer's. ONB-3, BIL-11
 */
export const planInvoices = async (
  work: Work,
  input: {
    readonly subject: Subject;
    readonly customerId: string;
    readonly currency: string;
    readonly charges: readonly Charge[];
    /** The seller's id; when they are issued, the one who sells to the customer then, unless said. */
    readonly seller?: string | undefined;
  },
): Promise<readonly Invoice[]> => {
  for (const charge of input.charges) check(charge, input.currency);
  const charges = input.charges.filter((charge) => charge.net.amount > 0n);
  if (charges.length === 0) return [];
  await holdCurrency(work, input.customerId, input.currency);
  if ((await insertInvoices(work, { ...input, charges })) < charges.length) {
    throw new Conflict('There is an invoice for this already. Correct that one instead.');
  }
  const kinds = new Set(charges.map((charge) => charge.kind));
  const planned = (await invoicesFor(work.tx, input.subject)).filter((invoice) => kinds.has(invoice.kind));
  for (const invoice of planned) {
    work.audit({
      action: 'invoice.planned',
      subject: input.subject,
      customerId: input.customerId,
      after: {
        invoice: invoice.id,
        number: invoiceRef(invoice),
        label: invoice.label,
        net: formatMoney(invoice.net),
        tax: formatMoney(invoice.tax),
        amount: formatMoney(invoice.amount),
      },
    });
  }
  return planned;
};

/** Puts a subject's invoices before accounting, one message each. Safe to repeat; later ones join. ONB-3 */
export const presentInvoices = async (work: Work, subject: Subject): Promise<void> => {
  for (const invoice of await takeUnpresented(work, subject)) {
    work.show({ kind: 'invoice', subjectId: invoice.id }, { role: 'accounting' });
    work.audit({
      action: 'invoice.presented',
      subject,
      customerId: invoice.customerId,
      after: { invoice: invoice.id, number: invoiceRef(invoice), label: invoice.label },
    });
  }
};
