import { NotFound } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { addMonths, type Day, formatDay } from '../../../core/time/calendar.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { License } from '../licenses/license.ts';
import {
  actionByPayment,
  actionsByIds,
  changeAction,
  endAction,
  insertAction,
  lockLicense,
  openExpireOf,
} from '../licenses/store.ts';
import { type ExpiryAction, type ExpiryKind, kindText } from './expiry-action.ts';
import { digestSize, expiryDigest } from './expiry-views.ts';
import { oneTermOn } from './move-date.ts';
import { movedFrom } from './undo-store.ts';

export interface ExpiryRequest {
  readonly licenseId: string;
  readonly caseId?: string | undefined;
  /** Why, for Support to read. */
  readonly cause: string;
  /** Whose part this is, so that it can be taken back with it. ALL-5 */
  readonly decision?: string | undefined;
}

const auditable = (action: ExpiryAction) => ({
  id: action.id,
  kind: action.kind,
  state: action.state,
  cause: action.cause,
});

const open = async (
  work: Work,
  license: License,
  kind: ExpiryKind,
  request: ExpiryRequest & { paymentId?: string; quiet?: boolean; backTo?: Day; notAfter?: Day },
) => {
  const action: ExpiryAction = {
    id: newId(),
    licenseId: license.id,
    kind,
    state: 'open',
    isExpired: false,
    forceful: false,
    cause: request.cause,
    hasMessage: !request.quiet,
    requestedBy: work.by.id,
    requestedAt: work.now,
    ...(request.caseId === undefined ? {} : { caseId: request.caseId }),
    ...(request.paymentId === undefined ? {} : { paymentId: request.paymentId }),
    ...(request.backTo === undefined ? {} : { backTo: request.backTo }),
    ...(request.notAfter === undefined ? {} : { notAfter: request.notAfter }),
  };
  await insertAction(work.tx, action);
  work.audit({
    action: 'expiry.requested',
    subject: { type: 'license', id: license.id },
    customerId: license.customerId,
    after: { ...auditable(action), ...(request.decision === undefined ? {} : { decision: request.decision }) },
    reason: request.cause,
  });
  if (action.hasMessage) work.show({ kind: 'expiry', subjectId: action.id }, { role: 'support' });
  return action;
};

const locked = async (work: Work, licenseId: string): Promise<License> => {
  const license = await lockLicense(work.tx, licenseId);
  if (!license) throw new NotFound('license');
  return license;
};

/** Asks Support to expire a license; one that is asked for already is answered. The caller decides who may. COL-4, COL-5 */
export const requestExpiry = async (work: Work, request: ExpiryRequest): Promise<ExpiryAction> => {
  const license = await locked(work, request.licenseId);
  const asked = await openExpireOf(work.tx, license.id);
  if (!asked) return open(work, license, 'expire', request);
  await tellOfExpiry(work, license.id, `Asked again: ${request.cause}`);
  return asked;
};

/** Ends a task that is still open, and tells Support. */
export const withdraw = async (
  work: Work,
  license: License,
  action: ExpiryAction,
  reason: string,
): Promise<boolean> => {
  if (!(await endAction(work.tx, action.id, { state: 'withdrawn', by: work.by.id, at: work.now, reason })))
    return false;
  work.audit({
    action: 'expiry.withdrawn',
    subject: { type: 'license', id: license.id },
    customerId: license.customerId,
    before: auditable(action),
    reason,
  });
  if (action.hasMessage) {
    work.show({ kind: 'expiry', subjectId: action.id }, { role: 'support' });
    work.post({
      to: { thread: { kind: 'expiry', subjectId: action.id } },
      content: { text: `Withdrawn, please do not ${kindText(action.kind)}: ${escapeMrkdwn(reason)}` },
      broadcast: true,
    });
  }
  return true;
};

/** Takes an open request to expire back. @returns what was withdrawn, if anything was open */
export const withdrawExpiry = async (
  work: Work,
  licenseId: string,
  reason: string,
): Promise<ExpiryAction | undefined> => {
  const license = await locked(work, licenseId);
  const action = await openExpireOf(work.tx, licenseId);
  return action && (await withdraw(work, license, action, reason)) ? action : undefined;
};

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
  const license = await locked(work, paid.licenseId);
  if (license.policy !== 'manual') return {};
  const expire = await openExpireOf(work.tx, license.id);
  const withdrawn = expire && (await withdraw(work, license, expire, paid.cause)) ? { withdrawn: expire } : {};
  if (await actionByPayment(work.tx, paid.paymentId)) return withdrawn;
  if (!paid.isOneTerm) return { ...withdrawn, move: await open(work, license, 'move_date', paid) };
  const notAfter = oneTermOn(license);
  if (notAfter < work.today) return { ...withdrawn, paidUntil: notAfter };
  return { ...withdrawn, move: await open(work, license, 'move_date', { ...paid, notAfter }) };
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
  const license = await locked(work, found.licenseId);
  const action = await actionByPayment(work.tx, paymentId);
  if (action?.state === 'confirmed') {
    work.audit({
      action: 'expiry.payment_reversed',
      subject: { type: 'license', id: license.id },
      customerId: license.customerId,
      after: auditable(action),
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
      await open(work, license, 'move_date', {
        licenseId: license.id,
        caseId: action.caseId,
        cause: `${reason} The expiry date had been moved for it.`,
        backTo: await dateBefore(work, license, action),
      });
    return 'confirmed';
  }
  return action && (await withdraw(work, license, action, reason)) ? 'withdrawn' : undefined;
};

/** Asks Support not to expire before a day; the latest day holds. COL-0: card updated while advised */
export const askToWait = async (
  work: Work,
  licenseId: string,
  until: Day,
  reason: string,
  decision: string,
): Promise<void> => {
  const license = await locked(work, licenseId);
  const action = await openExpireOf(work.tx, licenseId);
  if (!action || (action.waitUntil !== undefined && action.waitUntil >= until)) return;
  await changeAction(work.tx, action.id, { waitUntil: until });
  work.audit({
    action: 'expiry.wait_asked',
    subject: { type: 'license', id: license.id },
    customerId: license.customerId,
    before: { waitUntil: action.waitUntil ?? null },
    after: { id: action.id, waitUntil: until, decision },
    reason,
  });
  work.show({ kind: 'expiry', subjectId: action.id }, { role: 'support' });
  work.post({
    to: { thread: { kind: 'expiry', subjectId: action.id } },
    content: { text: `${person(work.by.id)}: Please wait until ${formatDay(until)}: ${escapeMrkdwn(reason)}` },
    broadcast: true,
  });
};

/** Says something under an open request to expire; there may be none. COL-0: part of it was paid */
export const tellOfExpiry = async (work: Work, licenseId: string, text: string): Promise<void> => {
  const action = await openExpireOf(work.tx, licenseId);
  if (!action?.hasMessage) return;
  work.post({
    to: { thread: { kind: 'expiry', subjectId: action.id } },
    content: { text: escapeMrkdwn(text) },
    broadcast: true,
  });
};

/** One message, or a few, for the tasks that were opened quietly. */
export const postExpiryDigest = async (work: Work, ids: readonly string[], key: string): Promise<void> => {
  const pages = Math.ceil(ids.length / digestSize);
  for (let page = 0; page < pages; page++) {
    const actions = await actionsByIds(work.tx, ids.slice(page * digestSize, (page + 1) * digestSize));
    const title = `${plural(ids.length, 'expiry date')} to move${pages > 1 ? ` (${page + 1} of ${pages})` : ''}`;
    const content = await expiryDigest(work.tx, title, actions);
    work.post({ to: { role: 'support' }, content, key: `${key}:expiries:${page}`, priority: 2 });
  }
};
