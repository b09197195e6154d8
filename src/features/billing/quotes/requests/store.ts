import type { InvoiceRequest as Row } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { InvoiceRequest, Purpose } from './request.ts';

const toRequest = (row: Row): InvoiceRequest => ({
  id: row.id,
  customerId: row.customerId,
  // Written by this store only.
  purpose: row.purpose as Purpose,
  ...(row.quoteId ? { quoteId: row.quoteId } : {}),
  ...(row.invoiceId ? { invoiceId: row.invoiceId } : {}),
  ...(row.note ? { note: row.note } : {}),
  askedBy: row.askedBy,
  askedAt: row.askedAt,
  ...(row.answeredBy && row.answeredAt
    ? { answered: { by: row.answeredBy, at: row.answeredAt, text: row.answer ?? '' } }
    : {}),
});

export type Asked = Omit<InvoiceRequest, 'askedBy' | 'askedAt' | 'answered'>;

/** @returns false when the same was asked already, and nobody has answered */
export const insertRequest = async (work: Work, asked: Asked): Promise<boolean> => {
  const { count } = await work.tx.invoiceRequest.createMany({
    data: [{ ...asked, askedBy: work.by.id, askedAt: work.now }],
    skipDuplicates: true,
  });
  return count === 1;
};

export const requestById = async (tx: Tx, id: string): Promise<InvoiceRequest | undefined> => {
  const row = await tx.invoiceRequest.findUnique({ where: { id } });
  return row ? toRequest(row) : undefined;
};

/** One about the same that nobody has answered yet. */
export const openRequestLike = async (
  tx: Tx,
  { customerId, quoteId, invoiceId, purpose }: Asked,
): Promise<InvoiceRequest | undefined> => {
  const row = await tx.invoiceRequest.findFirst({
    where: { customerId, purpose, quoteId: quoteId ?? null, invoiceId: invoiceId ?? null, answeredAt: null },
  });
  return row ? toRequest(row) : undefined;
};

/** Those that wait for accounting, the longest first. */
export const openRequests = async (tx: Tx, take: number): Promise<readonly InvoiceRequest[]> =>
  (
    await tx.invoiceRequest.findMany({
      where: { answeredAt: null },
      orderBy: [{ askedAt: 'asc' }, { id: 'asc' }],
      take,
    })
  ).map(toRequest);

/** @returns false when somebody has answered it already */
export const answerRequest = async (work: Work, id: string, answer: string): Promise<boolean> => {
  const { count } = await work.tx.invoiceRequest.updateMany({
    where: { id, answeredAt: null },
    data: { answeredBy: work.by.id, answeredAt: work.now, answer },
  });
  return count === 1;
};
