import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A secret that the database does not hold: who only owns the database cannot sign seals that were made anew. */
export interface AuditKey {
  /** Tells which key signed, and nothing of the key itself. */
  readonly id: string;
  readonly secret: string;
}

/** For the embedded database, which needs no set-up: a key of its own, beside the data directory and not within it. */
const keyBeside = (dataDir: string): string => {
  const file = `${dataDir}.audit-key`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8');
};

/**
 * The keys of AUDIT_KEY, separated by commas: the first signs, all of them verify, so that a key is renewed by putting a
 * new one before it. Example: `new,old`.
 * @param embeddedDir of the embedded database, whose key is made when none is given
 */
export const auditKeys = (given: string | undefined, embeddedDir: string | undefined): readonly AuditKey[] =>
  (given ?? (embeddedDir === undefined ? '' : keyBeside(embeddedDir)))
    .split(',')
    .map((secret) => secret.trim())
    .filter(Boolean)
    .map((secret) => ({
      secret,
      id: createHash('sha256').update(`baton audit key\n${secret}`).digest('hex').slice(0, 16),
    }));

/** What a key says about a seal: HMAC-SHA-256 over the seal's number and hash, which covers its rows and all seals before. */
export const signatureOf = (key: AuditKey, seal: { readonly id: bigint; readonly hash: string }): string =>
  createHmac('sha256', key.secret).update(['baton audit seal', key.id, seal.id, seal.hash].join('\n')).digest('hex');

export const isSignedBy = (
  key: AuditKey,
  seal: { readonly id: bigint; readonly hash: string },
  signature: string,
): boolean => {
  const [mine, theirs] = [Buffer.from(signatureOf(key, seal)), Buffer.from(signature)];
  return mine.length === theirs.length && timingSafeEqual(mine, theirs);
};
