import { FieldErrors } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { formatDay, todayIn } from '../../../core/time/calendar.ts';
import { customersByNames, nameKey } from '../../customers/index.ts';
import { csvKind, eachEntry, repeatedIn } from '../../entries/index.ts';
import { enterRests } from '../balance/index.ts';
import { closedPeriods } from '../closing/index.ts';
import { moneyRoles } from '../invoices/index.ts';
import {
  forwardedOf,
  forwardKey,
  insertForwarded,
  newPayment,
  type Payment,
  paymentSource,
} from '../payments/index.ts';
import { type OpeningBalance, openingProblems, readBalance } from './opening.ts';

/** What customers have left over in another system, as of a day: it becomes their balance, as money that was brought forward. BIL-21, BIL-15 */
export const balancesCsv = csvKind<OpeningBalance>({
  kind: 'balances',
  columns: [
    { name: 'customer', required: true, example: 'Larkspur Legal' },
    { name: 'currency', required: true, example: 'USD' },
    { name: 'as_of', required: true, example: '2026-02-28' },
    { name: 'balance', required: true, example: '120.00' },
    { name: 'origin', example: 'Deposit in QuickBooks', most: 100 },
  ],
  roles: moneyRoles,
  read: readBalance,
  store: async (work, entries) => {
    const repeated = repeatedIn(entries, 'customer', ({ customer }) => nameKey(customer));
    const rows = new Set(repeated.map(({ row }) => row));
    const [customers, closed] = await Promise.all([
      customersByNames(
        work.tx,
        entries.map(({ value }) => value.customer),
      ),
      closedPeriods(work),
    ]);
    const known = await forwardedOf(
      work.tx,
      [...customers.values()].map(({ id }) => id),
    );
    const payments: Payment[] = [];
    const refused = await eachEntry(
      entries.filter(({ row }) => !rows.has(row)),
      async (row) => {
        const customer = customers.get(nameKey(row.customer));
        const before = customer && known.get(customer.id);
        const problems = {
          ...openingProblems(row, { column: 'as_of', on: row.asOf }, { customer, today: work.today, closed }),
          ...(before
            ? {
                balance: `${customer.name} had a balance brought forward on ${formatDay(todayIn(work.timeZone, before))} already. Leave it out, or reverse that payment first in the customer’s window.`,
              }
            : {}),
        };
        if (!customer || Object.keys(problems).length > 0) throw new FieldErrors(problems);
        const { id: customerId } = customer;
        payments.push(
          newPayment(
            work,
            {
              customerId,
              amount: row.amount,
              method: 'brought_forward',
              reference: row.origin,
              receivedOn: row.asOf,
              key: forwardKey(customerId),
            },
            undefined,
          ),
        );
      },
    );
    await insertForwarded(work, payments);
    await enterRests(
      work,
      payments.map((payment) => ({
        customerId: payment.customerId,
        source: paymentSource(payment),
        rest: payment.amount,
      })),
    );
    for (const { id, customerId, amount, receivedOn, reference } of payments) {
      work.audit({
        action: 'balance.imported',
        subject: { type: 'customer', id: customerId },
        customerId,
        after: {
          payment: id,
          balance: formatMoney(amount),
          asOf: receivedOn,
          ...(reference ? { origin: reference } : {}),
        },
      });
    }
    return [...repeated, ...refused];
  },
});
