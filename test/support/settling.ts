import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { todayIn } from '../../src/core/time/calendar.ts';
import { balancesOf, mismatches } from '../../src/features/billing/balance/index.ts';
import { invoiceById, invoicesFor, planInvoices, presentInvoices } from '../../src/features/billing/invoices/index.ts';
import { recordPayment } from '../../src/features/billing/payments/index.ts';
import { findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { system } from '../../src/platform/work/work.ts';
import type { Harness } from './harness.ts';

let made = 0;

/** A customer with invoices in dollars, before accounting, oldest first. */
export const customerOwing = async (h: Harness, cents: readonly number[], name = `ACME ${++made}`) => {
  const { id: customerId } = await h.deps.transact(system, (work) =>
    findOrCreateCustomer(work, { name, currency: 'USD' }),
  );
  const bill = async (net: number): Promise<string> => {
    const subject = { type: 'project', id: newId() };
    const charges = [{ kind: 'first_month', label: 'First month', net: money(net, 'USD'), taxRate: 0 }] as const;
    await h.deps.transact(system, async (work) => {
      await planInvoices(work, { subject, customerId, currency: 'USD', charges });
      await presentInvoices(work, subject);
    });
    const [invoice] = await invoicesFor(h.db.prisma, subject);
    if (!invoice) throw new Error('no invoice');
    return invoice.id;
  };
  const invoices: string[] = [];
  for (const net of cents) invoices.push(await bill(net));
  return {
    customerId,
    invoices,
    bill,
    invoice: async (id: string | undefined) => {
      const found = await invoiceById(h.db.prisma, id ?? '');
      if (!found) throw new Error('no invoice');
      return found;
    },
    /** In cents. */
    balance: async () => (await balancesOf(h.db.prisma, customerId))[0]?.amount ?? 0n,
    pay: async (invoiceId: string | undefined, amount: number, more: object = {}, by = h.person('accounting')) => {
      const { payment } = await recordPayment(h.deps, by, {
        invoiceId: invoiceId ?? '',
        amount: money(amount, 'USD'),
        method: 'check',
        receivedOn: todayIn('UTC', h.clock.now()),
        ...more,
      });
      return payment;
    },
    /** Running totals that are not what their parts come to. */
    wrong: async () => (await mismatches(h.db.prisma)).filter((each) => each.customerId === customerId),
  };
};

export type Owing = Awaited<ReturnType<typeof customerOwing>>;
