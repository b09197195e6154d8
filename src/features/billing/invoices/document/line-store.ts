import { newId } from '../../../../core/ids.ts';
import type { Money } from '../../../../core/money/money.ts';
import { unitPriceOf } from '../../../../core/money/unit-price.ts';
import { type Day, fromDbDate, toDbDate } from '../../../../core/time/calendar.ts';
import type { Period } from '../../../../core/time/spans.ts';
import { Prisma, type InvoiceLine as Row } from '../../../../generated/prisma/client.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../../platform/db/rows/as-model.ts';
import type { TaxTreatment } from '../../taxes/index.ts';
import { type Frozen, frozenSchema } from './frozen.ts';
import { type HeaderCharge, type InvoiceLine, lineOfHeader } from './line.ts';

const columns = columnsOf(Prisma.InvoiceLineScalarFieldEnum);

const dayOf = (date: Date | null): Day | undefined => (date ? fromDbDate(date) : undefined);

const periodOf = (row: Row): Period | undefined => {
  const [first, last] = [dayOf(row.periodFirst), dayOf(row.periodLast)];
  return first && last ? { first, last } : undefined;
};

const toLine = (row: Row, currency: string): InvoiceLine => ({
  id: row.id,
  itemId: row.itemId ?? undefined,
  assetId: row.assetId ?? undefined,
  groupId: row.groupId ?? undefined,
  description: row.description,
  quantity: row.quantity,
  unitPrice: { tenThousandths: row.unitPrice, currency },
  net: { amount: row.net, currency },
  account: row.account ?? undefined,
  taxCategory: row.taxCategory ?? undefined,
  tax: {
    code: row.taxCode,
    name: row.taxName,
    rate: row.taxRate,
    // Written by this store only.
    treatment: row.taxTreatment as TaxTreatment,
    reason: row.taxReason ?? undefined,
  },
  period: periodOf(row),
  why: row.why ?? undefined,
  countsAs: row.countsAs === null ? undefined : { amount: row.countsAs, currency },
});

/** The lines that are stored of an invoice, in their order. */
export const storedLines = async (tx: Tx, invoiceId: string, currency: string): Promise<readonly InvoiceLine[]> => {
  const rows = await asModel<Row>(tx.$queryRaw`
    SELECT ${columns} FROM invoice_lines WHERE invoice_id = ${invoiceId}::uuid ORDER BY position`);
  return rows.map((row) => toLine(row, currency));
};

/** An invoice's lines, in their order; one that has none stored has one, made of its header. Decision 0034 */
export const linesOf = async (tx: Tx, invoice: HeaderCharge): Promise<readonly InvoiceLine[]> => {
  const stored = await storedLines(tx, invoice.id, invoice.net.currency);
  return stored.length > 0 ? stored : [lineOfHeader(invoice)];
};

/** Of an invoice that has none yet. */
export const insertLines = async (
  tx: Tx,
  invoiceId: string,
  lines: readonly Omit<InvoiceLine, 'id'>[],
): Promise<void> => {
  await tx.invoiceLine.createMany({
    data: lines.map(({ unitPrice, net, tax, period, ...line }, index) => ({
      id: newId(),
      invoiceId,
      position: index + 1,
      itemId: line.itemId ?? null,
      assetId: line.assetId ?? null,
      groupId: line.groupId ?? null,
      description: line.description,
      quantity: line.quantity,
      unitPrice: unitPrice.tenThousandths,
      net: net.amount,
      account: line.account ?? null,
      taxCategory: line.taxCategory ?? null,
      taxCode: tax.code,
      taxName: tax.name,
      taxRate: tax.rate,
      taxTreatment: tax.treatment,
      taxReason: tax.reason ?? null,
      periodFirst: period ? toDbDate(period.first) : null,
      periodLast: period ? toDbDate(period.last) : null,
      why: line.why ?? null,
      countsAs: line.countsAs?.amount ?? null,
    })),
  });
};

/** Of a draft's only line: so much, once. What it was for counts as billed as before: the difference is not due. Decision 0034 */
export const correctLine = async (tx: Tx, lineId: string, net: Money): Promise<void> => {
  await tx.$executeRaw`
    UPDATE invoice_lines SET quantity = 1, unit_price = ${unitPriceOf(net).tenThousandths}, net = ${net.amount},
      counts_as = coalesce(counts_as, net)
    WHERE id = ${lineId}::uuid`;
};

/** What an issued invoice says of who sells, who buys, and on which terms; undefined for one that Baton did not issue. */
export const frozenOf = async (tx: Tx, invoiceId: string): Promise<Frozen | undefined> => {
  const [row] = await tx.$queryRaw<{ frozen: unknown }[]>`SELECT frozen FROM invoices WHERE id = ${invoiceId}::uuid`;
  return row?.frozen ? frozenSchema.parse(row.frozen) : undefined;
};
