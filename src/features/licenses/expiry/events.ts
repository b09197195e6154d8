import { eventType } from '../../../platform/work/events.ts';
import type { License } from '../licenses/license.ts';
import type { ExpiryAction } from './expiry-action.ts';

/** A decision about an expiry action is about to lock the license: whoever keeps its case locks that first (lock order). */
export const expiryDeciding = eventType<{ readonly caseId: string }>('expiry.deciding');

/** Support confirmed: `license` is as it is now. All that `decision` writes can be taken back by that id. ALL-5 */
export const expiryConfirmed = eventType<{
  readonly action: ExpiryAction;
  readonly license: License;
  readonly decision: string;
}>('expiry.confirmed');

export const expiryRefused = eventType<{
  readonly action: ExpiryAction;
  readonly license: License;
  readonly reason: string;
  readonly decision: string;
}>('expiry.refused');

/** A decision is about to be taken back: whoever keeps cases of the license locks them first (lock order). */
export const expiryUndoing = eventType<{ readonly licenseId: string }>('expiry.undoing');

/** Support took its decision back: license and task are what they were before. */
export const expiryUndone = eventType<{
  readonly action: ExpiryAction;
  readonly license: License;
  readonly decision: string;
}>('expiry.undone');
