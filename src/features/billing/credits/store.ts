import type { Money } from '../../../core/money/money.ts';
import { type Day, fromDbDate, toDbDate } from '../../../core/time/calendar.ts';
import { Prisma, type CreditNote as Row } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../platform/db/rows/as-model.ts';
import type { PageOfRows } from '../../../platform/slice/slice.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Invoice, linesOf, withoutContact } from '../invoices/index.ts';
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
  /** The draft that was made in its invoice's place in the same step. BIL-12 */
  readonly replacedBy?: string | undefined;
  /** Its opposite, by which it counts no more. BIL-8 */
  readonly cancelled?: { readonly number: string; readonly by: string; readonly at: Date } | undefined;
}

interface CreditRow extends Omit<Row, 'frozen'> {
  readonly cancelNumber: string | null;
  readonly cancelBy: string | null;
  readonly cancelAt: Date | null;
}

// What the document says is read where it is shown.
const { frozen: _frozen, ...fields } = Prisma.CreditNoteScalarFieldEnum;
const credits = Prisma.sql`
  SELECT ${columnsOf(fields, 'c')}, k.number AS cancel_number, k.issued_by AS cancel_by, k.issued_at AS cancel_at
  FROM credit_notes c LEFT JOIN credit_cancellations k ON k.credit_note_id = c.id`;

const toCredit = (row: CreditRow): IssuedCredit => ({
  id: row.id,
  customerId: row.customerId,
  invoiceId: row.invoiceId,
  number: row.number,
  issuedOn: fromDbDate(row.issuedOn),
  issuedBy: row.issuedBy,
  issuedAt: row.issuedAt,
  amount: { amount: row.amount, currency: row.currency },
  reason: row.reason,
  replacedBy: row.replacedBy ?? undefined,
  cancelled:
    row.cancelNumber && row.cancelBy && row.cancelAt
      ? { number: row.cancelNumber, by: row.cancelBy, at: row.cancelAt }
      : undefined,
});

/** A page of an invoice's credit notes, latest first. */
export const creditsOfInvoice = async (
  tx: Tx,
  invoiceId: string,
  { skip, take }: PageOfRows,
): Promise<readonly IssuedCredit[]> =>
  (
    await asModel<CreditRow>(tx.$queryRaw`
      ${credits} WHERE c.invoice_id = ${invoiceId}::uuid
      ORDER BY c.issued_at DESC, c.id DESC LIMIT ${take} OFFSET ${skip}`)
  ).map(toCredit);

/** A customer's latest. */
export const latestCreditOf = async (tx: Tx, customerId: string): Promise<string | undefined> =>
  (
    await tx.creditNote.findFirst({
      where: { customerId },
      orderBy: [{ issuedAt: 'desc' }, { id: 'desc' }],
      select: { id: true },
    })
  )?.id;

/** Credit notes by id; unknown ids are left out. */
export const creditsByIds = async (tx: Tx, ids: readonly string[]): Promise<readonly IssuedCredit[]> =>
  (await asModel<CreditRow>(tx.$queryRaw`${credits} WHERE c.id = ANY(${[...ids]}::uuid[])`)).map(toCredit);

/** An invoice's lines, with what credit notes took back of each. */
export const creditableLines = async (tx: Tx, invoice: Invoice): Promise<readonly CreditableLine[]> => {
  const lines = await linesOf(tx, invoice);
  const credited = await tx.$queryRaw<{ id: string; net: bigint }[]>`
    SELECT line_id AS id, sum(net)::bigint AS net FROM credit_note_lines l
    WHERE NOT EXISTS (SELECT 1 FROM credit_cancellations k WHERE k.credit_note_id = l.credit_note_id)
      AND line_id = ANY(${lines.map(({ id }) => id)}::uuid[]) GROUP BY line_id`;
  const byLine = new Map(credited.map(({ id, net }) => [id, net]));
  return lines.map(({ id, description, net, tax, itemId }) => ({
    id,
    description,
    net,
    tax,
    itemId,
    credited: { amount: byLine.get(id) ?? 0n, currency: net.currency },
  }));
};

export const insertCredit = async (
  work: Work,
  credit: Omit<IssuedCredit, 'amount' | 'cancelled'> & { readonly sellerId: string; readonly frozen: object },
  note: CreditNote,
  billAgain: readonly string[],
): Promise<void> => {
  await work.tx.creditNote.create({
    data: {
      ...credit,
      replacedBy: credit.replacedBy ?? null,
      issuedOn: toDbDate(credit.issuedOn),
      currency: note.total.currency,
      net: note.net.amount,
      tax: note.tax.amount,
      amount: note.total.amount,
    },
    select: { id: true },
  });
  await work.tx.creditNoteLine.createMany({
    data: note.lines.map(({ lineId, net }) => ({
      creditNoteId: credit.id,
      lineId,
      net: net.amount,
      billAgain: billAgain.includes(lineId),
    })),
  });
};

export const insertCancellation = async (
  tx: Tx,
  cancellation: {
    readonly id: string;
    readonly creditNoteId: string;
    readonly sellerId: string;
    readonly number: string;
    readonly issuedOn: Day;
    readonly issuedBy: string;
    readonly issuedAt: Date;
    readonly reason: string;
  },
): Promise<void> => {
  await tx.creditCancellation.create({
    data: { ...cancellation, issuedOn: toDbDate(cancellation.issuedOn) },
    select: { id: true },
  });
};

/** The contact goes from what a customer's credit notes say. @returns from how many. ALL-7 */
export const eraseFrozenCredits = (tx: Tx, customerId: string): Promise<number> => tx.$executeRaw`
  UPDATE credit_notes SET frozen = ${withoutContact}
  WHERE customer_id = ${customerId}::uuid AND frozen <> ${withoutContact}`;
