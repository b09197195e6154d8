import { createHash } from 'node:crypto';
import { newId } from '../../core/ids.ts';
import { type Subject, subjectText } from '../../core/subject.ts';
import type { Tx } from '../db/open.ts';

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

/** The same bytes in parts of one size, but for the last. */
async function* inParts(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    held.push(chunk);
    size += chunk.length;
    if (size < partBytes) continue;
    let all = Buffer.concat(held, size);
    for (; all.length >= partBytes; all = all.subarray(partBytes)) yield all.subarray(0, partBytes);
    held = all.length > 0 ? [all] : [];
    size = all.length;
  }
  if (size > 0) yield Buffer.concat(held, size);
}

/**
 * Keeps bytes in the transaction that causes it, before the row that refers to them, so that neither is ever there alone.
 * Bytes that are kept already are not kept twice. However large they are, a part at a time is in memory.
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
  for await (const part of inParts(source)) {
    digest.update(part);
    size += part.length;
    await tx.$executeRaw`
      INSERT INTO file_parts (parts_id, number, bytes) VALUES (${partsId}::uuid, ${number++}, ${part})`;
  }
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
 * Reads a kept file, part by part. Its last part comes only when all are what was kept, so that nobody takes a damaged file
 * for a whole one.
 * @throws FileDamaged, also when there is no such file any more
 */
export async function* readKept(tx: Tx, hash: string): AsyncGenerator<Buffer> {
  const [file] = await tx.$queryRaw<{ parts_id: string; parts: number }[]>`
    SELECT f.parts_id, (SELECT count(*)::int FROM file_parts p WHERE p.parts_id = f.parts_id) AS parts
    FROM files f WHERE f.hash = ${hash}`;
  if (!file) throw new FileDamaged(`there is no file ${hash}`);
  const digest = createHash('sha256');
  let last: Buffer | undefined;
  for (let number = 0; number < file.parts; number += 1) {
    const [row] = await tx.$queryRaw<{ bytes: Uint8Array }[]>`
      SELECT bytes FROM file_parts WHERE parts_id = ${file.parts_id}::uuid AND number = ${number}`;
    if (last) yield last;
    last = Buffer.from(row?.bytes ?? []);
    digest.update(last);
  }
  if (digest.digest('hex') !== hash) throw new FileDamaged(`the file ${hash} is not what was kept`);
  if (last) yield last;
}

/** This owner needs its files no more: those that nobody else needs are erased. */
export const letGo = async (tx: Tx, owner: Subject): Promise<void> => {
  const needed = await tx.$queryRaw<{ hash: string }[]>`
    DELETE FROM file_needs WHERE owner = ${subjectText(owner)} RETURNING hash`;
  const hashes = needed.map(({ hash }) => hash);
  if (hashes.length === 0) return;
  await tx.$queryRaw`SELECT hash FROM files WHERE hash = ANY(${hashes}) ORDER BY hash FOR UPDATE`;
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM files f WHERE f.hash = ANY(${hashes})
        AND NOT EXISTS (SELECT 1 FROM file_needs n WHERE n.hash = f.hash) RETURNING f.parts_id)
    DELETE FROM file_parts p USING gone WHERE p.parts_id = gone.parts_id`;
};
