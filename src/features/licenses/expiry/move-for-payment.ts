/** What payments for a license ask of Support: to move its expiry date, or to move it back. COL-6, BIL-17 */
import { escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { addMonths, type Day } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { License } from '../licenses/license.ts';
import { type ExpiryAction, oneTermOn } from './expiry-action.ts';
import { digestSize, expiryDigest } from './expiry-views.ts';
import { namedActions } from './named-actions.ts';
import { auditableTask, type ExpiryRequest, lockedLicense, openTask, withdraw } from './request-expiry.ts';
import { actionByPayment, actionsByIds, movedFrom, openExpireOf } from './store.ts';

export interface PaidLicense extends ExpiryRequest {
  readonly paymentId: string;
  /** Without a message of its own: the caller posts a digest of all (`postExpiryDigest`). */
  readonly quiet?: boolean;
  /** Other charges of the license are unpaid: the date moves by what this payment pays for, and no further. */
  readonly isOneTerm?: boolean;
}

/**
 * A payment came for a license: asks Support to move its expiry date, once per payment, and withdraws an open request to
 * expire it. Only the product policy `manual` needs it. COL-6
 * @returns `paidUntil` where no date is asked for: what the payment pays for is over, and what comes after it is unpaid
 */
export const licensePaid = async (
  work: Work,
  paid: PaidLicense,
): Promise<{ readonly move?: ExpiryAction; readonly withdrawn?: ExpiryAction; readonly paidUntil?: Day }> => {
  const license = await lockedLicense(work, paid.licenseId);
  if (license.policy !== 'manual') return {};
  const expire = await openExpireOf(work.tx, license.id);
  const withdrawn = expire && (await withdraw(work, license, expire, paid.cause)) ? { withdrawn: expire } : {};
  if (await actionByPayment(work.tx, paid.paymentId)) return withdrawn;
  if (!paid.isOneTerm) return { ...withdrawn, move: await openTask(work, license, 'move_date', paid) };
  const notAfter = oneTermOn(license);
  if (notAfter < work.today) return { ...withdrawn, paidUntil: notAfter };
  return { ...withdrawn, move: await openTask(work, license, 'move_date', { ...paid, notAfter }) };
};

/** Where the date was before this task moved it; where others moved it on since, one term less than it is. */
const dateBefore = async (work: Work, license: License, action: ExpiryAction): Promise<Day> => {
  const before = await movedFrom(work.tx, license.id, action.id);
  return before !== undefined && license.expiresOn === action.newExpiresOn
    ? before
    : addMonths(license.expiresOn, -license.periodMonths);
};

/**
 * The payment was taken back: the date must not be moved for it any more, or is to be moved back. BIL-17
 * @returns `withdrawn`; `confirmed` when Support has already moved the date; undefined when it asked for nothing
 */
export const licensePaymentReversed = async (
  work: Work,
  paymentId: string,
  reason: string,
): Promise<'withdrawn' | 'confirmed' | undefined> => {
  const found = await actionByPayment(work.tx, paymentId);
  if (!found) return undefined;
  const license = await lockedLicense(work, found.licenseId);
  const action = await actionByPayment(work.tx, paymentId);
  if (action?.state === 'confirmed') {
    work.audit({
      action: 'expiry.payment_reversed',
      subject: { type: 'license', id: license.id },
      customerId: license.customerId,
      after: auditableTask(action),
      reason,
    });
    if (action.hasMessage) {
      work.post({
        to: { thread: { kind: 'expiry', subjectId: action.id } },
        content: {
          text: `The payment behind this was reversed: ${escapeMrkdwn(reason)} The date had been moved already.`,
        },
      });
    }
    if (license.state === 'active')
      await openTask(work, license, 'move_date', {
        licenseId: license.id,
        caseId: action.caseId,
        cause: `${reason} The expiry date had been moved for it.`,
        backTo: await dateBefore(work, license, action),
      });
    return 'confirmed';
  }
  return action && (await withdraw(work, license, action, reason)) ? 'withdrawn' : undefined;
};

/** One message, or a few, for the tasks that were opened quietly. */
export const postExpiryDigest = async (work: Work, ids: readonly string[], key: string): Promise<void> => {
  const pages = Math.ceil(ids.length / digestSize);
  for (let page = 0; page < pages; page++) {
    const actions = await actionsByIds(work.tx, ids.slice(page * digestSize, (page + 1) * digestSize));
    const title = `${plural(ids.length, 'expiry date')} to move${pages > 1 ? ` (${page + 1} of ${pages})` : ''}`;
    const content = expiryDigest(title, await namedActions(work.tx, actions));
    work.post({ to: { role: 'support' }, content, key: `${key}:expiries:${page}`, priority: 2 });
  }
};
