/** Money that came in before Baton, as another system has it. BIL-21 */
import type { Money } from '../../../../core/money/money.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';

interface Forwarded {
  readonly id: string;
  readonly key?: string;
  readonly customerId: string;
  /** What it paid, if that is known. */
  readonly invoiceId?: string;
  readonly amount: Money;
  /** Where it comes from, for people. */
  readonly reference?: string;
  readonly receivedOn: Day;
}

/** The key of what a customer had left over: it comes in once. Reversed, it may come in anew. */
export const forwardKey = (customerId: string): string => `brought_forward:${customerId}`;

/** Many at once. */
export const insertForwarded = async (work: Work, payments: readonly Forwarded[]): Promise<void> => {
  if (payments.length === 0) return;
  // Amounts as texts: JSON's numbers are not exact.
  const rows = payments.map(({ id, key, customerId, invoiceId, amount, reference, receivedOn }) => ({
    id,
    key,
    customer: customerId,
    invoice: invoiceId,
    currency: amount.currency,
    amount: `${amount.amount}`,
    reference,
    received: receivedOn,
  }));
  await work.tx.$executeRaw`
    INSERT INTO payments (id, key, customer_id, invoice_id, currency, amount, method, reference, received_on, reported, recorded_by, recorded_at)
    SELECT n.id, n.key, n.customer, n.invoice, n.currency, n.amount, 'brought_forward', n.reference, n.received, false, ${work.by.id},
      ${work.now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id uuid, key text, customer uuid, invoice uuid, currency text, amount bigint,
      reference text, received date)`;
};

/** Of these customers, those whose balance came in already, and when. */
export const forwardedOf = async (tx: Tx, customerIds: readonly string[]): Promise<ReadonlyMap<string, Date>> => {
  const rows = await tx.payment.findMany({
    where: { key: { in: customerIds.map(forwardKey) } },
    select: { customerId: true, recordedAt: true },
  });
  return new Map(rows.map(({ customerId, recordedAt }) => [customerId, recordedAt]));
};
