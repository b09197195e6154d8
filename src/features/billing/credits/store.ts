import type { Money } from '../../../core/money/money.ts';
import { type Day, fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import { Prisma, type CreditNote as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../platform/db/rows/as-model.ts';
import type { PageOfRows } from '../../../platform/slice/slice.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Invoice, linesOf } from '../invoices/index.ts';
import type { CreditableLine, CreditNote } from './credit-note.ts';

/** A credit note as it was issued. */
export interface IssuedCredit {
  readonly id: string;
  readonly customerId: string;
  readonly invoiceId: string;
  readonly number: string;
  readonly issuedOn: Day;
  readonly issuedBy: string;
  readonly issuedAt: Date;
  readonly amount: Money;
  readonly reason: string;
}

// What the document says is read where it is shown.
const { frozen: _frozen, ...fields } = Prisma.CreditNoteScalarFieldEnum;
const columns = columnsOf(fields);

const toCredit = (row: Omit<Row, 'frozen'>): IssuedCredit => ({
  id: row.id,
  customerId: row.customerId,
  invoiceId: row.invoiceId,
  number: row.number,
  issuedOn: fromDbDate(row.issuedOn),
  issuedBy: row.issuedBy,
  issuedAt: row.issuedAt,
  amount: { amount: row.amount, currency: row.currency },
  reason: row.reason,
});

/** A page of an invoice's credit notes, latest first. */
export const creditsOfInvoice = async (
  tx: Tx,
  invoiceId: string,
  { skip, take }: PageOfRows,
): Promise<readonly IssuedCredit[]> =>
  (
    await asModel<Row>(tx.$queryRaw`
      SELECT ${columns} FROM credit_notes WHERE invoice_id = ${invoiceId}::uuid
      ORDER BY issued_at DESC, id DESC LIMIT ${take} OFFSET ${skip}`)
  ).map(toCredit);

/** Credit notes by id; unknown ids are left out. */
export const creditsByIds = async (tx: Tx, ids: readonly string[]): Promise<readonly IssuedCredit[]> =>
  (await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM credit_notes WHERE id = ANY(${[...ids]}::uuid[])`)).map(
    toCredit,
  );

/** An invoice's lines, with what credit notes took back of each. */
export const creditableLines = async (tx: Tx, invoice: Invoice): Promise<readonly CreditableLine[]> => {
  const lines = await linesOf(tx, invoice);
  const credited = await tx.$queryRaw<{ id: string; net: bigint }[]>`
    SELECT line_id AS id, sum(net)::bigint AS net FROM credit_note_lines
    WHERE line_id = ANY(${lines.map(({ id }) => id)}::uuid[]) GROUP BY line_id`;
  const byLine = new Map(credited.map(({ id, net }) => [id, net]));
  return lines.map(({ id, description, net, tax }) => ({
    id,
    description,
    net,
    tax,
    credited: { amount: byLine.get(id) ?? 0n, currency: net.currency },
  }));
};

export const insertCredit = async (
  work: Work,
  credit: Omit<IssuedCredit, 'amount'> & { readonly sellerId: string; readonly frozen: object },
  note: CreditNote,
): Promise<void> => {
  await work.tx.creditNote.create({
    data: {
      ...credit,
      issuedOn: toDbDate(credit.issuedOn),
      currency: note.total.currency,
      net: note.net.amount,
      tax: note.tax.amount,
      amount: note.total.amount,
    },
    select: { id: true },
  });
  await work.tx.creditNoteLine.createMany({
    data: note.lines.map(({ lineId, net }) => ({ creditNoteId: credit.id, lineId, net: net.amount })),
  });
};
