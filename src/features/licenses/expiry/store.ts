import { type Day, fromDbDate, parseDay, toDbDate } from '../../../core/time/calendar.ts';
import type { ExpiryAction as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { ExpiryAction, ExpiryKind, ExpiryState } from './expiry-action.ts';

const actionOf = (row: Row): ExpiryAction => ({
  id: row.id,
  licenseId: row.licenseId,
  kind: row.kind as ExpiryKind,
  state: row.state as ExpiryState,
  isExpired: row.isExpired,
  forceful: row.forceful,
  cause: row.cause,
  hasMessage: row.hasMessage,
  requestedBy: row.requestedBy,
  requestedAt: row.requestedAt,
  ...(row.caseId === null ? {} : { caseId: row.caseId }),
  ...(row.paymentId === null ? {} : { paymentId: row.paymentId }),
  ...(row.waitUntil === null ? {} : { waitUntil: fromDbDate(row.waitUntil) }),
  ...(row.newExpiresOn === null ? {} : { newExpiresOn: fromDbDate(row.newExpiresOn) }),
  ...(row.backTo === null ? {} : { backTo: fromDbDate(row.backTo) }),
  ...(row.notAfter === null ? {} : { notAfter: fromDbDate(row.notAfter) }),
  ...(row.endedBy === null ? {} : { endedBy: row.endedBy }),
  ...(row.endedAt === null ? {} : { endedAt: row.endedAt }),
  ...(row.endReason === null ? {} : { endReason: row.endReason }),
});

export const insertAction = async (tx: Tx, action: ExpiryAction): Promise<void> => {
  const { waitUntil, newExpiresOn, backTo, notAfter, ...rest } = action;
  await tx.expiryAction.create({
    data: {
      ...rest,
      ...(waitUntil === undefined ? {} : { waitUntil: toDbDate(waitUntil) }),
      ...(newExpiresOn === undefined ? {} : { newExpiresOn: toDbDate(newExpiresOn) }),
      ...(backTo === undefined ? {} : { backTo: toDbDate(backTo) }),
      ...(notAfter === undefined ? {} : { notAfter: toDbDate(notAfter) }),
    },
  });
};

export const actionById = async (tx: Tx, id: string): Promise<ExpiryAction | undefined> => {
  const row = await tx.expiryAction.findUnique({ where: { id } });
  return row ? actionOf(row) : undefined;
};

export const actionByPayment = async (tx: Tx, paymentId: string): Promise<ExpiryAction | undefined> => {
  const row = await tx.expiryAction.findUnique({ where: { paymentId } });
  return row ? actionOf(row) : undefined;
};

export const openExpireOf = async (tx: Tx, licenseId: string): Promise<ExpiryAction | undefined> => {
  const row = await tx.expiryAction.findFirst({ where: { licenseId, kind: 'expire', state: 'open' } });
  return row ? actionOf(row) : undefined;
};

/** Open actions of these licenses. */
export const openActionsOf = async (tx: Tx, licenseIds: readonly string[]): Promise<readonly ExpiryAction[]> =>
  (await tx.expiryAction.findMany({ where: { licenseId: { in: [...licenseIds] }, state: 'open' } })).map(actionOf);

/** What waits for Support, oldest first. */
export const openActions = async (tx: Tx, limit: number): Promise<readonly ExpiryAction[]> =>
  (
    await tx.expiryAction.findMany({
      where: { state: 'open' },
      orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
      take: limit,
    })
  ).map(actionOf);

export const countOpenActions = (tx: Tx): Promise<number> => tx.expiryAction.count({ where: { state: 'open' } });

export const actionsByIds = async (tx: Tx, ids: readonly string[]): Promise<readonly ExpiryAction[]> =>
  (await tx.expiryAction.findMany({ where: { id: { in: [...ids] } }, orderBy: { id: 'asc' } })).map(actionOf);

export interface Ending {
  readonly state: 'confirmed' | 'refused' | 'withdrawn';
  readonly by: string;
  readonly at: Date;
  readonly reason?: string;
  readonly newExpiresOn?: Day;
}

/** @returns false when it was not open any more */
export const endAction = async (tx: Tx, id: string, ending: Ending): Promise<boolean> => {
  const { count } = await tx.expiryAction.updateMany({
    where: { id, state: 'open' },
    data: {
      state: ending.state,
      endedBy: ending.by,
      endedAt: ending.at,
      endReason: ending.reason ?? null,
      ...(ending.newExpiresOn === undefined ? {} : { newExpiresOn: toDbDate(ending.newExpiresOn) }),
    },
  });
  return count === 1;
};

/** Changes an open action's ticks, waiting day or message. @returns false when it was not open any more */
export const changeAction = async (
  tx: Tx,
  id: string,
  change: {
    readonly isExpired?: boolean;
    readonly forceful?: boolean;
    readonly waitUntil?: Day;
    readonly hasMessage?: boolean;
  },
): Promise<boolean> => {
  const { waitUntil, ...rest } = change;
  const { count } = await tx.expiryAction.updateMany({
    where: { id, state: 'open' },
    data: { ...rest, ...(waitUntil === undefined ? {} : { waitUntil: toDbDate(waitUntil) }) },
  });
  return count === 1;
};

/**
 * The license as the entry of the audit log has it before the decision.
 * @returns false when it is not as that decision left it
 */
export const restoreLicense = async (tx: Tx, id: string, entry: bigint): Promise<boolean> =>
  (await tx.$executeRaw`
    UPDATE licenses l SET state = e.before->>'state', expires_on = (e.before->>'expiresOn')::date,
      lapse_notice_on = (e.before->>'lapseNoticeOn')::date
    FROM audit_log e
    WHERE e.id = ${entry} AND l.id = ${id}::uuid
      AND l.state = e.after->>'state' AND l.expires_on = (e.after->>'expiresOn')::date`) === 1;

/**
 * The task is open again, with the ticks that it had.
 * @returns false when it is not as that decision left it
 */
export const reopenAction = async (tx: Tx, id: string, entry: bigint): Promise<boolean> =>
  (await tx.$executeRaw`
    UPDATE expiry_actions a SET state = 'open', ended_by = NULL, ended_at = NULL, end_reason = NULL, new_expires_on = NULL,
      is_expired = COALESCE((e.before->>'isExpired')::boolean, a.is_expired),
      forceful = COALESCE((e.before->>'forceful')::boolean, a.forceful)
    FROM audit_log e
    WHERE e.id = ${entry} AND a.id = ${id}::uuid AND a.id::text = e.after->>'action'
      AND a.state IN ('confirmed', 'refused') AND a.ended_by = e.actor AND a.ended_at = e.at`) === 1;

/** The expiry date that a confirmed task moved, as the audit log has it. */
export const movedFrom = async (tx: Tx, licenseId: string, actionId: string): Promise<Day | undefined> => {
  const entry = await tx.auditEntry.findFirst({
    where: {
      subjectType: 'license',
      subjectId: licenseId,
      action: 'license.date_moved',
      after: { path: ['action'], equals: actionId },
    },
    orderBy: { id: 'desc' },
    select: { before: true },
  });
  const { before } = entry ?? {};
  const found: unknown = typeof before === 'object' && before !== null ? Reflect.get(before, 'expiresOn') : undefined;
  return typeof found === 'string' ? parseDay(found) : undefined;
};

/** The day until which Support was asked to wait before the entry of the audit log asked for a later one. */
export const restoreWait = async (tx: Tx, action: ExpiryAction, entry: bigint): Promise<boolean> =>
  (await tx.$executeRaw`
    UPDATE expiry_actions a SET wait_until = (e.before->>'waitUntil')::date
    FROM audit_log e
    WHERE e.id = ${entry} AND a.id = ${action.id}::uuid AND a.id::text = e.after->>'id' AND a.state = 'open'
      AND a.wait_until = (e.after->>'waitUntil')::date`) === 1;

/** What a decision about something else wrote about the license, latest first. */
export const entriesOf = (tx: Tx, licenseId: string, decision: string) =>
  tx.auditEntry.findMany({
    where: { subjectType: 'license', subjectId: licenseId, after: { path: ['decision'], equals: decision } },
    orderBy: { id: 'desc' },
    select: { id: true, action: true, after: true },
  });

/** The decision by which somebody confirmed a task that is confirmed still. */
export const confirmationBy = async (
  tx: Tx,
  actionId: string,
  userId: string,
): Promise<{ readonly id: string; readonly at: Date } | undefined> => {
  const [row] = await tx.$queryRaw<{ id: string; at: Date }[]>`
    SELECT e.after->>'decision' AS id, e.at FROM expiry_actions a
    JOIN audit_log e ON e.subject_type = 'license' AND e.subject_id = a.license_id::text
      AND e.after->>'action' = a.id::text AND e.actor = a.ended_by AND e.at = a.ended_at
    WHERE a.id = ${actionId}::uuid AND a.state = 'confirmed' AND a.ended_by = ${userId}
    ORDER BY e.id DESC LIMIT 1`;
  return row;
};
