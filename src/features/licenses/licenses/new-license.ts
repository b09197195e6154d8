import { FieldErrors, UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { requireDays } from '../../../core/time/day-range.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { License, LicensePolicy } from './license.ts';
import { type FreshLicense, insertLicense, insertLicenses, licenseByKey, type takenBy } from './store.ts';

export interface NewLicense {
  readonly customerId: string;
  readonly product: string;
  readonly key: string;
  readonly policy: LicensePolicy;
  readonly expiresOn: Day;
  /** One period is what a payment pays for: 1 to 36 months. */
  readonly periodMonths: number;
  readonly gateway?: string | undefined;
  readonly gatewaySubscription?: string | undefined;
}

export type LicenseFields = Omit<NewLicense, 'customerId'>;

export const licenseProblems = (input: LicenseFields): Record<string, string> => ({
  ...(input.product.trim() ? {} : { product: 'Enter the product’s name.' }),
  ...(input.key.trim() ? {} : { key: 'Enter the license key or account that the product knows it by.' }),
  ...(Number.isInteger(input.periodMonths) && input.periodMonths >= 1 && input.periodMonths <= 36
    ? {}
    : { period_months: 'Enter a whole number of months from 1 to 36.' }),
});

const keyTaken = () => new FieldErrors({ key: 'There is a license with this key already.' });
const subscriptionTaken = () =>
  new FieldErrors({ gateway_subscription: 'Another license is paid by this subscription already.' });

/** Somebody was first, perhaps at the same moment: which of the two belongs to another license. ALL-3 */
const taken = async (work: Work, license: FreshLicense): Promise<FieldErrors> =>
  (await licenseByKey(work.tx, license.key)) ? keyTaken() : subscriptionTaken();

/** @throws FieldErrors */
const freshLicense = (work: Work, input: NewLicense): FreshLicense => {
  const found = licenseProblems(input);
  if (Object.keys(found).length > 0) throw new FieldErrors(found);
  requireDays({ expires_on: input.expiresOn }, 'expiry', work.today);
  const { gateway, gatewaySubscription: subscription } = input;
  return {
    id: newId(),
    customerId: input.customerId,
    product: input.product.trim(),
    key: input.key.trim(),
    policy: input.policy,
    state: 'active',
    expiresOn: input.expiresOn,
    periodMonths: input.periodMonths,
    ...(gateway && subscription ? { gateway, gatewaySubscription: subscription } : {}),
  };
};

const auditAdded = (work: Work, license: License): void =>
  work.audit({
    action: 'license.added',
    subject: { type: 'license', id: license.id },
    customerId: license.customerId,
    after: license,
  });

/**
 * Writes a license of this customer down, so that its payments and its expiry can be followed; the caller emits `licenseAdded`.
 * @throws FieldErrors
 */
export const writeLicense = async (work: Work, input: NewLicense): Promise<License> => {
  const license = freshLicense(work, input);
  if (!(await insertLicense(work.tx, license, work.by.id, work.now))) throw await taken(work, license);
  auditAdded(work, license);
  return license;
};

/** What `writeLicense` writes, of many at once, by what is taken already: each is checked, then all are written or none. */
export const licensesInHand = (work: Work, known: Awaited<ReturnType<typeof takenBy>>) => {
  const fresh: FreshLicense[] = [];
  return {
    /** @throws FieldErrors */
    take: (input: NewLicense): void => {
      const license = freshLicense(work, input);
      if (known.keys.has(license.key)) throw keyTaken();
      if (known.subscriptions.has(license.gatewaySubscription ?? '')) throw subscriptionTaken();
      fresh.push(license);
    },
    /** @throws UserError where somebody wrote one of them just now */
    write: async (): Promise<readonly License[]> => {
      if ((await insertLicenses(work.tx, fresh, work.by.id, work.now)) < fresh.length)
        throw new UserError('Somebody added some of these licenses just now. Enter the file again: it says which.');
      for (const license of fresh) auditAdded(work, license);
      return fresh;
    },
  };
};
