import type { Day } from '../../core/calendar.ts';
import { NotFound } from '../../core/errors.ts';
import type { Money } from '../../core/money.ts';
import type { By, Deps } from '../../platform/work.ts';
import { invoiceById, moneyRoles } from '../invoicing/index.ts';
import type { Payment, PaymentMethod } from './payment.ts';
import { receivePayment } from './receive-payment.ts';

export interface RecordPayment {
  readonly invoiceId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly receivedOn: Day;
}

/** Accounting records an invoice's payment. ONB-3, ONB-5, ONB-7, ONB-12 */
export async function recordPayment(deps: Deps, by: By, input: RecordPayment): Promise<Payment> {
  return deps.transact(by, async (work) => {
    work.require(moneyRoles, 'record payments');
    const invoice = await invoiceById(work.tx, input.invoiceId);
    if (!invoice) throw new NotFound('invoice');
    return receivePayment(work, { ...input, customerId: invoice.customerId });
  });
}
