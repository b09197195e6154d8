import type { Money } from '../../../../core/money/money.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { lockInvoice, moneyRoles } from '../../invoices/index.ts';
import type { PaymentMethod } from '../payment.ts';
import { type Received, receivePayment } from '../receive-payment.ts';

export interface RecordPayment {
  readonly invoiceId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly receivedOn: Day;
}

/** Accounting records an invoice's payment. ONB-3, ONB-5, ONB-7, ONB-12 */
export const recordPayment = async (deps: Deps, by: By, input: RecordPayment): Promise<Received> => {
  const { invoiceId, ...received } = input;
  return deps.transact(by, async (work) => {
    work.require(moneyRoles, 'record payments');
    const invoice = await lockInvoice(work, invoiceId);
    return receivePayment(work, { ...received, customerId: invoice.customerId }, invoice);
  });
};
