import type { Slice } from '../../platform/slice/slice.ts';
import { actions, sections, submissions } from './slack.ts';

export { addDocument } from './add-document.ts';
export type { Document, NewDocument } from './document.ts';
export { documentFiled } from './events.ts';
export { fileDocument } from './file-document.ts';
export { documentsOf } from './store.ts';
export { addDocumentButton, addDocumentModal, documentKinds, documentList } from './views.ts';

export const documentsSlice: Slice = { name: 'documents', actions, submissions, sections };
