/** A quote as paper: what is offered, until when, and a place to sign. It may change as long as nobody has it. */
import { formatUnitPrice } from '../../../core/money/unit-price.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { type Block, type Cell, moneyIn, type Paper, paperLanguage } from '../../papers/index.ts';
import type { InvoiceLine } from '../invoices/index.ts';
import type { Totals } from '../taxes/index.ts';
import { type Between, dayIn, framed } from './frame.ts';
import { columnsOf, noteOf, rateCell, sums } from './invoice-paper.ts';
import { words } from './words.ts';

export interface Offer {
  readonly number: string;
  /** What it is about. */
  readonly label: string;
  readonly madeOn: Day;
  readonly validUntil: Day;
  readonly lines: readonly (Pick<
    InvoiceLine,
    'description' | 'quantity' | 'unitPrice' | 'net' | 'tax' | 'period' | 'why'
  > & {
    /** Each of so many months it is due again; 0 is once. */
    readonly months: number;
  })[];
  readonly totals: Totals;
  readonly between: Between;
}

export const offerPaper = ({ number, label, madeOn, validUntil, lines, totals, between }: Offer): Paper => {
  const language = paperLanguage(between.customer.language);
  const of = words[language];
  const note = (line: Offer['lines'][number]): string | undefined =>
    [of.each(line.months), noteOf(line, language)].filter((each) => each !== undefined).join(' · ') || undefined;
  const rows = lines.map((line): readonly Cell[] => [
    { text: line.description, note: note(line) },
    { text: line.quantity.toLocaleString(of.locale) },
    { text: formatUnitPrice(line.unitPrice, of.locale) },
    rateCell(line.tax, language),
    { text: moneyIn(language, line.net) },
  ]);
  const columns = columnsOf(language, ['quantity', 'price', 'tax', 'net']);
  const blocks: readonly Block[] = [
    {
      kind: 'figures',
      figures: [
        { label: of.issuedOn, value: dayIn(madeOn, language) },
        { label: of.validUntil, value: dayIn(validUntil, language) },
        { label: of.total, value: moneyIn(language, totals.total), isMain: true },
      ],
    },
    { kind: 'heading', text: label },
    { kind: 'table', caption: of.offered, columns, rows, sums: sums(totals, language) },
    { kind: 'signature', signers: [{ label: of.accepted, name: between.customer.name }] },
  ];
  return { ...framed(between, language, blocks), title: of.quote, number };
};
