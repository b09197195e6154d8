import type { Slice } from '../../platform/slice/slice.ts';
import { addDocumentPressed } from './actions/add-document.ts';
import { documentSections } from './document-sections.ts';

export { addDocument, addDocumentButton } from './actions/add-document.ts';
export { type Document, documentKinds, type NewDocument, type SentFile } from './document.ts';
export { documentList } from './document-views.ts';
export { documentFiled } from './events.ts';
export { eraseSent, fileDocument, takeBackDocument } from './file-document.ts';
export { documentsOf } from './store.ts';

export const documentsSlice: Slice = {
  name: 'documents',
  interactions: [addDocumentPressed],
  sections: documentSections,
};
