import { FieldErrors } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { sameSubject } from '../../core/subject.ts';
import { clip } from '../../core/text/text.ts';
import type { Work } from '../../platform/work/work.ts';
import type { Document, NewDocument } from './document.ts';
import { documentFiled } from './events.ts';
import { insertDocument } from './store.ts';

/**
 * Files a document with its subject, and tells it in the subject's timeline and in `story`'s (ONB-8).
 * @throws FieldErrors at `file` when there is neither a file nor a location
 */
export const fileDocument = async (work: Work, input: NewDocument): Promise<Document> => {
  const { subject, customerId, story, file, location } = input;
  if (!file && !location) {
    throw new FieldErrors({ file: 'Add the file, or write where it is kept.' });
  }
  const document: Document = {
    id: newId(),
    subject,
    ...(customerId ? { customerId } : {}),
    kind: input.kind,
    name: clip(input.name ?? file?.name ?? location ?? '', 200),
    ...(file ? { slackFileId: file.id, url: file.url } : {}),
    ...(location ? { location } : {}),
    addedBy: work.by.id,
    addedAt: work.now,
  };
  await insertDocument(work, document, file);
  const after = { document: document.id, kind: document.kind, name: document.name };
  const elsewhere = story && !sameSubject(story, subject) ? story : undefined;
  if (elsewhere) work.audit({ action: 'document.filed', subject, after });
  // The customer's timeline tells it once.
  work.audit({ action: 'document.filed', subject: elsewhere ?? subject, customerId, after });
  await work.emit(documentFiled, {
    documentId: document.id,
    subject,
    ...(customerId ? { customerId } : {}),
    kind: document.kind,
    name: document.name,
  });
  return document;
};
