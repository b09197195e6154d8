/** What a letter with a quote says. BIL-5, BIL-7 */
import { NotFound, UserError } from '../../../../core/errors.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Attachment, MailContent } from '../../../../platform/work/content.ts';
import { detailsOf } from '../../../customers/index.ts';
import { moneyIn, type PaperLanguage, paperLanguage } from '../../../papers/index.ts';
import { type TemplateKind, wordsFor } from '../../../templates/index.ts';
import type { Draft } from '../../letters/index.ts';
import { dayIn } from '../../papers/index.ts';
import { mailInNameOf, type Seller, sellerById } from '../../sellers/index.ts';
import type { QuoteLine } from '../lines/line.ts';
import { linesOf } from '../lines/line-store.ts';
import { type Quote, quoteName } from '../quotes/quote.ts';
import { quotesOfCustomer } from '../quotes/store.ts';

const quoteKind = {
  key: 'quote',
  label: 'Quote',
  values: [
    { name: 'contact', means: 'who is written to, where that is known', example: 'Ann Smith' },
    { name: 'customer', means: 'the customer’s name', example: 'Harbor Dental LLC' },
    { name: 'seller', means: 'whose quote it is', example: 'Example Services Inc.' },
    { name: 'number', means: 'the quote’s number', example: 'Q-2026-00012' },
    { name: 'label', means: 'what it is about', example: 'Two more licenses' },
    { name: 'amount', means: 'what it comes to, with its currency', example: '1,234.50' },
    { name: 'until', means: 'its last day', example: 'March 31, 2026' },
  ],
  words: {
    en: {
      subject: 'Quote {{ number }} from {{ seller }}',
      body: `Dear {{ contact | default: "customer" }},

This is our quote {{ number }} for {{ label }}, {{ amount }} in all. It is valid until {{ until }}; you find it attached as PDF. To accept it, answer this mail, or send it back signed.

Kind regards,
{{ seller }}`,
    },
    it: {
      subject: 'Preventivo {{ number }} di {{ seller }}',
      body: `Gentile {{ contact | default: "cliente" }},

Le inviamo il nostro preventivo {{ number }} per {{ label }}, per un totale di {{ amount }}. È valido fino al {{ until }}; lo trova allegato in PDF. Per accettarlo risponda a questo messaggio, oppure ce lo rimandi firmato.

Cordiali saluti
{{ seller }}`,
    },
  },
} as const satisfies TemplateKind;

const frameWords: Readonly<
  Record<PaperLanguage, Readonly<Record<'quote' | 'lines' | 'description' | 'amount' | 'total', string>>>
> = {
  en: {
    quote: 'Quote',
    lines: 'What is offered',
    description: 'Description',
    amount: 'Amount',
    total: 'Total with tax',
  },
  it: {
    quote: 'Preventivo',
    lines: 'Cosa offriamo',
    description: 'Descrizione',
    amount: 'Importo',
    total: 'Totale con imposte',
  },
};

/** More lines than that are for the document itself. */
const mostLines = 60;

/** A quote with what a letter says of it. */
export interface Offered {
  readonly quote: Quote;
  readonly lines: readonly QuoteLine[];
  readonly seller: Seller;
  readonly language: PaperLanguage;
  readonly customer: string;
  readonly contact: string | undefined;
  /** The customer's addresses as of now. */
  readonly addressees: readonly string[];
}

/** @throws UserError where nobody is set up to write it */
export const offered = async (tx: Tx, quote: Quote): Promise<Offered> => {
  const [lines, customer, seller] = await Promise.all([
    linesOf(tx, quote),
    detailsOf(tx, quote.customerId),
    quote.sellerId ? sellerById(tx, quote.sellerId) : undefined,
  ]);
  if (!customer) throw new NotFound('customer');
  if (!seller)
    throw new UserError(
      `Quote ${quoteName(quote)} was made before there was a seller to write to customers. Send it another way and mark it as sent.`,
    );
  return {
    quote,
    lines,
    seller,
    language: paperLanguage(customer.language),
    customer: customer.name,
    contact: customer.contactName ?? undefined,
    addressees: [...new Set([...(customer.email ? [customer.email] : []), ...customer.extraEmails])],
  };
};

const valuesOf = ({ quote, seller, language, customer, contact }: Offered) => ({
  contact,
  customer,
  seller: seller.name,
  number: quoteName(quote),
  label: quote.label,
  amount: moneyIn(language, quote.amount),
  until: dayIn(quote.validUntil, language),
});

/** What it says unless somebody says it otherwise. @throws UserError where its words cannot be filled in */
export const proposed = async (tx: Tx, of: Offered): Promise<Draft> => {
  const { subject, body, version } = await wordsFor(tx, quoteKind, of.language, valuesOf(of));
  return { to: of.addressees, cc: [], bcc: [], subject, text: body, template: { kind: quoteKind.key, version } };
};

/** The letter, the same for each of its recipients. */
export const contentOf = (of: Offered, draft: Draft, attachments: readonly Attachment[]): MailContent => {
  const { quote, lines, seller, language } = of;
  const said = frameWords[language];
  return mailInNameOf(seller, {
    draft,
    language,
    title: said.quote,
    number: quoteName(quote),
    below: [
      {
        kind: 'table',
        caption: said.lines,
        columns: [
          { header: said.description, holds: 'text' },
          { header: said.amount, holds: 'figures' },
        ],
        rows: lines
          .slice(0, mostLines)
          .map(({ description, net }) => [{ text: description }, { text: moneyIn(language, net) }]),
        sums: [{ label: said.total, value: moneyIn(language, quote.amount), isMain: true }],
      },
    ],
    attachments,
  });
};

/** A customer's latest quote that has a seller, in the language that words are written in. */
const latest = async (tx: Tx, customerId: string, language: PaperLanguage): Promise<Offered | undefined> => {
  const quotes = await quotesOfCustomer(tx, customerId, { skip: 0, take: 20 });
  const quote = quotes.find(({ sellerId }) => sellerId !== undefined);
  return quote && { ...(await offered(tx, quote)), language };
};

/** With how it is shown for a customer, before its words are saved. BIL-7 */
export const quoteLetterKind: TemplateKind = {
  ...quoteKind,
  valuesOf: async ({ tx }, customerId, language) => {
    const of = await latest(tx, customerId, language);
    return of && valuesOf(of);
  },
  letterWith: async ({ tx }, { customerId, language }, { subject, body }) => {
    const of = await latest(tx, customerId, language);
    return of && contentOf(of, { to: [], cc: [], bcc: [], subject, text: body }, []).text;
  },
};
