import { FieldErrors } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Subject, sameSubject } from '../../core/subject.ts';
import { clip } from '../../core/text/text.ts';
import { keepFile, letGo } from '../../platform/files/kept-files.ts';
import type { Work } from '../../platform/work/work.ts';
import type { Document, NewDocument } from './document.ts';
import { documentFiled } from './events.ts';
import { endDocument, insertDocument, nameless } from './store.ts';

const documentOwner = (id: string): Subject => ({ type: 'document', id });

/**
 * Files a document with its subject, and tells it in the subject's timeline and in `story`'s (ONB-8).
 * @throws FieldErrors at `file` when there is neither a file nor a location
 */
export const fileDocument = async (work: Work, input: NewDocument): Promise<Document> => {
  const { subject, customerId, story, file, sent, location } = input;
  if (!file && !sent && !location) {
    throw new FieldErrors({ file: 'Add the file, or write where it is kept.' });
  }
  const id = newId();
  const kept = sent && (await keepFile(work.tx, documentOwner(id), [sent.bytes], work.now));
  const document: Document = {
    id,
    subject,
    ...(customerId ? { customerId } : {}),
    kind: input.kind,
    name: clip(input.name ?? file?.name ?? sent?.name ?? location ?? '', 200),
    ...(file ? { slackFileId: file.id, url: file.url } : {}),
    ...(location ? { location } : {}),
    ...(kept ? { fileHash: kept.hash } : {}),
    addedBy: work.by.id,
    addedAt: work.now,
  };
  await insertDocument(work, document, file ?? (sent && { mimeType: sent.type, size: sent.bytes.length }));
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

/**
 * It is no document of theirs any more, and what Baton held of it is let go. The caller decides who may. ALL-5
 * @returns whether nobody had taken it back before
 */
export const takeBackDocument = async (work: Work, id: string): Promise<boolean> => {
  const document = await endDocument(work, id);
  if (!document) return false;
  const { subject, customerId, kind, name } = document;
  work.audit({ action: 'document.taken_back', subject, customerId, before: { document: id, kind, name } });
  await letGo(work.tx, documentOwner(id));
  return true;
};

/** ALL-7: what somebody sent of a customer to Baton itself is kept no more, nor how they called it. @returns how many files */
export const eraseSent = async (work: Work, customerId: string): Promise<number> => {
  const ids = await nameless(work.tx, customerId);
  await letGo(work.tx, ...ids.map(documentOwner));
  return ids.length;
};
