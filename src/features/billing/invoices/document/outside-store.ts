/** Invoices that another system issued and numbered before Baton: they keep their number, and get none of a series. BIL-12, BIL-21 */
import type { Money } from '../../../../core/money/money.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';

/** Amounts in one currency; `amount` = net + tax. */
export interface OutsideInvoice {
  readonly id: string;
  readonly customerId: string;
  readonly number: string;
  readonly label: string;
  readonly net: Money;
  readonly tax: Money;
  readonly amount: Money;
  /** What came in for it before; less than the amount. */
  readonly paid: Money;
  readonly issuedOn: Day;
  readonly dueOn: Day;
}

/** In basis points, as near as they come: the header's tax is the amount that holds. */
const rateOf = ({ net, tax }: OutsideInvoice): number =>
  Number((tax.amount * 20_000n + net.amount) / (net.amount * 2n));

/** Sent where it was issued, and before accounting; each stands for itself. */
export const insertOutside = async (work: Work, invoices: readonly OutsideInvoice[]): Promise<void> => {
  if (invoices.length === 0) return;
  // Amounts as texts: JSON's numbers are not exact.
  const rows = invoices.map((each) => ({
    id: each.id,
    customer: each.customerId,
    number: each.number,
    label: each.label,
    currency: each.amount.currency,
    net: `${each.net.amount}`,
    tax: `${each.tax.amount}`,
    rate: rateOf(each),
    amount: `${each.amount.amount}`,
    paid: `${each.paid.amount}`,
    issued: each.issuedOn,
    due: each.dueOn,
  }));
  await work.tx.$executeRaw`
    INSERT INTO invoices (id, customer_id, subject_type, subject_id, kind, label, currency, net, tax_rate, tax, amount, paid, state,
      external_number, sent_on, sent_by, sent_at, due_on, presented_at, created_at)
    SELECT n.id, n.customer, 'invoice', n.id, 'bill', n.label, n.currency, n.net, n.rate, n.tax, n.amount, n.paid, 'open',
      n.number, n.issued, ${work.by.id}, ${work.now}::timestamptz, n.due, ${work.now}::timestamptz, ${work.now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id uuid, customer uuid, number text, label text, currency text,
      net bigint, tax bigint, rate int, amount bigint, paid bigint, issued date, due date)`;
};

export interface NumberedOutside {
  readonly ref: number;
  readonly customer: string;
}

/** Those that stand with one of these numbers of the accounting system, by it. */
export const numberedOutside = async (
  tx: Tx,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, NumberedOutside>> => {
  const rows = await tx.$queryRaw<{ number: string; ref: number; customer: string }[]>`
    SELECT i.external_number AS number, i.ref, c.name AS customer FROM invoices i JOIN customers c ON c.id = i.customer_id
    WHERE i.external_number = ANY(${[...numbers]}::text[]) AND i.state <> 'void'`;
  return new Map(rows.map(({ number, ...found }) => [number, found]));
};
