import type { Day } from '../../../core/time/calendar.ts';

export type ExpiryKind = 'expire' | 'move_date';
export type ExpiryState = 'open' | 'confirmed' | 'refused' | 'withdrawn';

/** The task for Support: expire a license (COL-5), or move its expiry date (COL-6). */
export interface ExpiryAction {
  readonly id: string;
  readonly licenseId: string;
  readonly caseId?: string;
  readonly paymentId?: string;
  readonly kind: ExpiryKind;
  readonly state: ExpiryState;
  /** Support is asked not to expire before this day: the card was updated. */
  readonly waitUntil?: Day;
  readonly isExpired: boolean;
  readonly forceful: boolean;
  readonly newExpiresOn?: Day;
  /** The payment behind a moved date came back: where the date was before. BIL-17 */
  readonly backTo?: Day;
  /** Other charges of the license are unpaid: how far this payment pays. */
  readonly notAfter?: Day;
  readonly cause: string;
  readonly hasMessage: boolean;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly endedBy?: string;
  readonly endedAt?: Date;
  readonly endReason?: string;
}

/** What it asks for, as in "a request to …". */
export const kindText = (kind: ExpiryKind): string =>
  kind === 'expire' ? 'expire the license' : 'move the expiry date';

/** ALL-1: an expiry is confirmed by somebody else than who asked for it; moving a date by anybody in Support. */
export const isOwnRequest = (action: ExpiryAction, userId: string): boolean =>
  action.kind === 'expire' && action.requestedBy === userId;

/** Whether Support is still asked to wait. COL-0, column "advised" */
export const mustWait = (action: ExpiryAction, today: Day): boolean =>
  action.kind === 'expire' && action.waitUntil !== undefined && today < action.waitUntil;
