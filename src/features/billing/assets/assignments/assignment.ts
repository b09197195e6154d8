import { overlap, type Span, without } from '../../../../core/time/spans.ts';

/** The days on which an asset is a billing group's, or nobody's. A row is never rewritten: it is taken back, and what stays of it begins anew. CUS-4 */
export interface Assignment extends Span {
  readonly id: string;
  readonly assetId: string;
  /** Without one it is parked: billed to nobody, on purpose. CUS-6 */
  readonly groupId?: string | undefined;
  readonly isFree: boolean;
}

export type NewAssignment = Omit<Assignment, 'id'>;

/** What becomes of the rows of one asset when another begins. */
export interface Placing {
  /** Rows that share a day with the new one. */
  readonly takenBack: readonly string[];
  /** What stays of them, before the new one and where it is over. */
  readonly stays: readonly NewAssignment[];
}

/** A row that begins within days that were asked for is planned: nobody loses it without a word. CUS-4 */
export const plannedWithin = (rows: readonly Assignment[], days: Span): Assignment | undefined =>
  rows.find((row) => row.first > days.first && overlap(row, days) !== undefined);

/**
 * CUS-4, CUS-6: makes room for an asset's row on days: the one before is so until the day before, and again where the new one has an end.
 *
 * Example: A's since January 1; B's for May → A's until April 30, B's May 1 to 31, A's since June 1.
 */
export const placing = (rows: readonly Assignment[], days: Span): Placing => {
  const reached = rows.filter((row) => overlap(row, days) !== undefined);
  return {
    takenBack: reached.map(({ id }) => id),
    stays: reached.flatMap((row) =>
      without(row, [days]).map(({ first, last }) => ({ ...withoutId(row), first, last })),
    ),
  };
};

const withoutId = ({ id: _, ...row }: Assignment): NewAssignment => row;

/** Whether the days are as was asked for already. */
export const isSoAlready = (
  rows: readonly Assignment[],
  wanted: Pick<NewAssignment, 'groupId' | 'isFree' | 'first' | 'last'>,
): boolean =>
  rows.some(
    (row) =>
      row.groupId === wanted.groupId &&
      row.isFree === wanted.isFree &&
      row.first <= wanted.first &&
      row.last === wanted.last,
  );
