import { FieldErrors } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { requireDays } from '../../../core/time/day-range.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { License, LicensePolicy } from './license.ts';
import { type FreshLicense, insertLicense, licenseByKey } from './store.ts';

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

/** Somebody was first, perhaps at the same moment: which of the two belongs to another license. ALL-3 */
const taken = async (work: Work, license: FreshLicense): Promise<FieldErrors> =>
  (await licenseByKey(work.tx, license.key))
    ? new FieldErrors({ key: 'There is a license with this key already.' })
    : new FieldErrors({ gateway_subscription: 'Another license is paid by this subscription already.' });

/**
 * Writes a license of this customer down, so that its payments and its expiry can be followed; the caller emits `licenseAdded`.
 * @throws FieldErrors
 */
export const writeLicense = async (work: Work, input: NewLicense): Promise<License> => {
  const found = licenseProblems(input);
  if (Object.keys(found).length > 0) throw new FieldErrors(found);
  requireDays({ expires_on: input.expiresOn }, 'expiry', work.today);
  const { gateway, gatewaySubscription: subscription } = input;
  const license: FreshLicense = {
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
  if (!(await insertLicense(work.tx, license, work.by.id, work.now))) throw await taken(work, license);
  work.audit({
    action: 'license.added',
    subject: { type: 'license', id: license.id },
    customerId: input.customerId,
    after: license,
  });
  return license;
};
