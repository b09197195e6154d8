import { type Money, money } from '../../../core/money/money.ts';
import { type Day, fromDbDate } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { PaymentMethod } from '../../billing/payments/index.ts';

/** What of a payment an invoice has. */
export interface PaidPart {
  /** The payment's. */
  readonly id: string;
  readonly receivedOn: Day;
  readonly method: PaymentMethod;
  readonly reference: string;
  readonly amount: Money;
}

interface Row {
  readonly id: string;
  readonly received_on: Date;
  /** As payments are written. */
  readonly method: PaymentMethod;
  readonly reference: string;
  readonly currency: string;
  readonly amount: bigint;
}

/** BIL-15: what paid it, oldest first, each payment with how much of it the invoice has; none that was reversed. */
export const paymentsOn = async (tx: Tx, invoiceId: string): Promise<readonly PaidPart[]> => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT p.id, p.received_on, p.method, p.reference, p.currency, sum(a.amount)::bigint AS amount FROM allocations a
      JOIN payments p ON a.source_kind = 'payment' AND p.id = a.source_id
    WHERE a.target_kind = 'invoice' AND a.target_id = ${invoiceId}::uuid AND a.ended_at IS NULL
    GROUP BY p.id ORDER BY p.id`;
  return rows.map(({ id, received_on, method, reference, currency, amount }) => ({
    id,
    receivedOn: fromDbDate(received_on),
    method,
    reference,
    amount: money(amount, currency),
  }));
};
