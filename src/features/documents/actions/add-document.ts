import type { ModalView } from '@slack/types';
import { UserError } from '../../../core/errors.ts';
import { parseSubject, type Subject, subjectText } from '../../../core/subject.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { type ButtonSpec, fileInput, modal, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import { said } from '../../../platform/slice/answers.ts';
import { requireAnyRole } from '../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { type Document, documentKinds, type NewDocument } from '../document.ts';
import { fileDocument } from '../file-document.ts';

/** Whose document it becomes. */
interface Belonging {
  readonly subject: Subject;
  readonly customerId?: string | undefined;
}

const belongingText = ({ subject, customerId }: Belonging): string =>
  [subjectText(subject), customerId].filter(Boolean).join(' ');

const readBelonging = (text: string): Belonging => {
  const [subjectPart = '', customerId] = text.split(' ');
  const subject = parseSubject(subjectPart);
  if (!subject) throw new UserError('This button does nothing any more. Open the project anew.');
  return { subject, customerId };
};

/** The button that opens the “Add document” form for a subject. */
export const addDocumentButton = (belonging: Belonging): ButtonSpec => ({
  text: 'Add document',
  action: 'document.add',
  value: belongingText(belonging),
});

/** Adds a document to a subject: a file or where it is kept, and of what kind. */
export const addDocumentForm = (belonging: Belonging): ModalView =>
  modal({
    callback: 'document.add',
    title: 'Add document',
    submit: 'Add',
    data: belongingText(belonging),
    blocks: [
      fileInput({ name: 'file', label: 'File', optional: true }),
      textInput({
        name: 'location',
        label: 'Or where it is kept',
        hint: 'A link, or a place such as “cabinet 3, folder ACME”',
        optional: true,
      }),
      selectInput({ name: 'kind', label: 'What is it?', choices: documentKinds }),
      textInput({ name: 'name', label: 'Name', hint: 'The file’s own name if left empty', optional: true }),
    ],
  });

/** Somebody with a desk adds a document to a project or customer. ONB-8 */
export const addDocument = async (deps: Deps, by: By, input: NewDocument): Promise<Document> =>
  deps.transact(by, async (work) => {
    requireAnyRole(work, 'add documents');
    return fileDocument(work, input);
  });

export const addDocumentPressed: Interaction = {
  id: 'document.add',
  press: async ({ value }) => ({ modal: addDocumentForm(readBelonging(value)) }),
  submit: async ({ deps, by, data, values }) => {
    const document = await addDocument(deps, by, {
      ...readBelonging(data),
      kind: required(values.option('kind'), 'kind', 'Choose what it is.'),
      name: values.text('name'),
      file: values.files('file')[0],
      location: values.text('location'),
    });
    return said(`Added ${escapeMrkdwn(document.name)} to the documents.`);
  },
};
