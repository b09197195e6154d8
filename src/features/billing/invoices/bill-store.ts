/** Bills of any number of customers, in one statement. */
import type { Day } from '../../../core/time/calendar.ts';
import { asModel } from '../../../platform/db/rows/as-model.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { Frost } from './document/freeze.ts';
import type { Draft } from './draft-invoice.ts';
import type { Invoice } from './invoice.ts';
import { stateOf } from './invoice.ts';
import { type InvoiceRow, invoiceColumns, toInvoice } from './invoice-row-store.ts';

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

const header = (work: Work, { id, customerId, label, draft, issued, runId, issueFrom }: NewBill) => {
  const { net, tax, total, currency, sellerId, period } = draft;
  const state = stateOf({ amount: total.amount, paid: 0n, sent: false, issued: issued !== undefined });
  return {
    id,
    customer_id: customerId,
    label,
    currency,
    // JSON's numbers are not exact: amounts go as texts.
    net: `${net.amount}`,
    tax: `${tax.amount}`,
    amount: `${total.amount}`,
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
  const json = JSON.stringify(bills.map((bill) => header(work, bill)));
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
