import { newId } from '../../../../core/ids.ts';
import type { Money } from '../../../../core/money/money.ts';
import { unitPriceOf } from '../../../../core/money/unit-price.ts';
import { type Day, fromDbDate } from '../../../../core/time/calendar.ts';
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

/** JSON's numbers are not exact: amounts go as texts. */
const exact = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

/** The lines of invoices that have none yet. */
export const insertLines = async (
  tx: Tx,
  invoices: readonly { readonly id: string; readonly lines: readonly Omit<InvoiceLine, 'id'>[] }[],
): Promise<void> => {
  const rows = invoices.flatMap(({ id: invoiceId, lines }) =>
    lines.map(({ unitPrice, net, tax, period, countsAs, ...line }, index) => ({
      id: newId(),
      invoice_id: invoiceId,
      position: index + 1,
      item_id: line.itemId,
      asset_id: line.assetId,
      group_id: line.groupId,
      description: line.description,
      quantity: line.quantity,
      unit_price: unitPrice.tenThousandths,
      net: net.amount,
      account: line.account,
      tax_category: line.taxCategory,
      tax_code: tax.code,
      tax_name: tax.name,
      tax_rate: tax.rate,
      tax_treatment: tax.treatment,
      tax_reason: tax.reason,
      period_first: period?.first,
      period_last: period?.last,
      why: line.why,
      counts_as: countsAs?.amount,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO invoice_lines (id, invoice_id, position, item_id, asset_id, group_id, description, quantity, unit_price, net,
      account, tax_category, tax_code, tax_name, tax_rate, tax_treatment, tax_reason, period_first, period_last, why, counts_as)
    SELECT n.id, n.invoice_id, n.position, n.item_id, n.asset_id, n.group_id, n.description, n.quantity, n.unit_price, n.net,
      n.account, n.tax_category, n.tax_code, n.tax_name, n.tax_rate, n.tax_treatment, n.tax_reason, n.period_first,
      n.period_last, n.why, n.counts_as
    FROM jsonb_to_recordset(${JSON.stringify(rows, exact)}::jsonb) AS n(id uuid, invoice_id uuid, "position" int, item_id uuid,
      asset_id uuid, group_id uuid, description text, quantity int, unit_price bigint, net bigint, account text,
      tax_category text, tax_code text, tax_name text, tax_rate int, tax_treatment text, tax_reason text, period_first date,
      period_last date, why text, counts_as bigint)`;
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
