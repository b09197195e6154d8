import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { button, context, fields, header, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { WindowHead } from '../../../platform/slice/slice.ts';
import { ledgerEditors, type SetupState } from '../setup/index.ts';
import { type DocumentKind, formatNumber } from './number-format.ts';
import { type Seller, sellerDoor } from './seller.ts';
import type { Series, SeriesKey } from './series-store.ts';

export const kindNames: Readonly<Record<DocumentKind, string>> = {
  invoice: 'Invoices',
  credit_note: 'Credit notes',
  quote: 'Quotes',
};

export interface ShownSeries {
  readonly key: SeriesKey;
  readonly series: Series;
}

const short = (text: string | undefined, max = 200): string => (text ? escapeMrkdwn(clip(text, max)) : '–');

const nextNumber = ({ key, series }: ShownSeries): string =>
  formatNumber(series.format, { year: key.year, number: series.next });

/** What has begun goes on by itself; what has not can be set. BIL-12 */
const seriesLine = (shown: ShownSeries): KnownBlock => {
  const { key, series } = shown;
  const isBegun = series.next !== series.start;
  const says = `*${kindNames[key.kind]} ${key.year}*  ${isBegun ? 'next' : 'begin with'} ${escapeMrkdwn(nextNumber(shown))}`;
  if (isBegun) return section(says);
  return section(
    says,
    button({ text: 'Numbers', action: 'series.set', value: `${key.sellerId}:${key.kind}:${key.year}` }),
  );
};

/** Who issues documents, and how they are numbered. CUS-2 */
export const sellerHead = (seller: Seller, series: readonly ShownSeries[]): WindowHead => ({
  title: 'Seller',
  blocks: [
    header(clip(seller.name, 150)),
    fields([
      ['Address', short(seller.address, 500)],
      ['Country', seller.country],
      ['Tax number', short(seller.taxNumber)],
      ['Email', short(seller.email)],
      ['Replies go to', short(seller.replyTo ?? seller.email)],
      ['Bounces go to', short(seller.bounceTo ?? seller.email)],
      ['IBAN', short(seller.iban)],
      ['Paid online at', short(seller.payUrl)],
      ['Time zone', short(seller.timeZone)],
    ]),
    context(
      seller.isDefault
        ? 'Issues the invoices of every billing group that names no other seller.'
        : 'Issues the invoices of the billing groups that name it.',
    ),
  ],
  buttons: [
    [
      { text: 'Edit', action: 'seller.edit', value: seller.id, roles: ledgerEditors },
      ...(seller.isDefault
        ? []
        : [{ text: 'Make it the default', action: 'seller.make_default', value: seller.id, roles: ledgerEditors }]),
    ],
  ],
  sections: [{ order: 10, title: 'Numbers', blocks: series.map(seriesLine) }],
});

const mostListed = 8;

const numberedElsewhere = (some: boolean): string =>
  some
    ? 'Invoices of billing groups that name no seller have the accounting system’s numbers: who marks one as sent enters it.'
    : 'Without a seller invoices have the accounting system’s numbers: who marks one as sent enters it.';

/** The sellers in the set-up, each with its next numbers. CUS-2 */
export const sellersState = (
  sellers: readonly { readonly seller: Seller; readonly series: readonly ShownSeries[] }[],
): SetupState => ({
  missing: sellers.length > 0 ? [] : ['a seller'],
  blocks: [
    ...(sellers.some(({ seller }) => seller.isDefault) ? [] : [context(numberedElsewhere(sellers.length > 0))]),
    ...sellers
      .slice(0, mostListed)
      .map(({ seller, series }) =>
        section(
          `*${short(seller.name)}*${seller.isDefault && sellers.length > 1 ? ' (default)' : ''}  next: ${series.map((each) => escapeMrkdwn(nextNumber(each))).join(', ')}`,
          button({ ...openButton(sellerDoor, seller.id), text: 'Open' }),
        ),
      ),
    ...(sellers.length > mostListed ? [context(`and ${sellers.length - mostListed} more`)] : []),
  ],
  buttons: [{ text: 'Add seller', action: 'seller.add', value: 'new', roles: ledgerEditors }],
});
