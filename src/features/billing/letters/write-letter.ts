import { FieldErrors } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import type { Subject } from '../../../core/subject.ts';
import { isEmail } from '../../../core/text/email.ts';
import type { Attachment, MailContent } from '../../../platform/work/content.ts';
import type { Work } from '../../../platform/work/work.ts';
import { checkDraft, type Draft, spread } from './draft.ts';
import { insertLetter } from './store.ts';

export interface NewLetter {
  readonly about: Subject;
  readonly customerId: string;
  readonly draft: Draft;
  readonly content: MailContent;
  /** The PDF that goes with it; it is among the content's attachments. */
  readonly paper?: Attachment | undefined;
  /** What one recipient gets of it, where it differs: by which they leave a list. */
  readonly contentFor?: (recipientId: string) => Promise<MailContent>;
}

/** Writes a letter; it leaves after the commit. The caller decides who may, has locked what it is about, and logs it. @returns its id */
export const writeLetterAbout = async (
  work: Work,
  { about, customerId, draft, content, paper, contentFor }: NewLetter,
): Promise<string> => {
  checkDraft(draft);
  const id = newId();
  const recipients = spread(draft, []).map((each) => ({ ...each, id: newId() }));
  const { subject, template } = draft;
  const { id: sentBy } = work.by;
  await insertLetter(
    work.tx,
    { id, about, customerId, subject, template, paper: paper?.hash, sentBy, sentAt: work.now },
    recipients,
  );
  for (const { id: recipientId, address } of recipients) {
    const own = contentFor ? await contentFor(recipientId) : content;
    work.post({ to: { mail: address }, content: own, letterId: id, about, customerId });
  }
  return id;
};

/** Exactly that letter, to oneself: nobody is told how it fares. BIL-3 @throws FieldErrors */
export const writeTestOf = (work: Work, { about, customerId, draft, content }: NewLetter, address: string): void => {
  if (!isEmail(address)) throw new FieldErrors({ test: 'Write your address, such as you@example.com.' });
  checkDraft(draft);
  work.post({ to: { mail: address }, content, about, customerId });
};
