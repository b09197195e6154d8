import { type Day, fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import type { ExpiryAction as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { customersByIds } from '../../customers/index.ts';
import type { License } from '../licenses/license.ts';
import { licensesByIds } from '../licenses/store.ts';
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

/** A task with whose license it is about. */
export interface NamedAction {
  readonly action: ExpiryAction;
  readonly license: License;
  readonly customerName: string;
}

export const namedActions = async (tx: Tx, actions: readonly ExpiryAction[]): Promise<readonly NamedAction[]> => {
  const licenses = await licensesByIds(tx, [...new Set(actions.map((action) => action.licenseId))]);
  const customers = await customersByIds(tx, [...new Set([...licenses.values()].map((license) => license.customerId))]);
  return actions.flatMap((action) => {
    const license = licenses.get(action.licenseId);
    return license ? [{ action, license, customerName: customers.get(license.customerId)?.name ?? 'A customer' }] : [];
  });
};
