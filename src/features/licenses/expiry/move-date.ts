import { FieldErrors } from '../../../core/errors.ts';
import { plural } from '../../../core/text/text.ts';
import { addDays, addMonths, type Day, formatDay } from '../../../core/time/calendar.ts';
import { type License, nextExpiry } from '../licenses/license.ts';
import type { ExpiryAction } from './expiry-action.ts';

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
