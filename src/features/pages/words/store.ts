import { newId } from '../../../core/ids.ts';
import type { Subject } from '../../../core/subject.ts';
import { fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import { Prisma, type CustomerWord as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../platform/db/rows/as-model.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { CustomerWord, WordKind } from './word.ts';

const columns = columnsOf(Prisma.CustomerWordScalarFieldEnum);

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
  { skip, take }: { readonly skip: number; readonly take: number },
): Promise<readonly CustomerWord[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM customer_words WHERE subject_type = ${type} AND subject_id = ${id}::uuid
    ORDER BY id DESC OFFSET ${skip} LIMIT ${take}`);
  return rows.map(toWord);
};

/** Latest first, without what was taken back. What was decided (a day that suits, a wording accepted) is never crowded out by what was written since. */
export const standingWords = async (tx: Tx, { type, id }: Subject, take: number): Promise<readonly CustomerWord[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM customer_words
    WHERE subject_type = ${type} AND subject_id = ${id}::uuid AND ended_by IS NULL
    ORDER BY kind IN ('suits', 'accepted') DESC, id DESC LIMIT ${take}`);
  return rows.map(toWord).sort((a, b) => (a.id < b.id ? 1 : -1));
};

export const wordById = async (tx: Tx, id: string): Promise<CustomerWord | undefined> => {
  const row = await tx.customerWord.findUnique({ where: { id } });
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
