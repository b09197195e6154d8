import type { Database } from '../db/open.ts';
import { genesis, leafBytes, leafSql, rootOf, sealHash } from './seal.ts';

export type Verdict =
  | {
      readonly ok: true;
      readonly seals: number;
      readonly rows: number;
      readonly unsealed: number;
      readonly head: string;
    }
  | {
      readonly ok: false;
      readonly kind: 'row_changed' | 'row_missing' | 'row_added' | 'seal_broken' | 'seal_missing';
      /** The audit row, where one can be named. */
      readonly row?: bigint;
      readonly seal: bigint;
      readonly sentence: string;
    };

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

type Finding = Extract<Verdict, { ok: false }>;

const finding = (kind: Finding['kind'], seal: bigint, sentence: string, row?: bigint): Finding => ({
  ok: false,
  kind,
  seal,
  sentence,
  ...(row === undefined ? {} : { row }),
});

/** Whether the seal itself is as it was made and follows its predecessor. */
function checkSeal(seal: Seal, expectedId: bigint, previous: string): Finding | undefined {
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
}

/** The first row that is not as it was sealed. */
async function checkRows(db: Database, seal: Seal): Promise<Finding | undefined> {
  const rows = await db.prisma.$queryRaw<{ id: bigint; leaf: string }[]>`
    SELECT a.id, encode(${leafSql}, 'hex') AS leaf FROM audit_log a WHERE a.seal_id = ${seal.id}::bigint ORDER BY a.id`;
  const now = new Map(rows.map((row) => [row.id, row.leaf]));
  const leaves = Buffer.from(seal.leaves);
  for (const [index, id] of seal.ids.entries()) {
    const leaf = now.get(id);
    if (leaf === undefined)
      return finding(
        'row_missing',
        seal.id,
        `Audit row ${id} is missing: it was deleted, or taken out of seal ${seal.id}.`,
        id,
      );
    if (leaf !== leaves.toString('hex', index * leafBytes, (index + 1) * leafBytes)) {
      return finding(
        'row_changed',
        seal.id,
        `Audit row ${id} was changed after it was sealed (seal ${seal.id}, ${seal.at.toISOString()}).`,
        id,
      );
    }
    now.delete(id);
  }
  const added = [...now.keys()][0];
  return added === undefined
    ? undefined
    : finding('row_added', seal.id, `Audit row ${added} claims seal ${seal.id}, which was made without it.`, added);
}

/** The rows of a seal in one piece: the same in nearly all cases, and then there is nothing to look for. */
async function isUntouched(db: Database, seal: Seal): Promise<boolean> {
  const [row] = await db.prisma.$queryRaw<{ leaves: Uint8Array | null }[]>`
    SELECT string_agg(leaf, ''::bytea ORDER BY id) AS leaves
    FROM (SELECT a.id, ${leafSql} AS leaf FROM audit_log a WHERE a.seal_id = ${seal.id}::bigint) r`;
  return Buffer.from(row?.leaves ?? []).equals(seal.leaves);
}

/**
 * Compares the whole audit log with its seals. Rows not sealed yet (younger than a minute or so) cannot be judged and
 * are counted. Whoever can change rows and seals alike can still cut off the end: compare `head` with a logged one.
 * @returns the first thing that is wrong, or the counts
 */
export async function verifyAudit(db: Database): Promise<Verdict> {
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
  const beyond = await db.prisma.auditEntry.findFirst({
    where: { OR: [{ sealId: { gt: last } }, { sealId: { lt: 1n } }] },
    orderBy: { id: 'asc' },
    select: { id: true, sealId: true },
  });
  if (beyond?.sealId != null) {
    return finding(
      'seal_missing',
      beyond.sealId,
      `Seal ${beyond.sealId} is missing: audit row ${beyond.id} was sealed with it.`,
      beyond.id,
    );
  }
  const unsealed = await db.prisma.auditEntry.count({ where: { sealId: null } });
  return { ok: true, seals: Number(last), rows, unsealed, head: previous };
}
