import { addMonths, type Day } from '../../../core/time/calendar.ts';
import type { Door } from '../../../platform/slice/door.ts';

export const licenseDoor: Door = { subject: 'license', opens: 'license.open', button: 'Open license' };

export const licensePolicies = ['manual', 'automatic'] as const;
export type LicensePolicy = (typeof licensePolicies)[number];

/** Who keeps what is written down about licenses. ALL-1 */
export const licenseRoles = ['accounting', 'support', 'admin'] as const;

/** A product right with an expiry date, as Baton wants it to be. The product's own administration is the master. */
export interface License {
  readonly id: string;
  readonly customerId: string;
  readonly product: string;
  readonly policy: LicensePolicy;
  readonly key: string;
  readonly state: 'active' | 'expired';
  readonly expiresOn: Day;
  readonly periodMonths: number;
  readonly gateway?: string;
  readonly gatewaySubscription?: string;
  /** When accounting and Support were told that this expiry date comes near. */
  readonly lapseNoticeOn?: Day;
}

/**
 * The expiry date that is offered when a payment came: one period after the present one, as often as it takes to lie
 * ahead of today. COL-6
 *
 * Example: expired 2026-01-31, monthly, today 2026-03-05 → 2026-03-31.
 */
export const nextExpiry = (expiresOn: Day, periodMonths: number, today: Day): Day => {
  let months = periodMonths;
  while (addMonths(expiresOn, months) <= today) months += periodMonths;
  return addMonths(expiresOn, months);
};
