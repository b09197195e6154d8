/**
 * Issued documents as papers. They say what was frozen when they were issued, and nothing that may change or be erased later: not
 * what was paid, no contact, no note. So their bytes stay what they were. BIL-12, decision 0036
 */
import type { Money } from '../../../core/money/money.ts';
import { formatUnitPrice } from '../../../core/money/unit-price.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Period } from '../../../core/time/spans.ts';
import {
  type Block,
  type Cell,
  moneyIn,
  type Paper,
  type PaperLanguage,
  type Picture,
  paperLanguage,
} from '../../papers/index.ts';
import type { CreditDocument } from '../credits/index.ts';
import type { Frozen, InvoiceLine } from '../invoices/index.ts';
import type { LineTax, Totals } from '../taxes/index.ts';
import { dayIn, framed } from './frame.ts';
import { words } from './words.ts';

export interface InvoiceDocument {
  readonly number: string;
  readonly issuedOn: Day;
  readonly dueOn?: Day | undefined;
  readonly period?: Period | undefined;
  readonly lines: readonly Omit<InvoiceLine, 'id'>[];
  readonly totals: Totals;
  readonly frozen: Said;
}

/** The taxes are told from the lines; the logo is there with its bytes. */
type Said = Omit<Frozen, 'taxes' | 'seller'> & {
  readonly seller: Omit<Frozen['seller'], 'logo'> & { readonly logo?: Picture | undefined };
};

const periodIn = ({ first, last }: Period, language: PaperLanguage): string =>
  first === last ? dayIn(first, language) : `${dayIn(first, language)} – ${dayIn(last, language)}`;

const rateIn = (rate: number, language: PaperLanguage): string =>
  `${(rate / 10_000).toLocaleString(words[language].locale, { maximumFractionDigits: 4 })} %`;

/** `IVA 22 %`, `Reverse charge: Art. 194`. */
const taxIn = ({ name, rate, treatment, reason }: LineTax, language: PaperLanguage): string => {
  const rated = treatment === 'taxed' ? `${name} ${rateIn(rate, language)}` : name;
  return reason ? `${rated}: ${reason}` : rated;
};

export const sums = ({ net, taxes, total }: Totals, language: PaperLanguage) => [
  { label: words[language].netTotal, value: moneyIn(language, net) },
  ...taxes.map(({ tax, amount }) => ({ label: taxIn(tax, language), value: moneyIn(language, amount) })),
  { label: words[language].total, value: moneyIn(language, total), isMain: true },
];

export const rateCell = ({ rate, treatment }: LineTax, language: PaperLanguage): Cell => ({
  text: treatment === 'taxed' ? rateIn(rate, language) : '–',
});

/** Why a line costs what it does is written in English. */
export const noteOf = (
  { period, why }: Pick<InvoiceLine, 'period' | 'why'>,
  language: PaperLanguage,
): string | undefined => {
  const said = [...(period ? [periodIn(period, language)] : []), ...(why && language === 'en' ? [why] : [])];
  return said.length > 0 ? said.join(' · ') : undefined;
};

const payment = (document: InvoiceDocument, language: PaperLanguage): readonly Block[] => {
  const { number, dueOn, totals, frozen } = document;
  if (totals.total.amount <= 0n) return [];
  const { name: payee, iban, payUrl } = frozen.seller;
  const due = dueOn ? dayIn(dueOn, language) : undefined;
  return [
    { kind: 'payment', payee, amount: totals.total, reference: number, due, iban: iban ?? undefined, link: payUrl },
  ];
};

export const columnsOf = (language: PaperLanguage, figures: readonly ('quantity' | 'price' | 'tax' | 'net')[]) => [
  { header: words[language].description, holds: 'text' as const },
  ...figures.map((each) => ({ header: words[language][each], holds: 'figures' as const })),
];

export const invoicePaper = (document: InvoiceDocument): Paper => {
  const { number, issuedOn, dueOn, period, lines, totals, frozen } = document;
  const language = paperLanguage(frozen.customer.language);
  const of = words[language];
  const figures = [
    { label: of.issuedOn, value: dayIn(issuedOn, language) },
    ...(period ? [{ label: of.period, value: periodIn(period, language) }] : []),
    ...(dueOn ? [{ label: of.due, value: dayIn(dueOn, language) }] : []),
    { label: of.total, value: moneyIn(language, totals.total), isMain: true },
  ];
  const rows = lines.map((line): readonly Cell[] => [
    { text: line.description, note: noteOf(line, language) },
    { text: line.quantity.toLocaleString(of.locale) },
    { text: formatUnitPrice(line.unitPrice, of.locale) },
    rateCell(line.tax, language),
    { text: moneyIn(language, line.net) },
  ]);
  const columns = columnsOf(language, ['quantity', 'price', 'tax', 'net']);
  const blocks: readonly Block[] = [
    { kind: 'figures', figures },
    { kind: 'table', caption: of.lines, columns, rows, sums: sums(totals, language) },
    ...payment(document, language),
    { kind: 'note', title: of.terms, text: of.termsText(frozen.terms) },
  ];
  return { ...framed(frozen, language, blocks), title: of.invoice, number };
};

/** Amounts are those given back. BIL-13 */
export const creditPaper = ({
  credit,
  invoice,
  lines,
  totals,
  frozen,
}: Omit<CreditDocument, 'frozen'> & { readonly frozen: Said }): Paper => {
  const language = paperLanguage(frozen.customer.language);
  const of = words[language];
  const credited = (amount: Money): string => moneyIn(language, amount);
  const figures = [
    { label: of.issuedOn, value: dayIn(credit.issuedOn, language) },
    { label: of.corrects, value: invoice.issued?.number ?? '' },
    { label: of.credited, value: credited(totals.total), isMain: true },
  ];
  const rows = lines.map(({ description, tax, net }): readonly Cell[] => [
    { text: description },
    rateCell(tax, language),
    { text: credited(net) },
  ]);
  const blocks: readonly Block[] = [
    { kind: 'figures', figures },
    {
      kind: 'table',
      caption: of.lines,
      columns: columnsOf(language, ['tax', 'net']),
      rows,
      sums: sums(totals, language),
    },
    { kind: 'note', title: of.reason, text: credit.reason },
  ];
  return { ...framed(frozen, language, blocks), title: of.creditNote, number: credit.number };
};
