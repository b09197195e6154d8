import { overlap, type Span, without } from '../../../../core/time/spans.ts';

/** The days on which an asset is a billing group's, or nobody's. A row is never rewritten: it is ended, or taken back. CUS-4 */
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
  readonly ends: readonly { readonly id: string; readonly last: NonNullable<Span['last']> }[];
  /** Rows of which no first part is left. */
  readonly takenBack: readonly string[];
  /** What goes on where the new one is over. */
  readonly goOn: readonly NewAssignment[];
}

/** A row that begins within days that were asked for is planned: nobody loses it without a word. CUS-4 */
export const plannedWithin = (rows: readonly Assignment[], days: Span): Assignment | undefined =>
  rows.find((row) => row.first > days.first && overlap(row, days) !== undefined);

/**
 * CUS-4, CUS-6: makes room for an asset's row on days: the one before ends the day before, and goes on where the new one has an end.
 *
 * Example: A's since January 1; B's for May → A's until April 30, B's May 1 to 31, A's since June 1.
 */
export const placing = (rows: readonly Assignment[], days: Span): Placing => {
  const parted = rows
    .filter((row) => overlap(row, days) !== undefined)
    .map((row) => {
      const parts = without(row, [days]);
      return { row, kept: parts.find(({ first }) => first === row.first), parts };
    });
  return {
    ends: parted.flatMap(({ row, kept }) => (kept?.last === undefined ? [] : [{ id: row.id, last: kept.last }])),
    takenBack: parted.filter(({ kept }) => kept === undefined).map(({ row }) => row.id),
    goOn: parted.flatMap(({ row: { id: _, ...row }, kept, parts }) =>
      parts.filter((part) => part !== kept).map(({ first, last }) => ({ ...row, first, last })),
    ),
  };
};

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
