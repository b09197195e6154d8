import { type Day, fromDbDate, toDbDate } from '../../../../core/time/calendar.ts';
import type { PlannedChange as Row } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { type ServiceChange, serviceChange } from './service-change.ts';

/** A change that was planned for a day. */
export interface Planned {
  readonly id: string;
  readonly subscriptionId: string;
  readonly itemId?: string;
  readonly on: Day;
  readonly what: string;
  readonly change: ServiceChange;
  readonly reason?: string;
  readonly state: string;
  readonly by: string;
  readonly at: Date;
  readonly ended?: { readonly by: string; readonly at: Date; readonly reason: string | undefined };
}

const toPlanned = (row: Row): Planned => ({
  id: row.id,
  subscriptionId: row.subscriptionId,
  ...(row.itemId ? { itemId: row.itemId } : {}),
  on: fromDbDate(row.effectiveOn),
  what: row.what,
  change: serviceChange.parse(row.parameters),
  ...(row.reason ? { reason: row.reason } : {}),
  state: row.state,
  by: row.plannedBy,
  at: row.plannedAt,
  ...(row.endedBy && row.endedAt
    ? { ended: { by: row.endedBy, at: row.endedAt, reason: row.endReason ?? undefined } }
    : {}),
});

/** What is planned of these subscriptions, in the order of its days. */
export const plannedOf = async (tx: Tx, subscriptionIds: readonly string[]): Promise<readonly Planned[]> =>
  (
    await tx.plannedChange.findMany({
      where: { subscriptionId: { in: [...subscriptionIds] }, state: 'planned' },
      orderBy: [{ effectiveOn: 'asc' }, { id: 'asc' }],
    })
  ).map(toPlanned);

export const plannedById = async (tx: Tx, id: string): Promise<Planned | undefined> => {
  const row = await tx.plannedChange.findUnique({ where: { id } });
  return row ? toPlanned(row) : undefined;
};

export const insertPlanned = async (
  work: Work,
  planned: { readonly id: string; readonly subscriptionId: string; readonly change: ServiceChange } & {
    readonly what: string;
    readonly reason: string | undefined;
  },
): Promise<void> => {
  const { change } = planned;
  await work.tx.plannedChange.create({
    data: {
      id: planned.id,
      subscriptionId: planned.subscriptionId,
      itemId: 'itemId' in change ? change.itemId : null,
      kind: change.kind,
      effectiveOn: toDbDate(change.on),
      parameters: change,
      what: planned.what,
      reason: planned.reason ?? null,
      plannedBy: work.by.id,
      plannedAt: work.now,
    },
  });
};

/** Of a locked subscription. @returns false when it is planned no more */
export const endPlanned = async (
  work: Work,
  id: string,
  state: 'done' | 'dropped' | 'refused',
  reason?: string,
): Promise<boolean> => {
  const { count } = await work.tx.plannedChange.updateMany({
    where: { id, state: 'planned' },
    data: { state, endedBy: work.by.id, endedAt: work.now, endReason: reason ?? null },
  });
  return count === 1;
};

/** Whose day has come where the customer is, in the order of their days. */
export const duePlanned = async (
  tx: Tx,
  now: Date,
  take: number,
): Promise<readonly { readonly id: string; readonly subscriptionId: string }[]> => {
  const rows = await tx.$queryRaw<{ id: string; subscription_id: string }[]>`
    SELECT p.id, p.subscription_id FROM planned_changes p
    JOIN subscriptions s ON s.id = p.subscription_id JOIN customers c ON c.id = s.customer_id
    WHERE p.state = 'planned' AND p.effective_on <= (${now}::timestamptz AT TIME ZONE c.time_zone)::date
    ORDER BY p.effective_on, p.id LIMIT ${take}::int`;
  return rows.map(({ id, subscription_id }) => ({ id, subscriptionId: subscription_id }));
};
