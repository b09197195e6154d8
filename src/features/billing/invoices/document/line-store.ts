import { idSeries } from '../../../../core/ids.ts';
import type { Money } from '../../../../core/money/money.ts';
import { unitPriceOf } from '../../../../core/money/unit-price.ts';
import { type Day, fromDbDate } from '../../../../core/time/calendar.ts';
import type { Period } from '../../../../core/time/spans.ts';
import { Prisma, type InvoiceLine as Row } from '../../../../generated/prisma/client.ts';
import type { Copying, Tx } from '../../../../platform/db/open.ts';
import { asModel, columnsOf } from '../../../../platform/db/rows/as-model.ts';
import { copyLine, copyLines } from '../../../../platform/db/rows/copy-line.ts';
import type { BilledWith } from '../../assets/index.ts';
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

/** Column by column, in the order of the columns. */
const lineColumns = `id, invoice_id, position, item_id, asset_id, group_id, description, quantity, unit_price, net, account, tax_category,
  tax_code, tax_name, tax_rate, tax_treatment, tax_reason, period_first, period_last, why, counts_as`;
type NewRow = readonly [id: string, invoiceId: string, position: number, line: Omit<InvoiceLine, 'id'>];

const valuesOf = ([id, invoiceId, position, line]: NewRow): readonly unknown[] => {
  const { tax, period } = line;
  return [
    ...[id, invoiceId, position, line.itemId, line.assetId, line.groupId, line.description, line.quantity],
    // JSON's numbers are not exact: amounts go as texts.
    ...[`${line.unitPrice.tenThousandths}`, `${line.net.amount}`, line.account, line.taxCategory],
    ...[tax.code, tax.name, tax.rate, tax.treatment, tax.reason, period?.first, period?.last, line.why],
    line.countsAs && `${line.countsAs.amount}`,
  ];
};

/** More than these are sooner copied than handed over as one value. */
const few = 100;

/** The lines of invoices that have none yet. */
export const insertLines = async (
  tx: Tx & Copying,
  invoices: readonly { readonly id: string; readonly lines: readonly Omit<InvoiceLine, 'id'>[] }[],
): Promise<void> => {
  const nextId = idSeries();
  const rows = invoices.flatMap(({ id, lines }) => lines.map((line, index): NewRow => [nextId(), id, index + 1, line]));
  if (rows.length > few) {
    const lineOf = (row: NewRow) => copyLine(valuesOf(row));
    return void (await tx.$copyFrom(`COPY invoice_lines (${lineColumns}) FROM STDIN`, copyLines(rows, lineOf)));
  }
  await tx.$executeRaw`
    INSERT INTO invoice_lines (${Prisma.raw(lineColumns)})
    SELECT (n->>0)::uuid, (n->>1)::uuid, (n->>2)::int, (n->>3)::uuid, (n->>4)::uuid, (n->>5)::uuid, n->>6, (n->>7)::int,
      (n->>8)::bigint, (n->>9)::bigint, n->>10, n->>11, n->>12, n->>13, (n->>14)::int, n->>15, n->>16, (n->>17)::date,
      (n->>18)::date, n->>19, (n->>20)::bigint
    FROM jsonb_array_elements(${JSON.stringify(rows.map(valuesOf))}::jsonb) n`;
};

/** Whether a bill that stands was made of these assets since. ALL-5 */
export const isBilledSince = async (tx: Tx, { assetIds, customerIds, since }: BilledWith): Promise<boolean> => {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id
    WHERE i.customer_id = ANY(${[...customerIds]}::uuid[]) AND i.created_at >= ${since}::timestamptz AND i.state <> 'void'
      AND l.asset_id = ANY(${[...assetIds]}::uuid[]) LIMIT 1`;
  return rows.length > 0;
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
