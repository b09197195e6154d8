import type { Database } from '../db/open.ts';
import { type Finding, finding } from './finding.ts';
import { type AuditKey, isSignedBy } from './keys.ts';

const page = 10_000;

interface Signed {
  readonly id: bigint;
  readonly key_id: string;
  readonly signature: string;
  /** Of the seal, if there still is one. */
  readonly hash: string | null;
}

const broken = ({ id, hash, key_id: keyId, signature }: Signed, keys: readonly AuditKey[]): Finding | undefined => {
  if (hash === null)
    return finding(
      'seal_missing',
      id,
      `Seal ${id} is missing: its signature is there. The end of the log was cut off.`,
    );
  const key = keys.find((each) => each.id === keyId);
  if (!key || isSignedBy(key, { id, hash }, signature)) return undefined;
  return finding(
    'signature_broken',
    id,
    `Seal ${id} does not fit its signature: it was made anew by somebody who does not hold the key ${keyId}.`,
  );
};

/** The newest seal must bear the key's signature: by the chain that one proves every row before it, whoever signed those. */
const checkHead = (newest: Signed | undefined, [current]: readonly AuditKey[], head: bigint): Finding | undefined => {
  if (!current || head === 0n) return undefined;
  if (newest?.id !== head) {
    return finding(
      'not_signed',
      head,
      `Seal ${head}, the newest, bears no signature${newest ? `; the last that does is ${newest.id}` : ''}: the seals since then were made without the key. Right after an upgrade wait a minute, in which Baton signs, and verify again.`,
    );
  }
  if (newest.key_id === current.id) return undefined;
  return finding(
    'wrong_key',
    head,
    `Seal ${head}, the newest, is signed with the key ${newest.key_id}; AUDIT_KEY holds ${current.id}. Verify with the key that Baton runs with.`,
  );
};

/** Every signature that one of the keys made, and that the newest seal has one. */
export const checkSignatures = async (
  db: Database,
  keys: readonly AuditKey[],
  head: bigint,
): Promise<Finding | undefined> => {
  if (keys.length === 0) return undefined;
  let newest: Signed | undefined;
  for (;;) {
    const found = await db.prisma.$queryRaw<Signed[]>`
      SELECT g.seal_id AS id, g.key_id, g.signature, s.hash FROM audit_signatures g LEFT JOIN audit_seals s ON s.id = g.seal_id
      WHERE g.seal_id > ${newest?.id ?? 0n}::bigint ORDER BY g.seal_id LIMIT ${page}::int`;
    for (const each of found) {
      const wrong = broken(each, keys);
      if (wrong) return wrong;
    }
    newest = found.at(-1) ?? newest;
    if (found.length < page) return checkHead(newest, keys, head);
  }
};

/** The seal that was told outside of the database must still be in the chain. */
export const checkExpected = async (
  db: Database,
  expected: string | undefined,
  head: bigint,
): Promise<Finding | undefined> => {
  if (expected === undefined) return undefined;
  if (await db.prisma.auditSeal.findFirst({ where: { hash: expected }, select: { id: true } })) return undefined;
  return finding(
    'end_missing',
    head,
    `No seal has the hash ${expected}: the end of the log was cut off, or its seals were made anew.`,
  );
};
