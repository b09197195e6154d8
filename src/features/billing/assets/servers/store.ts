import { newId } from '../../../../core/ids.ts';
import { Prisma, type Server as Row } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../../platform/db/rows/as-model.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { Server, ServerFields } from './server.ts';

const columns = columnsOf(Prisma.ServerScalarFieldEnum);

const keyOf = (name: string): string => name.normalize('NFKC').toLowerCase();

const serverOf = (row: Row): Server => ({
  id: row.id,
  name: row.name,
  address: row.address ?? undefined,
  comments: row.comments,
  retiredAt: row.retiredAt ?? undefined,
  checked:
    row.checkedAt && row.checkedBy !== null
      ? { at: row.checkedAt, by: row.checkedBy, problem: row.problem ?? undefined }
      : undefined,
  synced: row.syncedAt && row.syncedBy !== null ? { at: row.syncedAt, by: row.syncedBy } : undefined,
  version: row.version,
});

const values = ({ name, address, comments }: ServerFields) => ({
  name,
  nameKey: keyOf(name),
  address: address ?? null,
  comments,
});

/** @returns undefined when another server has its name */
export const insertServer = async (work: Work, entries: ServerFields): Promise<Server | undefined> => {
  const id = newId();
  const { count } = await work.tx.server.createMany({
    data: { id, ...values(entries), createdBy: work.by.id, createdAt: work.now },
    skipDuplicates: true,
  });
  return count === 0 ? undefined : { id, ...entries, version: 1 };
};

export const serverById = async (tx: Tx, id: string): Promise<Server | undefined> => {
  const row = await tx.server.findUnique({ where: { id } });
  return row ? serverOf(row) : undefined;
};

export const serverByName = async (tx: Tx, name: string): Promise<Server | undefined> => {
  const row = await tx.server.findUnique({ where: { nameKey: keyOf(name.trim()) } });
  return row ? serverOf(row) : undefined;
};

/** Waits until nobody else changes it or syncs its assets. */
export const lockServer = async (tx: Tx, id: string): Promise<Server | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM servers WHERE id = ${id}::uuid FOR UPDATE`);
  return row && serverOf(row);
};

/** Those in use first, by name. */
export const allServers = async (tx: Tx): Promise<readonly Server[]> =>
  (await tx.server.findMany({ orderBy: [{ retiredAt: { sort: 'desc', nulls: 'first' } }, { nameKey: 'asc' }] })).map(
    serverOf,
  );

/** Another address has to be validated anew. @returns false when it was changed since that version */
export const updateServer = async (
  tx: Tx,
  { id, version, address }: Pick<Server, 'id' | 'version' | 'address'>,
  entries: ServerFields,
): Promise<boolean> => {
  const { count } = await tx.server.updateMany({
    where: { id, version },
    data: {
      ...values(entries),
      ...(entries.address === address ? {} : { checkedAt: null, checkedBy: null, problem: null }),
      version: { increment: 1 },
    },
  });
  return count > 0;
};

export const storeRetired = async (tx: Tx, id: string, retiredAt: Date | null): Promise<void> => {
  await tx.server.update({ where: { id }, data: { retiredAt, version: { increment: 1 } }, select: { id: true } });
};

/** What asking for its list came to. */
export const storeChecked = async (
  work: Work,
  id: string,
  { by, problem }: { readonly by: string; readonly problem?: string | undefined },
): Promise<void> => {
  await work.tx.server.update({
    where: { id },
    data: { checkedAt: work.now, checkedBy: by, problem: problem ?? null },
    select: { id: true },
  });
};

export const storeSynced = async (work: Work, id: string): Promise<void> => {
  await work.tx.server.update({
    where: { id },
    data: { syncedAt: work.now, syncedBy: work.by.id },
    select: { id: true },
  });
};
