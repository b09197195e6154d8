import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { type ServiceChange, serviceChange } from '../../subscriptions/index.ts';

/** Licenses that an accepted quote adds. */
export interface LicenseChange {
  readonly quoteId: string;
  readonly subscriptionId: string;
  /** `ESILaw: 5 → 7`. */
  readonly what: string;
  readonly change: ServiceChange;
  readonly afterPayment: boolean;
  readonly fulfilled?: { readonly by: string; readonly at: Date };
}

export const insertLicenseChange = async (work: Work, of: Omit<LicenseChange, 'fulfilled'>): Promise<void> => {
  const { change, ...row } = of;
  await work.tx.licenseChange.create({ data: { ...row, parameters: change }, select: { quoteId: true } });
};

export const licenseChangesOf = async (tx: Tx, quoteIds: readonly string[]): Promise<readonly LicenseChange[]> =>
  (await tx.licenseChange.findMany({ where: { quoteId: { in: [...quoteIds] } }, orderBy: { quoteId: 'asc' } })).map(
    ({ parameters, fulfilledBy, fulfilledAt, ...row }) => ({
      ...row,
      change: serviceChange.parse(parameters),
      ...(fulfilledBy && fulfilledAt ? { fulfilled: { by: fulfilledBy, at: fulfilledAt } } : {}),
    }),
  );

/** @returns false when it is fulfilled already */
export const markFulfilled = async (work: Work, quoteId: string): Promise<boolean> => {
  const { count } = await work.tx.licenseChange.updateMany({
    where: { quoteId, fulfilledAt: null },
    data: { fulfilledBy: work.by.id, fulfilledAt: work.now },
  });
  return count === 1;
};

/** Accepted, and not added yet. */
export const countUnfulfilled = (tx: Tx): Promise<number> => tx.licenseChange.count({ where: { fulfilledAt: null } });

/** Of an acceptance that was taken back. */
export const removeLicenseChange = async (work: Work, quoteId: string): Promise<void> => {
  await work.tx.licenseChange.deleteMany({ where: { quoteId } });
};
