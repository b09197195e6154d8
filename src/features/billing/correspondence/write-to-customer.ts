import type { Subject } from '../../../core/subject.ts';
import { isEmail } from '../../../core/text/email.ts';
import type { Attachment, MailContent } from '../../../platform/work/content.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { Block, PaperLanguage } from '../../papers/index.ts';
import { type Draft, type NewLetter, writeLetterAbout } from '../letters/index.ts';
import { mailInNameOf, type Writes } from '../sellers/index.ts';

/** All letters to a customer that are about no single thing; statements are told apart. */
export const correspondenceWith = (customerId: string): Subject => ({ type: 'correspondence', id: customerId });

/** Of reminders: what leads a recipient out of them, and what is said of it below. */
export interface WayOut {
  readonly address: string;
  readonly text: string;
}

/** A letter to a customer that is about them, and no single thing of theirs. */
export interface LetterToCustomer {
  readonly customerId: string;
  readonly draft: Pick<Draft, 'to' | 'subject' | 'text' | 'template'> & Partial<Pick<Draft, 'cc' | 'bcc'>>;
  /** What follows the text. */
  readonly blocks?: readonly Block[];
  readonly language: PaperLanguage;
  readonly sender: Writes;
  /** The PDF that goes with it, printed before. */
  readonly paper?: Attachment | undefined;
  readonly wayOut?: (recipientId: string) => Promise<WayOut>;
}

/** Each once, whatever its case, and none that is no address. */
export const usableAddresses = (addresses: readonly string[]): readonly string[] => [
  ...new Map(addresses.filter(isEmail).map((each) => [each.toLowerCase(), each] as const)).values(),
];

const contentOf = ({ draft, blocks = [], language, sender, paper }: LetterToCustomer, out?: WayOut): MailContent => ({
  ...mailInNameOf(sender, {
    draft,
    language,
    title: draft.subject,
    below: [...blocks, ...(out ? [{ kind: 'note' as const, text: out.text }] : [])],
    attachments: paper ? [paper] : [],
  }),
  ...(out ? { unsubscribe: out.address } : {}),
});

/** The letter as it is written down, or tried on oneself. */
export const letterOf = (letter: LetterToCustomer): NewLetter => {
  const { customerId, wayOut, paper } = letter;
  return {
    about: correspondenceWith(customerId),
    customerId,
    draft: { cc: [], bcc: [], ...letter.draft },
    content: contentOf(letter),
    paper,
    ...(wayOut ? { contentFor: async (id: string) => contentOf(letter, await wayOut(id)) } : {}),
  };
};

/** It leaves after the commit. The caller decides who may, and writes the audit. @returns its id @throws FieldErrors */
export const writeToCustomer = (work: Work, letter: LetterToCustomer): Promise<string> =>
  writeLetterAbout(work, letterOf(letter));
