import { newId } from '../../../../core/ids.ts';
import { type Day, fromDbDate, toDbDate } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { PageOfRows } from '../../../../platform/slice/slice.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { Hold, HoldKind } from './hold.ts';

const columns = {
  id: true,
  customerId: true,
  groupId: true,
  invoiceId: true,
  kind: true,
  fromOn: true,
  untilOn: true,
  reason: true,
  madeBy: true,
  madeAt: true,
  endedBy: true,
} as const;

interface Row {
  readonly id: string;
  readonly customerId: string;
  readonly groupId: string | null;
  readonly invoiceId: string | null;
  readonly kind: string;
  readonly fromOn: Date;
  readonly untilOn: Date | null;
  readonly reason: string | null;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly endedBy: string | null;
}

const toHold = (row: Row): Hold => ({
  ...row,
  groupId: row.groupId ?? undefined,
  invoiceId: row.invoiceId ?? undefined,
  // The column is written by this store only, with these values.
  kind: row.kind as HoldKind,
  fromOn: fromDbDate(row.fromOn),
  untilOn: row.untilOn ? fromDbDate(row.untilOn) : undefined,
  reason: row.reason ?? undefined,
  endedBy: row.endedBy ?? undefined,
});

export type NewHold = Pick<Hold, 'customerId' | 'groupId' | 'invoiceId' | 'kind' | 'fromOn' | 'untilOn' | 'reason'> & {
  readonly wordId?: string | undefined;
};

/** @returns its id */
export const insertHold = async ({ tx, by, now }: Work, hold: NewHold): Promise<string> => {
  const id = newId();
  const { fromOn, untilOn, groupId, invoiceId, reason, wordId, ...rest } = hold;
  await tx.reminderHold.create({
    data: {
      id,
      ...rest,
      groupId: groupId ?? null,
      invoiceId: invoiceId ?? null,
      reason: reason ?? null,
      wordId: wordId ?? null,
      fromOn: toDbDate(fromOn),
      untilOn: untilOn ? toDbDate(untilOn) : null,
      madeBy: by.id,
      madeAt: now,
    },
    select: { id: true },
  });
  return id;
};

/** Those that last on a day or will, of these customers. */
export const liveHolds = async (tx: Tx, customerIds: readonly string[], today: Day): Promise<readonly Hold[]> =>
  (
    await tx.reminderHold.findMany({
      where: {
        customerId: { in: [...customerIds] },
        endedAt: null,
        OR: [{ untilOn: null }, { untilOn: { gte: toDbDate(today) } }],
      },
      select: columns,
      orderBy: { id: 'asc' },
    })
  ).map(toHold);

/** Latest first. */
export const holdsOf = async (tx: Tx, customerId: string, page: PageOfRows): Promise<readonly Hold[]> =>
  (await tx.reminderHold.findMany({ where: { customerId }, select: columns, orderBy: { id: 'desc' }, ...page })).map(
    toHold,
  );

export const holdById = async (tx: Tx, id: string): Promise<Hold | undefined> => {
  const row = await tx.reminderHold.findUnique({ where: { id }, select: columns });
  return row ? toHold(row) : undefined;
};

/** Of a customer's word on a page. */
export const holdOfWord = async (tx: Tx, wordId: string): Promise<Hold | undefined> => {
  const row = await tx.reminderHold.findUnique({ where: { wordId }, select: columns });
  return row ? toHold(row) : undefined;
};

/** @returns whether nobody had ended it before */
export const endHoldRow = async ({ tx, by, now }: Work, id: string): Promise<boolean> => {
  const { count } = await tx.reminderHold.updateMany({
    where: { id, endedAt: null },
    data: { endedBy: by.id, endedAt: now },
  });
  return count > 0;
};

/** ALL-7: what customers wrote; what people noted stays. @returns how many values were erased */
export const eraseDisputes = (tx: Tx, customerId: string): Promise<number> =>
  tx.$executeRaw`
    UPDATE reminder_holds SET reason = NULL
    WHERE customer_id = ${customerId}::uuid AND kind = 'dispute' AND reason IS NOT NULL`;
