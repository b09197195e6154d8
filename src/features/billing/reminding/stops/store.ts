/** Addresses that want no more reminders. BIL-18 */
import { newId } from '../../../../core/ids.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';

export interface ReminderStop {
  readonly id: string;
  readonly customerId: string;
  /** In small letters. */
  readonly address: string;
  readonly at: Date;
}

const columns = { id: true, customerId: true, address: true, at: true } as const;

/** @returns whether it was not stopped before */
export const insertStop = async ({ tx, now }: Work, customerId: string, address: string): Promise<boolean> => {
  const written = await tx.$executeRaw`
    INSERT INTO reminder_stops (id, customer_id, address, at)
    VALUES (${newId()}::uuid, ${customerId}::uuid, ${address.toLowerCase()}, ${now})
    ON CONFLICT (customer_id, address) WHERE ended_at IS NULL DO NOTHING`;
  return written > 0;
};

export const liveStops = (tx: Tx, customerIds: readonly string[]): Promise<readonly ReminderStop[]> =>
  tx.reminderStop.findMany({
    where: { customerId: { in: [...customerIds] }, endedAt: null },
    select: columns,
    orderBy: { id: 'asc' },
  });

export const stopById = async (tx: Tx, id: string): Promise<(ReminderStop & { endedBy: string | null }) | null> =>
  tx.reminderStop.findUnique({ where: { id }, select: { ...columns, endedBy: true } });

/** @returns whether nobody had ended it before */
export const endStop = async ({ tx, by, now }: Work, id: string): Promise<boolean> => {
  const { count } = await tx.reminderStop.updateMany({
    where: { id, endedAt: null },
    data: { endedBy: by.id, endedAt: now },
  });
  return count > 0;
};

/** ALL-7 @returns how many values were erased */
export const eraseStops = (tx: Tx, customerId: string): Promise<number> =>
  tx.$executeRaw`
    UPDATE reminder_stops SET address = '(erased ' || id || ')'
    WHERE customer_id = ${customerId}::uuid AND address NOT LIKE '(erased%'`;
