import type { By, Deps } from '../../platform/work/work.ts';
import { requireAnyRole } from '../any-role.ts';
import type { Document, NewDocument } from './document.ts';
import { fileDocument } from './file-document.ts';

/** Somebody with a desk adds a document to a project or customer. ONB-8 */
export const addDocument = async (deps: Deps, by: By, input: NewDocument): Promise<Document> =>
  deps.transact(by, async (work) => {
    requireAnyRole(work, 'add documents');
    return fileDocument(work, input);
  });
