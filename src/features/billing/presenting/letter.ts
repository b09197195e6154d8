import { type Day, formatDay } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Attachment, MailContent } from '../../../platform/work/content.ts';
import { type Block, moneyIn, type PaperLanguage } from '../../papers/index.ts';
import { wordsFor } from '../../templates/index.ts';
import type { Invoice, InvoiceLine } from '../invoices/index.ts';
import type { Draft } from '../letters/index.ts';
import { mailInNameOf, type Seller, type Writes } from '../sellers/index.ts';
import { invoiceKinds, type Occasion } from './words/letter-kinds.ts';
import { letterWords } from './words/letter-words.ts';

/** An invoice with what a letter says of it. */
export interface Bill {
  readonly invoice: Invoice;
  readonly number: string;
  readonly lines: readonly InvoiceLine[];
  readonly seller: Writes & Pick<Seller, 'iban' | 'payUrl'>;
  readonly language: PaperLanguage;
  readonly customer: string;
  readonly contact: string | undefined;
  /** Who receives it, as of now. */
  readonly addressees: readonly string[];
}

/** More lines than that are for the document itself. */
const mostLines = 60;
const locales: Readonly<Record<PaperLanguage, string>> = { en: 'en-US', it: 'it-IT' };

const dayText = ({ language }: Bill, day: Day | undefined): string | undefined =>
  day && formatDay(day, locales[language]);

export const valuesOf = (bill: Bill, page: string | undefined) => ({
  contact: bill.contact,
  customer: bill.customer,
  seller: bill.seller.name,
  number: bill.number,
  amount: moneyIn(bill.language, bill.invoice.amount),
  due: dayText(bill, bill.invoice.dueOn),
  page,
});

/**
 * What the letter says unless somebody says it otherwise. BIL-5
 * @param page the address of the invoice's own page
 * @throws UserError where its words cannot be filled in
 */
export const proposed = async (tx: Tx, bill: Bill, occasion: Occasion, page: string | undefined): Promise<Draft> => {
  const kind = invoiceKinds[occasion];
  const { subject, body, version } = await wordsFor(tx, kind, bill.language, valuesOf(bill, page));
  return { to: bill.addressees, cc: [], bcc: [], subject, text: body, template: { kind: kind.key, version } };
};

const belowWords = (bill: Bill): readonly Block[] => {
  const { invoice, language, seller, number, lines } = bill;
  const of = letterWords[language];
  const total = moneyIn(language, invoice.amount);
  const due = dayText(bill, invoice.dueOn);
  return [
    {
      kind: 'table',
      caption: of.lines,
      columns: [
        { header: of.description, holds: 'text' },
        { header: of.amount, holds: 'figures' },
      ],
      rows: lines
        .slice(0, mostLines)
        .map(({ description, why, net }) => [{ text: description, note: why }, { text: moneyIn(language, net) }]),
      sums: [{ label: of.total, value: total, isMain: true }],
    },
    ...(invoice.open.amount > 0n
      ? [
          {
            kind: 'payment' as const,
            payee: seller.name,
            amount: invoice.open,
            reference: number,
            ...(due ? { due } : {}),
            ...(seller.iban ? { iban: seller.iban } : {}),
            link: seller.payUrl,
          },
        ]
      : []),
  ];
};

/** The letter, the same for each of its recipients. @param attachments the invoice as PDF */
export const contentOf = (bill: Bill, draft: Draft, attachments: readonly Attachment[]): MailContent => {
  const { invoice, language, number, seller } = bill;
  const of = letterWords[language];
  return mailInNameOf(seller, {
    draft,
    language,
    title: of.invoice,
    number,
    above: invoice.state === 'paid' ? [{ kind: 'stamp', text: of.paid, tone: 'good' }] : [],
    below: belowWords(bill),
    attachments,
  });
};
