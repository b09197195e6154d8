import { Prisma } from '../../generated/prisma/client.ts';
import type { Database } from '../db/open.ts';
import { checkExpected, checkSignatures } from './check-end.ts';
import { type Finding, finding, type Verdict } from './finding.ts';
import type { AuditKey } from './keys.ts';
import { genesis, leafBytes, leafSql, rootOf, sealHash } from './seal.ts';

interface Seal {
  readonly id: bigint;
  readonly at: Date;
  readonly count: number;
  readonly ids: bigint[];
  readonly leaves: Uint8Array;
  readonly root: string;
  readonly previous: string;
  readonly hash: string;
}

/** Whether the seal itself is as it was made and follows its predecessor. */
const checkSeal = (seal: Seal, expectedId: bigint, previous: string): Finding | undefined => {
  if (seal.id !== expectedId)
    return finding('seal_missing', expectedId, `Seal ${expectedId} is missing: seal ${seal.id} comes in its place.`);
  const isWhole =
    seal.ids.length === seal.count &&
    seal.leaves.length === seal.count * leafBytes &&
    rootOf(seal.leaves) === seal.root;
  if (!isWhole || seal.previous !== previous || sealHash(seal) !== seal.hash) {
    return finding(
      'seal_broken',
      seal.id,
      `Seal ${seal.id} of ${seal.at.toISOString()} was changed, or its predecessor was: it does not fit the chain.`,
    );
  }
  return undefined;
};

/** The first row that is not as it was sealed. */
const checkRows = async (db: Database, seal: Seal): Promise<Finding | undefined> => {
  const rows = await db.prisma.$queryRaw<{ id: bigint; leaf: string }[]>`
    SELECT a.id, encode(${leafSql}, 'hex') AS leaf FROM audit_log a
    WHERE a.id BETWEEN ${seal.ids[0]}::bigint AND ${seal.ids.at(-1)}::bigint
      AND a.id IN (SELECT unnest(ids) FROM audit_seals WHERE id = ${seal.id}::bigint)`;
  const now = new Map(rows.map((row) => [row.id, row.leaf]));
  const leaves = Buffer.from(seal.leaves);
  for (const [index, id] of seal.ids.entries()) {
    const leaf = now.get(id);
    const sealedAs = `(seal ${seal.id}, ${seal.at.toISOString()})`;
    if (leaf === undefined)
      return finding('row_missing', seal.id, `Audit row ${id} was deleted after it was sealed ${sealedAs}.`, id);
    if (leaf !== leaves.toString('hex', index * leafBytes, (index + 1) * leafBytes)) {
      return finding('row_changed', seal.id, `Audit row ${id} was changed after it was sealed ${sealedAs}.`, id);
    }
  }
  // The ids' order was changed: they do not match their leaves, or the check in one piece would have held.
  return finding('seal_broken', seal.id, `Seal ${seal.id} lists its rows in another order than it was made with.`);
};

/** The rows of a seal in one piece: the same in nearly all cases, and then there is nothing to look for. */
const isUntouched = async (db: Database, seal: Seal): Promise<boolean> => {
  const [row] = await db.prisma.$queryRaw<{ leaves: Uint8Array | null }[]>`
    SELECT string_agg(leaf, ''::bytea ORDER BY id) AS leaves
    FROM (SELECT a.id, ${leafSql} AS leaf FROM audit_log a
      WHERE a.id BETWEEN ${seal.ids[0]}::bigint AND ${seal.ids.at(-1)}::bigint
        AND a.id IN (SELECT unnest(ids) FROM audit_seals WHERE id = ${seal.id}::bigint)) r`;
  return Buffer.from(row?.leaves ?? []).equals(seal.leaves);
};

/** The first row that is neither sealed nor waiting to be. As a difference of sets its cost follows the log; row by row it would be its square. */
export const strayRow = Prisma.sql`
  SELECT min(id) AS id FROM (
    SELECT id FROM audit_log EXCEPT (SELECT unnest(ids) FROM audit_seals UNION ALL SELECT id FROM audit_unsealed)) stray`;

/** The whole log is read for it; milliseconds. */
const longest = 15 * 60_000;

export interface VerifyOptions {
  /** The first is the one that signs now. None: signatures are not looked at. */
  readonly keys?: readonly AuditKey[];
  /** The hash of a seal as it was told outside of the database: the log must hold it, or its end was cut off. */
  readonly expect?: string | undefined;
}

/**
 * Compares the whole audit log with its seals, these with their signatures, and its end with what is expected. Rows not
 * sealed yet (younger than a minute or so) cannot be judged and are counted.
 * @returns the first thing that is wrong, or the counts
 */
export const verifyAudit = async (db: Database, { keys = [], expect }: VerifyOptions = {}): Promise<Verdict> => {
  let previous = genesis;
  let last = 0n;
  let rows = 0;
  for (;;) {
    const seal = await db.prisma.auditSeal.findFirst({ where: { id: { gt: last } }, orderBy: { id: 'asc' } });
    if (!seal) break;
    const wrong =
      checkSeal(seal, last + 1n, previous) ?? ((await isUntouched(db, seal)) ? undefined : await checkRows(db, seal));
    if (wrong) return wrong;
    previous = seal.hash;
    last = seal.id;
    rows += seal.count;
  }
  const wrongEnd = (await checkSignatures(db, keys, last)) ?? (await checkExpected(db, expect, last));
  if (wrongEnd) return wrongEnd;
  const [stray] = await db.tx((tx) => tx.$queryRaw<{ id: bigint | null }[]>`${strayRow}`, { timeout: longest });
  if (typeof stray?.id === 'bigint') {
    const sentence = `Audit row ${stray.id} is neither sealed nor waiting to be: it was slipped in, or its seal was deleted.`;
    return { ok: false, kind: 'row_stray', row: stray.id, sentence };
  }
  const unsealed = await db.prisma.auditUnsealed.count();
  const signed = keys.length > 0 && last > 0n ? { signed: last } : {};
  return { ok: true, seals: Number(last), rows, unsealed, head: previous, ...signed };
};
