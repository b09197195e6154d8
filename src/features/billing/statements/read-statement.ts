import { NotFound } from '../../../core/errors.ts';
import { type Customer, customerById } from '../../customers/index.ts';
import type { Reading } from '../../reports/index.ts';
import { customersLedger } from '../journal/index.ts';
import { type OpenInvoice, openInvoices } from '../reports/index.ts';
import { type Account, accountsOf, type Days } from './statement.ts';

export interface Statement {
  readonly customer: Customer;
  readonly days: Days;
  /** Until today: all that is known counts, also what a seller further east has dated tomorrow. */
  readonly isNow: boolean;
  readonly accounts: readonly Account[];
}

/** BIL-18 @throws NotFound */
export const readStatement = async (
  { tx, today, timeZone }: Pick<Reading, 'tx' | 'today' | 'timeZone'>,
  customerId: string,
  days: Days,
): Promise<Statement> => {
  const customer = await customerById(tx, customerId);
  if (!customer) throw new NotFound('customer');
  const { last } = days;
  const isNow = last === today;
  const entries = await customersLedger(tx, { customerId, timeZone, ...(isNow ? {} : { last }) });
  const open: OpenInvoice[] = [];
  for await (const some of openInvoices(tx, { on: last, timeZone, isNow, customerId })) open.push(...some);
  return { customer, days, isNow, accounts: accountsOf(entries, open, days) };
};
