import { newId } from '../../../../core/ids.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { Call, WhyCall } from './call.ts';

const columns = {
  id: true,
  customerId: true,
  why: true,
  reminderId: true,
  promiseId: true,
  openedAt: true,
  closedBy: true,
  closedAt: true,
  note: true,
} as const;

interface Row {
  readonly id: string;
  readonly customerId: string;
  readonly why: string;
  readonly reminderId: string | null;
  readonly promiseId: string | null;
  readonly openedAt: Date;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
  readonly note: string | null;
}

const toCall = ({ why, reminderId, promiseId, closedBy, closedAt, note, ...row }: Row): Call => ({
  ...row,
  // The column is written by this store only, with these values.
  why: why as WhyCall,
  reminderId: reminderId ?? undefined,
  promiseId: promiseId ?? undefined,
  closed: closedBy && closedAt ? { by: closedBy, at: closedAt } : undefined,
  note: note ?? undefined,
});

export type NewCall = Pick<Call, 'customerId' | 'why'> & {
  readonly reminderId?: string;
  readonly promiseId?: string;
};

/** A promise that is broken again is called about again. @returns its id */
export const insertCall = async ({ tx, now }: Work, call: NewCall): Promise<string> => {
  const { customerId, why, reminderId = null, promiseId = null } = call;
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO customer_calls AS c (id, customer_id, why, reminder_id, promise_id, opened_at)
    VALUES (${newId()}::uuid, ${customerId}::uuid, ${why}, ${reminderId}::uuid, ${promiseId}::uuid, ${now})
    ON CONFLICT (promise_id) DO UPDATE SET opened_at = excluded.opened_at, closed_by = NULL, closed_at = NULL, note = NULL
    RETURNING id`;
  if (!row) throw new Error('a call was neither inserted nor opened again');
  return row.id;
};

export const callById = async (tx: Tx, id: string): Promise<Call | undefined> => {
  const row = await tx.customerCall.findUnique({ where: { id }, select: columns });
  return row ? toCall(row) : undefined;
};

/** The longest open first. */
export const openCalls = async (tx: Tx, take: number): Promise<readonly Call[]> =>
  (
    await tx.customerCall.findMany({
      where: { closedAt: null },
      select: columns,
      orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
      take,
    })
  ).map(toCall);

export const openCallsOf = async (tx: Tx, customerIds: readonly string[]): Promise<readonly Call[]> =>
  (
    await tx.customerCall.findMany({
      where: { customerId: { in: [...customerIds] }, closedAt: null },
      select: columns,
      orderBy: { id: 'asc' },
    })
  ).map(toCall);

/** @param by who called, or Baton where nobody needs to any more @returns whether nobody had closed it before */
export const closeCallRow = async (
  { tx, now }: Work,
  id: string,
  { by, note }: { readonly by: string; readonly note: string },
): Promise<boolean> => {
  const { count } = await tx.customerCall.updateMany({
    where: { id, closedAt: null },
    data: { closedBy: by, closedAt: now, note },
  });
  return count > 0;
};
