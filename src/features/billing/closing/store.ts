import { type Day, fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Closing } from './closing.ts';

interface Row {
  readonly closed_on: string | null;
  readonly changed_by: string | null;
  readonly changed_at: Date | null;
}

const closingOf = (row: Row | undefined): Closing => ({
  closedOn: row?.closed_on ? (row.closed_on as Day) : undefined,
  changedBy: row?.changed_by ?? undefined,
  changedAt: row?.changed_at ?? undefined,
});

export const readClosing = async (tx: Tx): Promise<Closing> => {
  const row = await tx.closing.findUnique({ where: { id: 1 } });
  return {
    closedOn: row?.closedOn ? fromDbDate(row.closedOn) : undefined,
    changedBy: row?.changedBy ?? undefined,
    changedAt: row?.changedAt ?? undefined,
  };
};

/** Nobody closes the period until this transaction ends; others may date documents meanwhile. */
export const holdClosing = async (tx: Tx): Promise<Closing> => {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT closed_on::text, changed_by, changed_at FROM closing WHERE id = 1 FOR SHARE`;
  return closingOf(row);
};

/** Waits for all that is being dated, and has it wait. */
export const lockClosing = async (tx: Tx): Promise<Closing> => {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT closed_on::text, changed_by, changed_at FROM closing WHERE id = 1 FOR UPDATE`;
  return closingOf(row);
};

export const writeClosing = async (tx: Tx, closedOn: Day | undefined, by: string, at: Date): Promise<void> => {
  await tx.closing.update({
    where: { id: 1 },
    data: { closedOn: closedOn ? toDbDate(closedOn) : null, changedBy: by, changedAt: at },
    select: { id: true },
  });
};
