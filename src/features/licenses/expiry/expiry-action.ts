import { FieldErrors } from '../../../core/errors.ts';
import { plural } from '../../../core/text/text.ts';
import { addDays, addMonths, type Day, formatDay } from '../../../core/time/calendar.ts';
import { type License, nextExpiry } from '../licenses/license.ts';

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

/** The gateway's next date need not be the day that the term says; a longer term is corrected on the license. */
const marginDays = 31;

type Task = Pick<ExpiryAction, 'backTo' | 'notAfter'>;
type Term = Pick<License, 'expiresOn' | 'periodMonths'>;

/** What one payment pays for, counted from the present date. */
export const oneTermOn = ({ expiresOn, periodMonths }: Term): Day => addMonths(expiresOn, periodMonths);

/**
 * The date that is proposed: one term on, ahead of today; as far as the payment pays for while other charges are unpaid; or where
 * it was before a payment that came back. Never a day already past. COL-6, BIL-17
 */
export const proposedDate = ({ backTo, notAfter }: Task, license: Term, today: Day): Day => {
  if (backTo !== undefined) return backTo < today ? today : backTo;
  return notAfter ?? nextExpiry(license.expiresOn, license.periodMonths, today);
};

/**
 * Whether a date may be the new one: not past, after the present one by a term and some days at most; where a payment came back,
 * before the present one.
 *
 * Example: expires 2026-04-30, 12 months, today 2026-04-06 → 2026-05-01 to 2027-05-31.
 * @throws FieldErrors at `new_expires_on`
 */
export const checkMove = (task: Task, license: Term, on: Day, today: Day): void => {
  const refuse = (text: string): never => {
    throw new FieldErrors({ new_expires_on: text }, text);
  };
  if (on < today) refuse('This day is past already: the license would expire at once. Choose a day from today on.');
  const present = formatDay(license.expiresOn);
  if (task.backTo !== undefined) {
    if (on >= license.expiresOn) refuse(`The date is moved back: it must be before the present one, ${present}.`);
    return;
  }
  if (on <= license.expiresOn) refuse(`The new date must be after the present one, ${present}.`);
  if (task.notAfter !== undefined && on > task.notAfter)
    refuse(`This payment pays until ${formatDay(task.notAfter)}; what comes after that is unpaid.`);
  const last = addDays(nextExpiry(license.expiresOn, license.periodMonths, today), marginDays);
  if (on > last)
    refuse(
      `One payment pays for ${plural(license.periodMonths, 'month')}: choose a day up to ${formatDay(last)}. If the term is another, correct the license first.`,
    );
};
