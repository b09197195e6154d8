import { type Day, todayIn } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { figuresOf, type Invoice, type InvoiceLine, invoiceById, linesOf } from '../../billing/invoices/index.ts';
import { chargeById, type ProjectCharge } from '../../billing/onboarding/index.ts';
import { printableOf } from '../../billing/papers/index.ts';
import { defaultSeller, type Seller, sellerById, withLogo } from '../../billing/sellers/index.ts';
import { customerById } from '../../customers/index.ts';
import { type Paper, type PaperLanguage, type Picture, paperLanguage } from '../../papers/index.ts';
import { isForCustomer } from '../links/things.ts';
import { wordsOf } from '../words/store.ts';
import type { CustomerWord } from '../words/word.ts';
import { asksPermission } from './bill-forms.ts';
import { type PaidPart, paymentsOn } from './store.ts';

/** A bill as its customer sees it. */
export interface Bill {
  readonly invoice: Invoice;
  readonly number: string;
  readonly customerName: string;
  readonly language: PaperLanguage;
  /** The document, where it is one of ours; `lines` where it is not. */
  readonly paper: Paper | undefined;
  readonly lines: readonly InvoiceLine[];
  readonly seller: (Omit<Seller, 'logo'> & { readonly logo: Picture | undefined }) | undefined;
  /** Oldest first, none that was reversed. */
  readonly payments: readonly PaidPart[];
  /** What of a project it collects. */
  readonly charge: ProjectCharge | undefined;
  /** What the customer said here and nobody took back, latest first. */
  readonly words: readonly CustomerWord[];
  /** Names the figures by which somebody decides, where permission to charge is asked for. */
  readonly shown: string | undefined;
  readonly today: Day;
}

const mostWords = 10;

/** A document of ours has its own logo. */
const sellerOf = async (tx: Tx, { sellerId, issued }: Invoice): Promise<Bill['seller']> => {
  const seller = sellerId ? await sellerById(tx, sellerId) : await defaultSeller(tx);
  return seller && (issued ? { ...seller, logo: undefined } : withLogo(tx, seller));
};

/** @returns undefined where there is no such bill for a customer to see */
export const readBill = async ({ db, timeZone, clock }: Deps, id: string): Promise<Bill | undefined> => {
  const { prisma } = db;
  const invoice = await invoiceById(prisma, id);
  if (!invoice || !isForCustomer(invoice)) return undefined;
  const [printable, customer, lines, seller, payments, charge, words] = await Promise.all([
    invoice.issued ? printableOf(prisma, { type: 'invoice', id }) : undefined,
    customerById(prisma, invoice.customerId),
    // Its document has them.
    invoice.issued ? [] : linesOf(prisma, invoice),
    sellerOf(prisma, invoice),
    paymentsOn(prisma, id),
    chargeById(prisma, id),
    wordsOf(prisma, { type: 'invoice', id }, { skip: 0, take: mostWords }),
  ]);
  if (!customer) return undefined;
  return {
    invoice,
    number: invoice.issued?.number ?? invoice.sent?.number ?? '',
    customerName: customer.name,
    language: paperLanguage(customer.language),
    paper: printable?.paper,
    lines,
    seller,
    payments,
    charge,
    words: words.filter(({ endedBy }) => endedBy === undefined),
    shown: asksPermission({ charge }) ? await figuresOf(prisma, invoice, 'charges') : undefined,
    today: todayIn(timeZone, clock.now()),
  };
};
