import { day } from '../../src/core/time/calendar.ts';
import { addSeller } from '../../src/features/billing/sellers/index.ts';
import { addTax } from '../../src/features/billing/taxes/index.ts';
import type { Database } from '../../src/platform/db/open.ts';
import { system } from '../../src/platform/work/work.ts';
import { aSeller } from '../../test/support/billing.ts';
import { settleTown } from '../../test/support/town.ts';
import { billingDeps } from './billing-deps.ts';

/** Millionths. */
const taxRate = 82_500;

/** A town with what its bills need: who issues them, and how they are taxed. */
export const settleTaxedTown = async (db: Database, customers: number): Promise<void> => {
  const { deps } = billingDeps(db);
  await addSeller(deps, system, aSeller);
  await addTax(deps, system, {
    ...{ code: 'NY', name: 'Sales tax', rate: taxRate, treatment: 'taxed', category: 'services' },
    ...{ jurisdiction: '*', seller: '*', validFrom: day('2020-01-01') },
  });
  await settleTown(db, customers);
};
