import type { Day } from '../../core/calendar.ts';
import type { Money } from '../../core/money.ts';
import type { By, Deps } from '../../platform/work.ts';
import type { Payment, PaymentMethod } from './payment.ts';

export interface RecordPayment {
  readonly invoiceId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly receivedOn: Day;
}

/** Accounting records an invoice's payment. ONB-3, ONB-5, ONB-7, ONB-12 */
export async function recordPayment(_deps: Deps, _by: By, _input: RecordPayment): Promise<Payment> {
  throw new Error('not written');
}
