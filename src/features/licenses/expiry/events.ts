import { eventType } from '../../../platform/work/events.ts';
import type { License } from '../licenses/license.ts';
import type { ExpiryAction } from './expiry-action.ts';

/** A task that Support decided. All that `decision` writes can be taken back by that id. ALL-5 */
export interface ExpiryEvent {
  readonly action: ExpiryAction;
  /** As it is now. */
  readonly license: License;
  readonly decision: string;
}

/** Comes before the licenses of decided tasks are locked: whoever keeps these cases locks them first (lock order). */
export const expiryDeciding = eventType<readonly { readonly caseId: string }[]>('expiry.deciding');

/** Support confirmed. `wasExpired`: before that it was. */
export const expiryConfirmed =
  eventType<readonly (ExpiryEvent & { readonly wasExpired: boolean })[]>('expiry.confirmed');

export const expiryRefused = eventType<readonly (ExpiryEvent & { readonly reason: string })[]>('expiry.refused');

/** Comes before decisions are taken back: whoever keeps cases of these licenses locks them first (lock order). */
export const expiryUndoing = eventType<readonly { readonly licenseId: string }[]>('expiry.undoing');

/** Support took its decision back: license and task are what they were before. */
export const expiryUndone = eventType<readonly ExpiryEvent[]>('expiry.undone');
