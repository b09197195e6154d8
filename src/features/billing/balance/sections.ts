/** Balances where people look for them: in the customer's window, and in that of an invoice. WRK-1 */
import type { WindowSection } from '../../../platform/slice/slice.ts';
import { invoiceById, moneyRoles } from '../invoices/index.ts';
import { allocationRows, balanceBlocks, restRows } from './balance-views.ts';
import { balancesOf, pageOfAllocations, restsOf } from './store.ts';
import { sourcesOf } from './take-back.ts';

export const balanceSection: WindowSection = {
  subject: 'customer',
  order: 22,
  title: 'Balance',
  read: async ({ db }, customerId) => {
    const balances = await balancesOf(db.prisma, customerId);
    const hasMoney = balances.some(({ amount }) => amount > 0n);
    return {
      blocks: balanceBlocks(balances),
      buttons: hasMoney
        ? [{ text: 'Use balance', action: 'balance.use_all', value: customerId, roles: moneyRoles }]
        : [],
    };
  },
  rows: async ({ deps }, customerId, page) => restRows(await restsOf(deps.db.prisma, { customerId }, page)),
};

export const settledSection: WindowSection = {
  subject: 'invoice',
  order: 18,
  title: 'Settled by',
  read: async ({ db }, invoiceId) => {
    const invoice = await invoiceById(db.prisma, invoiceId);
    if (!invoice || invoice.open.amount === 0n) return {};
    const balances = await balancesOf(db.prisma, invoice.customerId);
    const left = balances.find(({ currency, amount }) => currency === invoice.open.currency && amount > 0n);
    return left
      ? {
          blocks: balanceBlocks([left]),
          buttons: [{ text: 'Use balance', action: 'balance.use', value: invoiceId, roles: moneyRoles }],
        }
      : {};
  },
  rows: async ({ deps, roles }, invoiceId, page) => {
    const { prisma } = deps.db;
    const entries = await pageOfAllocations(prisma, invoiceId, page);
    const sources = await sourcesOf({ tx: prisma, contributions: deps.contributions }, entries);
    const held = await roles();
    const mayMove = moneyRoles.some((role) => held.has(role));
    return allocationRows(entries, (id) => sources.get(id)?.name, mayMove);
  },
};
