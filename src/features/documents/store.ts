import type { Subject } from '../../core/subject.ts';
import { Prisma, type Document as Row } from '../../generated/prisma/client.ts';
import type { Tx } from '../../platform/db/open.ts';
import { asModel, columnsOf } from '../../platform/db/rows/as-model.ts';
import type { PageOfRows } from '../../platform/slice/slice.ts';
import type { Work } from '../../platform/work/work.ts';
import type { Document } from './document.ts';

const toDocument = (row: Row): Document => ({
  id: row.id,
  subject: { type: row.subjectType, id: row.subjectId },
  ...(row.customerId ? { customerId: row.customerId } : {}),
  kind: row.kind,
  name: row.name,
  ...(row.slackFileId ? { slackFileId: row.slackFileId } : {}),
  ...(row.url ? { url: row.url } : {}),
  ...(row.location ? { location: row.location } : {}),
  ...(row.fileHash ? { fileHash: row.fileHash } : {}),
  addedBy: row.addedBy,
  addedAt: row.addedAt,
});

const columns = columnsOf(Prisma.DocumentScalarFieldEnum, 'd');

/** The documents of all these subjects, oldest first. */
export const documentsOf = async (tx: Tx, subjects: readonly Subject[]): Promise<readonly Document[]> => {
  if (subjects.length === 0) return [];
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) AS s(type text, id uuid)
      JOIN documents d ON d.subject_type = s.type AND d.subject_id = s.id WHERE d.taken_back_at IS NULL ORDER BY d.id`);
  return rows.map(toDocument);
};

export const documentsOfCustomer = async (
  tx: Tx,
  customerId: string,
  page: PageOfRows,
): Promise<readonly Document[]> => {
  const rows = await tx.document.findMany({
    where: { customerId, takenBackAt: null },
    orderBy: { id: 'desc' },
    ...page,
  });
  return rows.map(toDocument);
};

export const insertDocument = async (
  work: Work,
  document: Document,
  file: { readonly mimeType: string; readonly size: number } | undefined,
): Promise<void> => {
  await work.tx.$executeRaw`
    INSERT INTO documents (id, subject_type, subject_id, customer_id, kind, name, slack_file_id, url, location, mime_type, size, file_hash, added_by, added_at)
    VALUES (${document.id}::uuid, ${document.subject.type}, ${document.subject.id}::uuid, ${document.customerId ?? null}::uuid,
            ${document.kind}, ${document.name}, ${document.slackFileId ?? null}, ${document.url ?? null}, ${document.location ?? null},
            ${file?.mimeType ?? null}, ${file?.size ?? null}, ${document.fileHash ?? null}, ${document.addedBy}, ${document.addedAt}::timestamptz)`;
};

/** @returns what it was; undefined where it had been taken back before */
export const endDocument = async ({ tx, by, now }: Work, id: string): Promise<Document | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`
    UPDATE documents d SET taken_back_by = ${by.id}, taken_back_at = ${now}::timestamptz
    WHERE d.id = ${id}::uuid AND d.taken_back_at IS NULL RETURNING ${columns}`);
  return row && toDocument(row);
};

/** ALL-7 @returns the ids of what of a customer was sent to Baton itself */
export const nameless = async (tx: Tx, customerId: string): Promise<readonly string[]> => {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE documents SET name = 'A file whose name was erased', file_hash = NULL
    WHERE customer_id = ${customerId}::uuid AND file_hash IS NOT NULL RETURNING id`;
  return rows.map(({ id }) => id);
};
