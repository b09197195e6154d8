/** What stands around whatever a seller writes to a customer: who writes, to whom, in which language, on which paper. */
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import type { Block, Paper, PaperLanguage, Picture } from '../../papers/index.ts';
import { words } from './words.ts';

export interface Writer {
  readonly name: string;
  readonly address: string;
  readonly country: string;
  readonly taxNumber?: string | null | undefined;
  readonly email: string;
  readonly colour?: string | undefined;
  readonly logo?: Picture | undefined;
}

export interface Addressee {
  readonly name: string;
  readonly address: string | null;
  readonly taxNumber: string | null;
  readonly purchaseOrder: string | null;
  readonly vendorNumber: string | null;
  readonly language: string;
}

/** Between whom it is. */
export interface Between {
  readonly seller: Writer;
  readonly customer: Addressee;
}

const onLetterPaper: readonly string[] = ['US', 'CA', 'MX'];

export const dayIn = (on: Day, language: PaperLanguage): string => formatDay(on, words[language].locale);

const countryIn = (code: string, language: PaperLanguage): string =>
  new Intl.DisplayNames([words[language].locale], { type: 'region' }).of(code) ?? code;

const letterhead = ({ seller }: Between, language: PaperLanguage): Block => ({
  kind: 'letterhead',
  name: seller.name,
  lines: [
    seller.address,
    countryIn(seller.country, language),
    ...(seller.taxNumber ? [`${words[language].taxNumber} ${seller.taxNumber}`] : []),
    seller.email,
  ],
  ...(seller.logo ? { logo: seller.logo } : {}),
});

const parties = ({ customer }: Between, language: PaperLanguage): Block => {
  const of = words[language];
  const { name, address, taxNumber, purchaseOrder, vendorNumber } = customer;
  const [first, ...others] = [
    ...(purchaseOrder ? [`${of.purchaseOrder} ${purchaseOrder}`] : []),
    ...(vendorNumber ? [`${of.vendorNumber} ${vendorNumber}`] : []),
  ];
  const lines = [...(address ? [address] : []), ...(taxNumber ? [`${of.taxNumber} ${taxNumber}`] : [])];
  return {
    kind: 'parties',
    parties: [
      { label: of.billTo, name, lines },
      ...(first === undefined ? [] : [{ label: of.order, name: first, lines: others }]),
    ],
  };
};

/** These blocks under the seller's head, to the customer. */
export const framed = (
  between: Between,
  language: PaperLanguage,
  blocks: readonly Block[],
): Omit<Paper, 'title' | 'number'> => {
  const { seller } = between;
  const { taxNumber } = words[language];
  return {
    language,
    format: onLetterPaper.includes(seller.country) ? 'us-letter' : 'a4',
    foot: [seller.name, ...(seller.taxNumber ? [`${taxNumber} ${seller.taxNumber}`] : []), seller.email].join(' · '),
    ...(seller.colour ? { colour: seller.colour } : {}),
    blocks: [letterhead(between, language), parties(between, language), ...blocks],
  };
};
