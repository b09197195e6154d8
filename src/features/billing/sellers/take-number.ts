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
 * BIL-12: the numbers of documents that are issued in this transaction, the next of their seller's series for kind and year. No gap
 * and none twice: numbers that are rolled back are given to the next. They are taken last, since others wait for them.
 * @throws NotFound when there is no such seller
 */
export const takeNumbers = async (
  work: Work,
  { seller: sellerId, kind, on }: TakeNumber,
  count: number,
): Promise<readonly string[]> => {
  if (!(await sellerById(work.tx, sellerId))) throw new NotFound('seller');
  const year = yearOf(on);
  const { number, format } = await advanceSeries(work.tx, { sellerId, kind, year }, count);
  return Array.from({ length: count }, (_, index) => formatNumber(format, { year, number: number + index }));
};

/**
 * As `takeNumbers`, for one.
 *
 * Example: the third invoice of 2026 gets `INV-2026-00003`.
 */
export const takeNumber = async (work: Work, which: TakeNumber): Promise<string> => {
  const [number] = await takeNumbers(work, which, 1);
  if (number === undefined) throw new Error('one number was asked for');
  return number;
};
