import { type Day, fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import type { ExpiryAction as ActionRow, License as LicenseRow } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { ExpiryAction, ExpiryKind, ExpiryState } from '../expiry/expiry-action.ts';
import type { License, LicensePolicy } from './license.ts';

const licenseOf = (row: LicenseRow): License => ({
  id: row.id,
  customerId: row.customerId,
  product: row.product,
  policy: row.policy as LicensePolicy,
  key: row.key,
  state: row.state as License['state'],
  expiresOn: fromDbDate(row.expiresOn),
  periodMonths: row.periodMonths,
  ...(row.gateway === null ? {} : { gateway: row.gateway }),
  ...(row.gatewaySubscription === null ? {} : { gatewaySubscription: row.gatewaySubscription }),
  ...(row.lapseNoticeOn === null ? {} : { lapseNoticeOn: fromDbDate(row.lapseNoticeOn) }),
});

const actionOf = (row: ActionRow): ExpiryAction => ({
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

export type FreshLicense = Omit<License, 'lapseNoticeOn'>;

/** @returns false when its key or its gateway subscription belongs to another license already */
export const insertLicense = async (
  tx: Tx,
  license: FreshLicense,
  createdBy: string,
  createdAt: Date,
): Promise<boolean> => {
  const { expiresOn, ...rest } = license;
  const { count } = await tx.license.createMany({
    data: [{ ...rest, expiresOn: toDbDate(expiresOn), createdBy, createdAt }],
    skipDuplicates: true,
  });
  return count === 1;
};

export const licenseById = async (tx: Tx, id: string): Promise<License | undefined> => {
  const row = await tx.license.findUnique({ where: { id } });
  return row ? licenseOf(row) : undefined;
};

export const licenseByKey = async (tx: Tx, key: string): Promise<License | undefined> => {
  const row = await tx.license.findUnique({ where: { key } });
  return row ? licenseOf(row) : undefined;
};

/** Locks the license until the transaction ends, and reads it. */
export const lockLicense = async (tx: Tx, id: string): Promise<License | undefined> => {
  await tx.$queryRaw`SELECT 1 FROM licenses WHERE id = ${id}::uuid FOR UPDATE`;
  return licenseById(tx, id);
};

export const lockLicenses = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0)
    await tx.$queryRaw`SELECT 1 FROM licenses WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
};

/** A customer's licenses, the first to expire first. */
export const licensesFor = async (tx: Tx, customerId: string): Promise<readonly License[]> =>
  (await tx.license.findMany({ where: { customerId }, orderBy: [{ expiresOn: 'asc' }, { id: 'asc' }] })).map(licenseOf);

/** The licenses that these gateway subscriptions pay for, by subscription. */
export const licensesByGatewaySubscriptions = async (
  tx: Tx,
  gateway: string,
  subscriptions: readonly string[],
): Promise<ReadonlyMap<string, License>> => {
  // Thousands may be asked for of which few are known: one parameter, and Prisma sees only those that are.
  const known = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM licenses WHERE gateway = ${gateway} AND gateway_subscription = ANY(${[...subscriptions]}::text[])`;
  if (known.length === 0) return new Map();
  const rows = await tx.license.findMany({ where: { id: { in: known.map((row) => row.id) } } });
  return new Map(
    rows.flatMap((row) => (row.gatewaySubscription === null ? [] : [[row.gatewaySubscription, licenseOf(row)]])),
  );
};

/** Every subscription of the gateway that pays for a `manual` license. COL-6 */
export const manualSubscriptions = async (tx: Tx, gateway: string): Promise<readonly string[]> => {
  const rows = await tx.license.findMany({
    where: { gateway, policy: 'manual', gatewaySubscription: { not: null } },
    select: { gatewaySubscription: true },
  });
  return rows.flatMap((row) => (row.gatewaySubscription === null ? [] : [row.gatewaySubscription]));
};

export const setLicense = async (
  tx: Tx,
  id: string,
  change: { readonly state: License['state']; readonly expiresOn?: Day },
): Promise<void> => {
  await tx.license.update({
    where: { id },
    data: {
      state: change.state,
      // A moved date is noticed anew when it comes near.
      ...(change.expiresOn === undefined ? {} : { expiresOn: toDbDate(change.expiresOn), lapseNoticeOn: null }),
    },
  });
};

/** Active `manual` licenses that expire by then and were not named yet; served by a partial index. */
export const lapsing = async (tx: Tx, until: Day, limit: number): Promise<readonly License[]> =>
  (
    await tx.license.findMany({
      where: { policy: 'manual', state: 'active', lapseNoticeOn: null, expiresOn: { lte: toDbDate(until) } },
      orderBy: [{ expiresOn: 'asc' }, { id: 'asc' }],
      take: limit,
    })
  ).map(licenseOf);

/** @returns the ids that nobody else marked first */
export const markNoticed = async (tx: Tx, ids: readonly string[], on: Day): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE licenses SET lapse_notice_on = ${on}::date
    WHERE id = ANY(${[...ids]}::uuid[]) AND lapse_notice_on IS NULL RETURNING id`;
  return rows.map((row) => row.id);
};

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
