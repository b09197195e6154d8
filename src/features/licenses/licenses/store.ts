import { inChunks } from '../../../core/group.ts';
import { type Day, fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import type { License as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { License, LicensePolicy } from './license.ts';

const licenseOf = (row: Row): License => ({
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

export type FreshLicense = Omit<License, 'lapseNoticeOn'>;

const atOnce = 1000;

/** @returns how many were new; none whose key or gateway subscription belongs to another license */
export const insertLicenses = async (
  tx: Tx,
  licenses: readonly FreshLicense[],
  createdBy: string,
  createdAt: Date,
): Promise<number> => {
  let added = 0;
  for (const chunk of inChunks(licenses, atOnce)) {
    const data = chunk.map(({ expiresOn, ...rest }) => ({
      ...rest,
      expiresOn: toDbDate(expiresOn),
      createdBy,
      createdAt,
    }));
    added += (await tx.license.createMany({ data, skipDuplicates: true })).count;
  }
  return added;
};

/** Which of these keys, and of these subscriptions of a gateway, belong to a license. */
export const takenBy = async (
  tx: Tx,
  keys: readonly string[],
  { gateway, subscriptions }: { readonly gateway: string; readonly subscriptions: readonly string[] },
): Promise<{ readonly keys: ReadonlySet<string>; readonly subscriptions: ReadonlySet<string> }> => {
  const rows = await tx.$queryRaw<{ key: string; subscription: string | null }[]>`
    SELECT key, NULL AS subscription FROM licenses WHERE key = ANY(${[...keys]}::text[])
    UNION ALL
    SELECT key, gateway_subscription FROM licenses
    WHERE gateway = ${gateway} AND gateway_subscription = ANY(${[...subscriptions]}::text[])`;
  return {
    keys: new Set(rows.map(({ key }) => key)),
    subscriptions: new Set(rows.flatMap(({ subscription }) => subscription ?? [])),
  };
};

/** @returns false when its key or its gateway subscription belongs to another license already */
export const insertLicense = async (
  tx: Tx,
  license: FreshLicense,
  createdBy: string,
  createdAt: Date,
): Promise<boolean> => (await insertLicenses(tx, [license], createdBy, createdAt)) === 1;

export const licenseById = async (tx: Tx, id: string): Promise<License | undefined> => {
  const row = await tx.license.findUnique({ where: { id } });
  return row ? licenseOf(row) : undefined;
};

export const licenseByKey = async (tx: Tx, key: string): Promise<License | undefined> => {
  const row = await tx.license.findUnique({ where: { key } });
  return row ? licenseOf(row) : undefined;
};

export const licensesByIds = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, License>> => {
  const rows = await tx.license.findMany({ where: { id: { in: [...ids] } } });
  return new Map(rows.map((row) => [row.id, licenseOf(row)]));
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

/** Writes all that can be corrected of a locked license. */
export const updateLicense = async (tx: Tx, of: License): Promise<void> => {
  const { id, product, key, policy, periodMonths, expiresOn, lapseNoticeOn, gateway, gatewaySubscription } = of;
  await tx.license.update({
    where: { id },
    data: {
      ...{ product, key, policy, periodMonths },
      expiresOn: toDbDate(expiresOn),
      lapseNoticeOn: lapseNoticeOn === undefined ? null : toDbDate(lapseNoticeOn),
      gateway: gateway ?? null,
      gatewaySubscription: gatewaySubscription ?? null,
    },
  });
};
