import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { ahead } from '../../core/ahead.ts';
import { newId } from '../../core/ids.ts';
import { parseSubject, type Subject, subjectText } from '../../core/subject.ts';
import type { Database, Tx } from '../db/open.ts';

/** How a kept file is named in the rows that refer to it. */
export interface KeptFile {
  /** SHA-256 of its bytes, in hexadecimal digits. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
}

/** What is read is not what was kept: the disk, or somebody at the database, changed it. */
export class FileDamaged extends Error {
  override readonly name = 'FileDamaged';
}

const partBytes = 256 * 1024;
/** The same bytes in parts of one size, but for the last; each in the memory of the one before, which must be done with. */
async function* inParts(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  const part = Buffer.allocUnsafe(partBytes);
  let size = 0;
  for await (const chunk of source)
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(partBytes - size, chunk.length - at);
      part.set(chunk.subarray(at, at + taken), size);
      at += taken;
      size += taken;
      if (size < partBytes) continue;
      yield part;
      size = 0;
    }
  if (size > 0) yield part.subarray(0, size);
}

/**
 * Keeps bytes in the transaction that causes it, before the row that refers to them, so that neither is ever there alone.
 * Bytes that are kept already are not kept twice; where they lie they are packed (gzip). However large they are, a part at a time is in memory.
 * @param owner who needs them, until `letGo`
 * @example const { hash } = await keepFile(work.tx, { type: 'document', id }, [pdf]);
 */
export const keepFile = async (
  tx: Tx,
  owner: Subject,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  now: Date,
): Promise<KeptFile> => {
  const partsId = newId();
  const digest = createHash('sha256');
  let size = 0;
  let number = 0;
  await pipeline(
    async function* () {
      for await (const chunk of source) {
        digest.update(chunk);
        size += chunk.length;
        yield chunk;
      }
    },
    // The fastest: a report is a fifth then, and is kept sooner than if it were not packed.
    createGzip({ level: 1 }),
    async (packed: AsyncIterable<Uint8Array>) => {
      for await (const part of inParts(packed))
        await tx.$executeRaw`
          INSERT INTO file_parts (parts_id, number, bytes) VALUES (${partsId}::uuid, ${number++}, ${part})`;
    },
  );
  const hash = digest.digest('hex');
  // Known or not, its row is locked: whoever lets go of it meanwhile waits, and finds that it is needed.
  const [file] = await tx.$queryRaw<{ parts_id: string }[]>`
    INSERT INTO files (hash, parts_id, size, kept_at) VALUES (${hash}, ${partsId}::uuid, ${size}, ${now})
    ON CONFLICT (hash) DO UPDATE SET size = excluded.size RETURNING parts_id`;
  if (file?.parts_id !== partsId) await tx.$executeRaw`DELETE FROM file_parts WHERE parts_id = ${partsId}::uuid`;
  await tx.$executeRaw`
    INSERT INTO file_needs (owner, hash) VALUES (${subjectText(owner)}, ${hash}) ON CONFLICT DO NOTHING`;
  return { hash, size };
};

/**
 * Reads a kept file, a part at a time. The last of it comes only when all is what was kept, so that nobody takes a damaged file
 * for a whole one.
 * @throws FileDamaged, also when there is no such file any more
 */
export async function* readKept(tx: Tx, hash: string): AsyncGenerator<Buffer> {
  // With its first part, which is all that most have.
  const [file] = await tx.$queryRaw<PackedFile[]>`
    SELECT f.parts_id, (SELECT count(*)::int FROM file_parts p WHERE p.parts_id = f.parts_id) AS parts,
      (SELECT bytes FROM file_parts p WHERE p.parts_id = f.parts_id AND p.number = 0) AS first
    FROM files f WHERE f.hash = ${hash}`;
  if (!file) throw new FileDamaged(`there is no file ${hash}`);
  const unpacked = createGunzip({ chunkSize: 64 * 1024 });
  // What it fails with is what is read next.
  pipeline(ahead(packedParts(tx, file)), unpacked).catch(() => undefined);
  const digest = createHash('sha256');
  let last: Buffer | undefined;
  try {
    for await (const chunk of unpacked) {
      if (last) yield last;
      last = chunk;
      digest.update(chunk);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new FileDamaged(damaged(hash));
    throw error;
  }
  if (digest.digest('hex') !== hash) throw new FileDamaged(damaged(hash));
  if (last) yield last;
}

const damaged = (hash: string): string => `the file ${hash} is not what was kept`;

interface PackedFile {
  readonly parts_id: string;
  readonly parts: number;
  readonly first: Uint8Array | null;
}

async function* packedParts(tx: Tx, { parts_id, parts, first }: PackedFile): AsyncGenerator<Uint8Array> {
  if (first) yield first;
  for (let number = 1; number < parts; number += 1) {
    const [row] = await tx.$queryRaw<{ bytes: Uint8Array }[]>`
      SELECT bytes FROM file_parts WHERE parts_id = ${parts_id}::uuid AND number = ${number}`;
    if (row) yield row.bytes;
  }
}

/**
 * Reads a kept file, as often as it is asked, while a transaction is at work, also within its COPY: on another connection. The
 * embedded engine has one only: there all of it is read before that.
 * @param tx the transaction that is at work
 * @throws FileDamaged when it is read
 */
export const readBeside = async (db: Database, tx: Tx, hash: string): Promise<() => AsyncIterable<Buffer>> => {
  if (db.engine === 'postgres') return () => readKept(db.prisma, hash);
  const parts: Buffer[] = [];
  for await (const part of readKept(tx, hash)) parts.push(part);
  return async function* () {
    yield* parts;
  };
};

/** Whether this owner needs a file, which is kept therefore. */
export const isNeeded = async (tx: Tx, owner: Subject, hash: string): Promise<boolean> =>
  (await tx.fileNeed.count({ where: { owner: subjectText(owner), hash } })) > 0;

/** These owners need their files no more: those that nobody else needs are erased. */
export const letGo = async (tx: Tx, ...owners: readonly Subject[]): Promise<void> => {
  const needed = await tx.$queryRaw<{ hash: string }[]>`
    DELETE FROM file_needs WHERE owner = ANY(${owners.map(subjectText)}) RETURNING hash`;
  const hashes = [...new Set(needed.map(({ hash }) => hash))];
  if (hashes.length === 0) return;
  await tx.$queryRaw`SELECT hash FROM files WHERE hash = ANY(${hashes}) ORDER BY hash FOR UPDATE`;
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM files f WHERE f.hash = ANY(${hashes})
        AND NOT EXISTS (SELECT 1 FROM file_needs n WHERE n.hash = f.hash) RETURNING f.parts_id)
    DELETE FROM file_parts p USING gone WHERE p.parts_id = gone.parts_id`;
};

const names = async (tx: Tx, hash: string, texts: readonly string[]): Promise<boolean> => {
  const words = texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
  const longest = Math.max(...texts.map((text) => text.length)) + 1;
  const decoder = new TextDecoder();
  let seen = '';
  try {
    for await (const chunk of readKept(tx, hash)) {
      // A text may lie across two chunks.
      seen = seen.slice(-longest) + decoder.decode(chunk, { stream: true });
      if (pattern.test(seen)) return true;
    }
  } catch (error) {
    // Nobody can say that they are not in it.
    if (error instanceof FileDamaged) return true;
    throw error;
  }
  return false;
};

/**
 * Owners of one type whose files have one of these texts in them, as whole words, in large or small letters.
 * @example await ownersOfFilesWith(tx, 'run', ['ann@example.com']);
 */
export const ownersOfFilesWith = async (
  tx: Tx,
  type: Subject['type'],
  texts: readonly string[],
): Promise<readonly Subject[]> => {
  if (texts.length === 0) return [];
  const needs = await tx.$queryRaw<{ hash: string; owners: string[] }[]>`
    SELECT hash, array_agg(owner) AS owners FROM file_needs WHERE owner LIKE ${`${type}:%`} GROUP BY hash`;
  const found: Subject[] = [];
  for (const { hash, owners } of needs)
    if (await names(tx, hash, texts)) found.push(...owners.flatMap((owner) => parseSubject(owner) ?? []));
  return found;
};

/**
 * Others need these files, too, which are kept already; each is there once nevertheless.
 * @throws a database error when a file is not kept (any more)
 */
export const needKept = async (
  tx: Tx,
  needs: readonly { readonly owner: Subject; readonly hash: string }[],
): Promise<void> => {
  const [owners, hashes] = [needs.map(({ owner }) => subjectText(owner)), needs.map(({ hash }) => hash)];
  await tx.$executeRaw`
    INSERT INTO file_needs (owner, hash) SELECT owner, hash FROM unnest(${owners}::text[], ${hashes}::text[]) AS n(owner, hash)
    ORDER BY hash ON CONFLICT DO NOTHING`;
};
