import { eventType } from '../../platform/events.ts';
import type { ExpiryAction } from './expiry-action.ts';
import type { License } from './license.ts';

/** A decision about an expiry action is about to lock the license: whoever keeps its case locks that first (lock order). */
export const expiryDeciding = eventType<{ readonly caseId: string }>('expiry.deciding');

/** Support confirmed: `license` is as it is now. */
export const expiryConfirmed = eventType<{ readonly action: ExpiryAction; readonly license: License }>(
  'expiry.confirmed',
);

export const expiryRefused = eventType<{
  readonly action: ExpiryAction;
  readonly license: License;
  readonly reason: string;
}>('expiry.refused');
