import { todayIn } from '../../../core/time/calendar.ts';
import { allSellers } from '../sellers/index.ts';
import type { SetupPart } from '../setup/index.ts';
import { taxTable } from './store.ts';
import { usedTaxCategories } from './tax-row.ts';
import { taxesState } from './tax-views.ts';

export const taxesPart: SetupPart = {
  order: 40,
  title: 'Taxes',
  read: async ({ deps }) => {
    const { prisma } = deps.db;
    const [rows, sellers, used] = await Promise.all([
      taxTable(prisma),
      allSellers(prisma),
      Promise.all(deps.contributions.to(usedTaxCategories).map((read) => read(prisma))),
    ]);
    const now = deps.clock.now();
    return taxesState({
      rows,
      used: [...new Set(used.flat())].sort(),
      sellerName: (id) => sellers.find((each) => each.id === id)?.name ?? 'a seller',
      now,
      today: todayIn(deps.timeZone, now),
    });
  },
};
