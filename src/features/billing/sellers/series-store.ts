import { newId } from '../../../core/ids.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { type DocumentKind, usualFormats } from './number-format.ts';

/** Which series: of whom, of what, of which year. */
export interface SeriesKey {
  readonly sellerId: string;
  readonly kind: DocumentKind;
  readonly year: number;
}

export interface Series {
  readonly format: string;
  /** Its first number. */
  readonly start: number;
  /** The number that the next document gets. */
  readonly next: number;
}

interface Taken {
  readonly number: number;
  readonly format: string;
}

/** A series of a new year goes on with the format of the one before. */
const makeSeries = async (tx: Tx, { sellerId, kind, year }: SeriesKey): Promise<void> => {
  await tx.$executeRaw`
    INSERT INTO number_series (id, seller_id, kind, year, format)
    SELECT ${newId()}::uuid, ${sellerId}::uuid, ${kind}, ${year}::int, coalesce((
      SELECT before.format FROM number_series before
      WHERE before.seller_id = ${sellerId}::uuid AND before.kind = ${kind} AND before.year < ${year}::int
      ORDER BY before.year DESC LIMIT 1), ${usualFormats[kind]})
    ON CONFLICT (seller_id, kind, year) DO NOTHING`;
};

const advance = async (tx: Tx, { sellerId, kind, year }: SeriesKey, by: number): Promise<Taken | undefined> => {
  const [taken] = await tx.$queryRaw<Taken[]>`
    UPDATE number_series SET next = next + ${by}::int
    WHERE seller_id = ${sellerId}::uuid AND kind = ${kind} AND year = ${year}::int
    RETURNING next - ${by}::int AS number, format`;
  return taken;
};

/**
 * Takes the next numbers, `by` of them, and tells the first; the series' row stays locked until the transaction ends, so that who comes second waits, and takes the
 * same number where the first is rolled back. BIL-12
 */
export const advanceSeries = async (tx: Tx, key: SeriesKey, by = 1): Promise<Taken> => {
  const taken = await advance(tx, key, by);
  if (taken) return taken;
  await makeSeries(tx, key);
  const first = await advance(tx, key, by);
  if (!first) throw new Error('the series was made and is not there');
  return first;
};

/** As it is, or as it would begin. */
export const readSeries = async (tx: Tx, { sellerId, kind, year }: SeriesKey): Promise<Series> => {
  const rows = await tx.numberSeries.findMany({
    where: { sellerId, kind, year: { lte: year } },
    orderBy: { year: 'desc' },
    take: 1,
    select: { year: true, format: true, start: true, next: true },
  });
  const [latest] = rows;
  if (latest?.year === year) return { format: latest.format, start: latest.start, next: latest.next };
  return { format: latest?.format ?? usualFormats[kind], start: 1, next: 1 };
};

/** Makes it if it is not there, and locks it until the transaction ends. */
export const lockSeries = async (tx: Tx, key: SeriesKey): Promise<Series> => {
  await makeSeries(tx, key);
  const { sellerId, kind, year } = key;
  await tx.$queryRaw`
    SELECT 1 FROM number_series WHERE seller_id = ${sellerId}::uuid AND kind = ${kind} AND year = ${year}::int FOR UPDATE`;
  return readSeries(tx, key);
};

/** Of a series that is locked and has no number taken. */
export const beginSeries = async (
  tx: Tx,
  { sellerId, kind, year }: SeriesKey,
  { format, start }: Pick<Series, 'format' | 'start'>,
): Promise<void> => {
  await tx.numberSeries.updateMany({ where: { sellerId, kind, year }, data: { format, start, next: start } });
};
