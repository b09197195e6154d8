import { NotFound } from '../../../core/errors.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type DocumentKind, formatNumber } from './number-format.ts';
import { advanceSeries } from './series-store.ts';
import { sellerById } from './store.ts';

export interface TakeNumber {
  /** The seller's id. */
  readonly seller: string;
  readonly kind: DocumentKind;
  /** The day by which the document is dated, in the seller's zone: `issueDay`. */
  readonly on: Day;
}

export const yearOf = (on: Day): number => Number(on.slice(0, 4));

/**
 * BIL-12: the number of a document that is issued in this transaction, the next of its seller's series for kind and year. No gap
 * and none twice: a number that is rolled back is given to the next. It is taken last, since others wait for it.
 *
 * Example: the third invoice of 2026 gets `INV-2026-00003`.
 * @throws NotFound when there is no such seller
 */
export const takeNumber = async (work: Work, { seller: sellerId, kind, on }: TakeNumber): Promise<string> => {
  if (!(await sellerById(work.tx, sellerId))) throw new NotFound('seller');
  const year = yearOf(on);
  const { number, format } = await advanceSeries(work.tx, { sellerId, kind, year });
  return formatNumber(format, { year, number });
};
