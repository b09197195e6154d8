import type { Subject } from '../../../core/subject.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { Head, Recipient, RecipientState } from './bearing.ts';
import type { TemplateUsed } from './draft.ts';

export interface Letter {
  readonly id: string;
  readonly about: Subject;
  readonly customerId: string;
  readonly subject: string;
  readonly template?: TemplateUsed | undefined;
  /** The hash of the PDF that went with it. */
  readonly paper?: string | undefined;
  readonly sentBy: string;
  readonly sentAt: Date;
  readonly recipients: readonly (Recipient & { readonly id: string })[];
}

const columns = {
  id: true,
  subjectType: true,
  subjectId: true,
  customerId: true,
  subject: true,
  template: true,
  templateVersion: true,
  paper: true,
  sentBy: true,
  sentAt: true,
  recipients: {
    select: { id: true, head: true, address: true, state: true, how: true },
    orderBy: { id: 'asc' },
  },
} as const;

interface Row extends Omit<Letter, 'about' | 'template' | 'paper' | 'recipients'> {
  readonly subjectType: string;
  readonly subjectId: string;
  readonly template: string | null;
  readonly templateVersion: number | null;
  readonly paper: string | null;
  readonly recipients: readonly {
    readonly id: string;
    readonly head: string;
    readonly address: string;
    readonly state: string;
    readonly how: string | null;
  }[];
}

// Heads and states are written by this store only, with these values.
const toLetter = ({ subjectType, subjectId, template, templateVersion, paper, recipients, ...row }: Row): Letter => ({
  ...row,
  about: { type: subjectType, id: subjectId },
  ...(template !== null && templateVersion !== null ? { template: { kind: template, version: templateVersion } } : {}),
  paper: paper ?? undefined,
  recipients: recipients.map(({ head, state, how, ...rest }) => ({
    ...rest,
    head: head as Head,
    state: state as RecipientState,
    how: how ?? undefined,
  })),
});

export const insertLetter = async (
  tx: Tx,
  { about, template, paper, ...letter }: Omit<Letter, 'recipients'>,
  recipients: readonly { readonly id: string; readonly head: Head; readonly address: string }[],
): Promise<void> => {
  await tx.letter.create({
    data: {
      ...letter,
      subjectType: about.type,
      subjectId: about.id,
      template: template?.kind ?? null,
      templateVersion: template?.version ?? null,
      paper: paper ?? null,
    },
    select: { id: true },
  });
  await tx.letterRecipient.createMany({ data: recipients.map((each) => ({ ...each, letterId: letter.id })) });
};

const ofSubject = ({ type, id }: Subject) => ({ subjectId: id, subjectType: type });

/** Latest first. */
export const lettersAbout = async (
  tx: Tx,
  about: Subject,
  page: { readonly skip: number; readonly take: number },
): Promise<readonly Letter[]> => {
  const rows = await tx.letter.findMany({ where: ofSubject(about), select: columns, orderBy: { id: 'desc' }, ...page });
  return rows.map(toLetter);
};

export const countLettersAbout = (tx: Tx, about: Subject): Promise<number> =>
  tx.letter.count({ where: ofSubject(about) });

/** Locks those of them that are ours, in the order of their ids, and reads them. */
export const lockLetters = async (tx: Tx, ids: readonly string[]): Promise<readonly Letter[]> => {
  await tx.$queryRaw`SELECT id FROM letters WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
  const rows = await tx.letter.findMany({ where: { id: { in: [...ids] } }, select: columns, orderBy: { id: 'asc' } });
  return rows.map(toLetter);
};

/** How it fared with one of them. */
export const noteFate = async (
  { tx, now }: Work,
  recipientId: string,
  { state, how }: { readonly state: RecipientState; readonly how: string },
): Promise<void> => {
  await tx.letterRecipient.update({
    where: { id: recipientId },
    data: { state, how: how === '' ? null : how, at: now },
    select: { id: true },
  });
};

/** ALL-7 @returns how many values were erased */
export const eraseRecipients = (tx: Tx, customerId: string): Promise<number> =>
  tx.$executeRaw`
    UPDATE letter_recipients r SET address = '(erased ' || r.id || ')', how = NULL
    FROM letters l WHERE l.id = r.letter_id AND l.customer_id = ${customerId}::uuid AND r.address NOT LIKE '(erased%'`;
