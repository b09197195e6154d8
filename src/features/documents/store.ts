import type { Subject } from '../../core/subject.ts';
import type { Document as Row } from '../../generated/prisma/client.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { Work } from '../../platform/work.ts';
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
  addedBy: row.addedBy,
  addedAt: row.addedAt,
});

/** The documents of all these subjects, oldest first. */
export async function documentsOf(tx: Tx, subjects: readonly Subject[]): Promise<readonly Document[]> {
  if (subjects.length === 0) return [];
  const rows = await tx.document.findMany({
    where: { OR: subjects.map(({ type, id }) => ({ subjectType: type, subjectId: id })) },
    orderBy: { id: 'asc' },
  });
  return rows.map(toDocument);
}

export async function documentsOfCustomer(tx: Tx, customerId: string, limit: number): Promise<readonly Document[]> {
  const rows = await tx.document.findMany({ where: { customerId }, orderBy: { id: 'desc' }, take: limit });
  return rows.map(toDocument);
}

export async function insertDocument(
  work: Work,
  document: Document,
  file: { readonly mimeType: string; readonly size: number } | undefined,
): Promise<void> {
  await work.tx.document.create({
    data: {
      id: document.id,
      subjectType: document.subject.type,
      subjectId: document.subject.id,
      customerId: document.customerId ?? null,
      kind: document.kind,
      name: document.name,
      slackFileId: document.slackFileId ?? null,
      url: document.url ?? null,
      location: document.location ?? null,
      mimeType: file?.mimeType ?? null,
      size: file?.size ?? null,
      addedBy: document.addedBy,
      addedAt: document.addedAt,
    },
  });
}
