import { newId } from '../core/ids.ts';
import { money } from '../core/money/money.ts';
import { unitPriceOf } from '../core/money/unit-price.ts';
import type { Day } from '../core/time/calendar.ts';
import { addCharge, addPlan, type Plan } from '../features/billing/catalog/index.ts';
import { addSeller } from '../features/billing/sellers/index.ts';
import { addSubscription, changeService } from '../features/billing/subscriptions/index.ts';
import { addTax } from '../features/billing/taxes/index.ts';
import { groupsOfCustomers } from '../features/customers/index.ts';
import { type By, type Deps, system } from '../platform/work/work.ts';

const category = 'services';
/** Of which the table of taxes says nothing yet, so that a run of bills has somebody whom it cannot bill. */
const untold = 'premises';

/** A new price by the month, in dollars. */
const addDemoPlan = (
  deps: Deps,
  by: By,
  plan: Pick<Plan, 'code' | 'name' | 'billing'> & { readonly taxCategory?: string },
  price: string,
  from: Day,
) =>
  addPlan(deps, by, {
    plan: { description: '', taxCategory: category, ...plan, perMonths: 1, prorated: 'by months' },
    price: { currency: 'USD', price, validFrom: from },
  });

/**
 * It issues what the customers' groups are billed, and nothing else: new customers are billed by the accounting system's numbers,
 * as the tour has it.
 */
export const addDemoSeller = (deps: Deps) =>
  addSeller(
    deps,
    system,
    {
      name: 'Harbor Services Inc.',
      address: '1 Harbor Street\nBoston, MA 02110',
      country: 'US',
      email: 'billing@harbor.example',
      timeZone: 'America/New_York',
    },
    'where_named',
  );

/** What can be sold, with its tax: hosting by the month, lists by each, and what nobody has yet. */
export const addDemoPlans = async (deps: Deps, by: By, from: Day) => {
  await addTax(deps, by, {
    code: 'ST',
    name: 'Sales tax',
    rate: 62_500,
    treatment: 'taxed',
    category,
    jurisdiction: '*',
    seller: '*',
    validFrom: from,
  });
  const hosting = await addDemoPlan(deps, by, { code: 'HOST', name: 'Managed hosting', billing: 'flat' }, '450', from);
  const lists = await addDemoPlan(deps, by, { code: 'LIST', name: 'Mailing list', billing: 'per_asset' }, '12', from);
  const rack = await addDemoPlan(
    deps,
    by,
    { code: 'RACK', name: 'Rack space', billing: 'flat', taxCategory: untold },
    '180',
    from,
  );
  await addDemoPlan(deps, by, { code: 'DESK', name: 'Help desk', billing: 'flat' }, '25', from);
  await addCharge(deps, by, {
    code: 'BACKUP',
    name: 'Extra backup storage',
    description: '',
    taxCategory: category,
    isRecurring: true,
    isProratable: true,
    amounts: [unitPriceOf(money(40_00, 'USD'))],
  });
  return { hosting, lists, rack };
};

/** A customer's subscription by the month, with one of each of these plans, from today on. */
export const subscribe = async (
  deps: Deps,
  by: By,
  { customerId, plans, from }: { readonly customerId: string; readonly plans: readonly Plan[]; readonly from: Day },
): Promise<void> => {
  const [group] = await groupsOfCustomers(deps.db.prisma, [customerId]);
  const { id: subscriptionId } = await addSubscription(deps, by, {
    customerId,
    groupId: group?.id,
    schedule: { months: 1, firstOn: from, inArrears: false, daysAhead: 0, mode: 'automate' },
  });
  for (const { id: plan, name: description, perMonths: per, prorated, taxCategory, billing } of plans) {
    const sold = { plan, description, per, prorated, taxCategory, isForEachAsset: billing === 'per_asset' };
    await changeService(deps, by, {
      subscriptionId,
      change: { kind: 'start', id: newId(), on: from, quantity: 1, sold },
    });
  }
};
