import { newId } from '../../src/core/ids.ts';
import { type Money, money } from '../../src/core/money/money.ts';
import { type UnitPrice, unitPriceOf } from '../../src/core/money/unit-price.ts';
import { day } from '../../src/core/time/calendar.ts';
import {
  correctInvoice,
  type DraftInvoice,
  draftInvoice,
  type Invoice,
  invoiceById,
  linesOf,
  type NewLine,
  presentInvoices,
} from '../../src/features/billing/invoices/index.ts';
import { addTax } from '../../src/features/billing/taxes/index.ts';
import { findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { type By, system } from '../../src/platform/work/work.ts';
import type { Harness } from './harness.ts';

export const usd = (cents: number): UnitPrice => unitPriceOf(money(cents, 'USD'));

/** A line of services in US dollars. */
export const aLine = (cents: number, more: Partial<NewLine> = {}): NewLine => ({
  description: 'Managed services',
  quantity: 1,
  unitPrice: usd(cents),
  taxCategory: 'services',
  ...more,
});

/** A customer of its own for each test. */
export const aCustomer = async (h: Harness, name: string = `Customer ${newId()}`): Promise<string> => {
  const { id } = await h.deps.transact(system, (work) => findOrCreateCustomer(work, { name, currency: 'USD' }));
  return id;
};

/** Taxes that hold everywhere, from the harness’ first day on: in millionths, by category. */
export const setTaxes = async (h: Harness, rates: Readonly<Record<string, number>>): Promise<void> => {
  for (const [category, rate] of Object.entries(rates)) {
    await addTax(h.deps, h.person('accounting'), {
      code: category.toUpperCase(),
      name: `Tax on ${category}`,
      rate,
      treatment: rate === 0 ? 'out_of_scope' : 'taxed',
      reason: rate === 0 ? 'Not taxed here.' : undefined,
      category,
      jurisdiction: '*',
      seller: '*',
      validFrom: day('2026-03-02'),
    });
  }
};

/** A draft that accounting has before it. */
export const aDraft = (
  h: Harness,
  customerId: string,
  lines: readonly NewLine[],
  more: Partial<DraftInvoice> = {},
): Promise<Invoice> =>
  h.acting(h.person('accounting'), async (work) => {
    const draft = await draftInvoice(work, { customerId, label: 'Services', lines, ...more });
    await presentInvoices(work, draft.subject);
    return draft;
  });

export const theInvoice = async (h: Harness, id: string): Promise<Invoice> => {
  const found = await invoiceById(h.db.prisma, id);
  if (!found) throw new Error('no invoice');
  return found;
};

/** Of a draft with one line: what it charges before tax. */
export const correctAmount = async (
  h: Harness,
  by: By,
  { invoiceId, net, reason }: { readonly invoiceId: string; readonly net: Money; readonly reason: string },
): Promise<Invoice> => {
  const [line] = await linesOf(h.db.prisma, await theInvoice(h, invoiceId));
  const lines = [{ lineId: line?.id ?? '', net: `${net.amount}` }];
  return correctInvoice(h.deps, by, { invoiceId, lines, reason });
};
