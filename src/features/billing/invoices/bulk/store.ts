/** Many invoices in two statements: a row for each header, a row for each line. */
import { newId } from '../../../../core/ids.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { asModel } from '../../../../platform/db/rows/as-model.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { Frost } from '../document/freeze.ts';
import type { Draft } from '../draft-invoice.ts';
import type { Invoice } from '../invoice.ts';
import { stateOf } from '../invoice.ts';
import { type InvoiceRow, invoiceColumns, toInvoice } from '../invoice-row-store.ts';

/** A bill to write: a draft, or issued with all that its document says. */
export interface NewBill {
  readonly id: string;
  readonly customerId: string;
  readonly label: string;
  readonly draft: Draft;
  readonly issued?: (Frost & { readonly number: string; readonly on: Day }) | undefined;
  /** The run that makes it. BIL-2 */
  readonly runId?: string | undefined;
  /** A draft is issued by itself from this day on. BIL-2 */
  readonly issueFrom?: Day | undefined;
}

/** JSON's numbers are not exact: amounts go as texts. */
const exact = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

const header = (work: Work, { id, customerId, label, draft, issued, runId, issueFrom }: NewBill) => {
  const { net, tax, total, currency, sellerId, period } = draft;
  const state = stateOf({ amount: total.amount, paid: 0n, sent: false, issued: issued !== undefined });
  return {
    id,
    customer_id: customerId,
    label,
    currency,
    net: net.amount,
    tax: tax.amount,
    amount: total.amount,
    state,
    paid_at: state === 'paid' ? work.now : null,
    seller_id: sellerId ?? null,
    period_first: period?.first ?? null,
    period_last: period?.last ?? null,
    run_id: runId ?? null,
    issue_from: issueFrom ?? null,
    ...(issued
      ? {
          number: issued.number,
          issued_on: issued.on,
          issued_by: work.by.id,
          issued_at: work.now,
          due_on: issued.dueOn,
          frozen: issued.frozen,
        }
      : {}),
  };
};

/** Accounting has them at once. @returns them in the order of the bills */
export const insertBills = async (work: Work, bills: readonly NewBill[]): Promise<readonly Invoice[]> => {
  const json = JSON.stringify(
    bills.map((bill) => header(work, bill)),
    exact,
  );
  const rows = await asModel<InvoiceRow>(work.tx.$queryRaw`
    INSERT INTO invoices (id, customer_id, subject_type, subject_id, kind, label, currency, net, tax, amount, state, paid_at,
      seller_id, period_first, period_last, run_id, issue_from, number, issued_on, issued_by, issued_at, due_on, frozen,
      presented_at, created_at)
    SELECT n.id, n.customer_id, 'invoice', n.id, 'bill', n.label, n.currency, n.net, n.tax, n.amount, n.state, n.paid_at,
      n.seller_id, n.period_first, n.period_last, n.run_id, n.issue_from, n.number, n.issued_on, n.issued_by, n.issued_at,
      n.due_on, n.frozen, ${work.now}::timestamptz, ${work.now}::timestamptz
    FROM jsonb_to_recordset(${json}::jsonb) AS n(id uuid, customer_id uuid, label text, currency text, net bigint, tax bigint,
      amount bigint, state text, paid_at timestamptz, seller_id uuid, period_first date, period_last date, run_id uuid,
      issue_from date, number text, issued_on date, issued_by text, issued_at timestamptz, due_on date, frozen jsonb)
    RETURNING ${invoiceColumns()}`);
  const made = new Map(rows.map((row) => [row.id, toInvoice(row)]));
  return bills.flatMap(({ id }) => made.get(id) ?? []);
};

/** The lines of invoices that have none yet. */
export const insertLinesOf = async (
  tx: Tx,
  invoices: readonly { readonly id: string; readonly lines: Draft['lines'] }[],
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
