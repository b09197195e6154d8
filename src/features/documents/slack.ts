import { UserError } from '../../core/errors.ts';
import { parseSubject, type Subject } from '../../core/subject.ts';
import { escapeMrkdwn } from '../../core/text/text.ts';
import { required } from '../../platform/block-kit/form.ts';
import type { Slice, WindowSection } from '../../platform/slice/slice.ts';
import { addDocument } from './add-document.ts';
import { documentsOf, documentsOfCustomer } from './store.ts';
import { addDocumentModal, documentList } from './views.ts';

const read = (text: string): { readonly subject: Subject; readonly customerId?: string } => {
  const [subjectPart = '', customerId] = text.split(' ');
  const subject = parseSubject(subjectPart);
  if (!subject) throw new UserError('This button does nothing any more. Open the project anew.');
  return { subject, ...(customerId ? { customerId } : {}) };
};

export const actions: NonNullable<Slice['actions']> = {
  'document.add': async ({ value }) => ({ modal: addDocumentModal(read(value)) }),
};

export const submissions: NonNullable<Slice['submissions']> = {
  'document.add': async ({ deps, by, data, values }) => {
    const document = await addDocument(deps, by, {
      ...read(data),
      kind: required(values.option('kind'), 'kind', 'Choose what it is.'),
      name: values.text('name'),
      file: values.files('file')[0],
      location: values.text('location'),
    });
    return { say: { text: `Added ${escapeMrkdwn(document.name)} to the documents.` } };
  },
};

export const sections: readonly WindowSection[] = [
  {
    subject: 'invoice',
    order: 40,
    title: 'Documents',
    read: async (deps, id) => ({ blocks: documentList(await documentsOf(deps.db.prisma, [{ type: 'invoice', id }])) }),
  },
  {
    subject: 'customer',
    order: 80,
    title: 'Documents',
    read: async (deps, customerId) => ({
      blocks: documentList(await documentsOfCustomer(deps.db.prisma, customerId, 20)),
    }),
  },
];
