import { createHash } from 'node:crypto';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Copying, Database, Tx } from '../db/open.ts';
import type { AuditKey } from './keys.ts';
import { noteKey, signHead } from './sign.ts';

/** What the first seal names as its predecessor. */
export const genesis = '0'.repeat(64);

export const leafBytes = 32;

/**
 * The fingerprint of one row: SHA-256 of its values as a JSON array, in this order, in PostgreSQL's canonical spelling
 * of jsonb. Computed where the rows are: they needn't travel to be sealed or verified.
 */
export const leafSql = Prisma.sql`sha256(convert_to(jsonb_build_array(
  a.id, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), a.actor, a.request_id, a.action,
  a.subject_type, a.subject_id, a.customer_id, a.before, a.after, a.reason)::text, 'UTF8'))`;

export const rootOf = (leaves: Uint8Array): string => createHash('sha256').update(leaves).digest('hex');

/** A seal's own hash: it vouches for its rows (by their root), for how many they are, and for every seal before it. */
export const sealHash = (seal: {
  readonly id: bigint;
  readonly at: Date;
  readonly count: number;
  readonly root: string;
  readonly previous: string;
}): string =>
  createHash('sha256')
    .update([seal.previous, seal.id, seal.at.toISOString(), seal.count, seal.root].join('\n'))
    .digest('hex');

interface Batch {
  readonly count: number;
  readonly ids: bigint[] | null;
  readonly leaves: Uint8Array | null;
}

export interface Sealed {
  readonly id: bigint;
  readonly count: number;
  readonly hash: string;
}

const sealBatch = async (tx: Tx, at: Date, most: number): Promise<Sealed | undefined> => {
  // Rows that commit later with lower ids are simply still unsealed the next time. The range spares reading the log.
  const [batch] = await tx.$queryRaw<Batch[]>`
    WITH u AS MATERIALIZED (SELECT id FROM audit_unsealed ORDER BY id LIMIT ${most}::int)
    SELECT count(*)::int AS count, array_agg(id ORDER BY id) AS ids, string_agg(leaf, ''::bytea ORDER BY id) AS leaves
    FROM (SELECT a.id, ${leafSql} AS leaf FROM audit_log a JOIN u ON u.id = a.id
      WHERE a.id BETWEEN (SELECT min(id) FROM u) AND (SELECT max(id) FROM u)) b`;
  if (!batch?.ids || !batch.leaves) return undefined;
  const last = await tx.auditSeal.findFirst({ orderBy: { id: 'desc' }, select: { id: true, hash: true } });
  const id = (last?.id ?? 0n) + 1n;
  const root = rootOf(batch.leaves);
  const seal = { id, at, count: batch.count, root, previous: last?.hash ?? genesis };
  const hash = sealHash(seal);
  const ids = JSON.stringify(batch.ids.map(String));
  await tx.$executeRaw`
    INSERT INTO audit_seals (id, at, count, ids, leaves, root, previous, hash)
    SELECT ${id}::bigint, ${at.toISOString()}::timestamptz, ${batch.count}, ARRAY(SELECT jsonb_array_elements_text(${ids}::jsonb)::bigint),
      decode(${Buffer.from(batch.leaves).toString('base64')}, 'base64'), ${root}, ${seal.previous}, ${hash}`;
  await tx.$executeRaw`
    DELETE FROM audit_unsealed WHERE id IN (SELECT unnest(ids) FROM audit_seals WHERE id = ${id}::bigint)`;
  return { id, count: batch.count, hash };
};

export interface SealOptions {
  /** Signs the newest seal; without one the chain is only as safe as the database. */
  readonly key?: AuditKey | undefined;
  /** Rows in one seal at most. */
  readonly batchSize?: number;
}

/**
 * Seals everything committed and not sealed yet, in the order of ids, each seal naming the one before, and signs the
 * newest. Safe to run on several replicas at once.
 * @returns the seals made, oldest first
 */
export const sealAudit = async (
  db: Database,
  at: Date,
  { key, batchSize = 10_000 }: SealOptions = {},
): Promise<Sealed[]> => {
  const sealNext = async (tx: Tx & Copying): Promise<Sealed | undefined> => {
    // One sealer at a time. Only seals are locked: nobody who writes to the audit log waits.
    await tx.$executeRaw`LOCK TABLE audit_seals IN SHARE ROW EXCLUSIVE MODE`;
    if (key) await noteKey(tx, at, key);
    const seal = await sealBatch(tx, at, batchSize);
    if (key) await signHead(tx, key);
    return seal;
  };
  const made: Sealed[] = [];
  for (;;) {
    const seal = await db.tx(sealNext, { timeout: 60_000 });
    if (!seal) return made;
    made.push(seal);
    if (seal.count < batchSize) return made;
    // On the embedded engine everything runs in this process: let others have their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
};
