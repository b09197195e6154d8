import { type Day, toDbDate } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';

/** Whose last day has passed and who is active nevertheless, who ended first before the others. CUS-8 */
export const endedButActive = (
  tx: Tx,
  today: Day,
  take: number,
): Promise<readonly { readonly id: string; readonly name: string }[]> =>
  tx.customer.findMany({
    where: { active: true, endOn: { lt: toDbDate(today) } },
    select: { id: true, name: true },
    orderBy: [{ endOn: 'asc' }, { id: 'asc' }],
    take,
  });
