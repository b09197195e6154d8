import { type CustomerDetails, detailsOf, editDetails, shownOf } from '../../src/features/customers/index.ts';
import type { By, Deps } from '../../src/platform/work/work.ts';

/** What a form may hold of a customer. */
export type Entries = Partial<Omit<CustomerDetails, 'information'>>;

/** A customer's form as somebody opens it now; saved when `save` is called, whatever others did meanwhile. */
export const openForm = async (deps: Deps, customerId: string, keys: readonly (keyof Entries)[]) => {
  const details = await detailsOf(deps.db.prisma, customerId);
  if (!details) throw new Error('no customer');
  const shown = shownOf(details, keys);
  const asShown = Object.fromEntries(keys.map((key) => [key, details[key]]));
  return {
    save: (by: By, entries: Entries, reason?: string) =>
      editDetails(deps, by, { customerId, shown, entered: { ...asShown, ...entries }, reason }),
  };
};

/** Opened and saved at once. */
export const editNow = async (deps: Deps, by: By, customerId: string, entries: Entries, reason?: string) => {
  const form = await openForm(deps, customerId, Object.keys(entries) as (keyof Entries)[]);
  return form.save(by, entries, reason);
};
