import type { KnownBlock, ModalView } from '@slack/types';
import { type Subject, subjectText } from '../../core/subject.ts';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { type ButtonSpec, fileInput, modal, selectInput, textInput } from '../../platform/block-kit/blocks.ts';
import { lineSections } from '../../platform/block-kit/lines.ts';
import { moment, person } from '../../platform/block-kit/mentions.ts';
import type { Document } from './document.ts';

/** What a document may be, as people choose it. */
export const documentKinds = [
  { value: 'paperwork', text: 'Signed paperwork' },
  { value: 'contract', text: 'Contract or SLA' },
  { value: 'invoice', text: 'Invoice' },
  { value: 'card_authorization', text: 'Card authorization form' },
  { value: 'purchase_agreement', text: 'Purchase agreement' },
  { value: 'other', text: 'Something else' },
] as const;

const kindText = (kind: string): string => documentKinds.find((each) => each.value === kind)?.text ?? kind;

/** A link whose parts cannot end it early. */
const link = (url: string, text: string): string =>
  `<${url.replace(/[|<>\s]/g, encodeURIComponent)}|${escapeMrkdwn(text).replaceAll('|', '¦')}>`;

const documentLine = (document: Document): string => {
  const name = clip(document.name, 120);
  const shown =
    document.url?.startsWith('https://') && document.url.length < 1500 ? link(document.url, name) : escapeMrkdwn(name);
  const kept = document.location ? ` – kept: ${escapeMrkdwn(clip(document.location, 200))}` : '';
  return `• ${shown} (${escapeMrkdwn(kindText(document.kind))})${kept}  ${person(document.addedBy)}, ${moment(document.addedAt)}`;
};

/** A list of documents with links or where they are kept; none when there are none. */
export const documentList = (documents: readonly Document[], maxBlocks?: number): readonly KnownBlock[] =>
  lineSections(documents.map(documentLine), maxBlocks);

interface Of {
  readonly subject: Subject;
  readonly customerId?: string | undefined;
}

const dataOf = ({ subject, customerId }: Of): string => [subjectText(subject), customerId].filter(Boolean).join(' ');

/** The button that opens the “Add document” modal for a subject. */
export const addDocumentButton = (of: Of): ButtonSpec => ({
  text: 'Add document',
  action: 'document.add',
  value: dataOf(of),
});

/** Adds a document to a subject: a file or where it is kept, and of what kind. */
export const addDocumentModal = (of: Of): ModalView =>
  modal({
    callback: 'document.add',
    title: 'Add document',
    submit: 'Add',
    data: dataOf(of),
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
