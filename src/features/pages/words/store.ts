import { newId } from '../../../core/ids.ts';
import type { Subject } from '../../../core/subject.ts';
import { fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { CustomerWord, WordKind } from './word.ts';

const columns = {
  id: true,
  subjectType: true,
  subjectId: true,
  customerId: true,
  kind: true,
  text: true,
  promisedOn: true,
  about: true,
  day: true,
  signedBy: true,
  documentId: true,
  at: true,
  endedBy: true,
} as const;

interface Row {
  readonly id: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly customerId: string;
  readonly kind: string;
  readonly text: string | null;
  readonly promisedOn: Date | null;
  readonly about: string | null;
  readonly day: Date | null;
  readonly signedBy: string | null;
  readonly documentId: string | null;
  readonly at: Date;
  readonly endedBy: string | null;
}

const toWord = (row: Row): CustomerWord => ({
  id: row.id,
  subject: { type: row.subjectType, id: row.subjectId },
  customerId: row.customerId,
  // The column is written by this store only, with these values.
  kind: row.kind as WordKind,
  text: row.text ?? undefined,
  promisedOn: row.promisedOn ? fromDbDate(row.promisedOn) : undefined,
  about: row.about ?? undefined,
  day: row.day ? fromDbDate(row.day) : undefined,
  signedBy: row.signedBy ?? undefined,
  documentId: row.documentId ?? undefined,
  at: row.at,
  endedBy: row.endedBy ?? undefined,
});

export type NewWord = Omit<CustomerWord, 'id' | 'at' | 'endedBy'> & { readonly address: string };

/** @returns its id */
export const insertWord = async (
  { tx, now }: Work,
  { subject, promisedOn, day, text, about, signedBy, documentId, ...word }: NewWord,
): Promise<string> => {
  const id = newId();
  await tx.customerWord.create({
    data: {
      id,
      ...word,
      subjectType: subject.type,
      subjectId: subject.id,
      text: text ?? null,
      promisedOn: promisedOn ? toDbDate(promisedOn) : null,
      day: day ? toDbDate(day) : null,
      about: about ?? null,
      signedBy: signedBy ?? null,
      documentId: documentId ?? null,
      at: now,
    },
    select: { id: true },
  });
  return id;
};

/** Latest first. */
export const wordsOf = async (
  tx: Tx,
  { type, id }: Subject,
  page: { readonly skip: number; readonly take: number },
): Promise<readonly CustomerWord[]> => {
  const rows = await tx.customerWord.findMany({
    where: { subjectType: type, subjectId: id },
    select: columns,
    orderBy: { id: 'desc' },
    ...page,
  });
  return rows.map(toWord);
};

export const wordById = async (tx: Tx, id: string): Promise<CustomerWord | undefined> => {
  const row = await tx.customerWord.findUnique({ where: { id }, select: columns });
  return row ? toWord(row) : undefined;
};

/** @returns whether nobody had taken it back before */
export const endWord = async ({ tx, by, now }: Work, id: string): Promise<boolean> => {
  const { count } = await tx.customerWord.updateMany({
    where: { id, endedBy: null },
    data: { endedBy: by.id, endedAt: now },
  });
  return count > 0;
};

/** What was accepted is a wording of ours: it stays, without the name. ALL-7 @returns how many values were erased */
export const eraseWords = (tx: Tx, customerId: string): Promise<number> =>
  tx.$executeRaw`
    UPDATE customer_words SET text = CASE WHEN kind = 'accepted' THEN text END, address = NULL, signed_by = NULL
    WHERE customer_id = ${customerId}::uuid
      AND (address IS NOT NULL OR signed_by IS NOT NULL OR (text IS NOT NULL AND kind <> 'accepted'))`;
