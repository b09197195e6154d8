import { type Day, formatDay } from '../../core/calendar.ts';
import { NotFound } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { escapeMrkdwn, plural } from '../../core/text.ts';
import type { Work } from '../../platform/work.ts';
import { type ExpiryAction, type ExpiryKind, kindText } from './expiry-action.ts';
import type { License } from './license.ts';
import {
  actionByPayment,
  actionsByIds,
  changeAction,
  endAction,
  insertAction,
  lockLicense,
  openExpireOf,
} from './store.ts';
import { digestSize, expiryDigest } from './views.ts';

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
  request: ExpiryRequest & { paymentId?: string; quiet?: boolean },
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
  return (await openExpireOf(work.tx, license.id)) ?? (await open(work, license, 'expire', request));
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
}

/**
 * A payment came for a license: asks Support to move its expiry date, once per payment, and withdraws an open request to
 * expire it. Only the product policy `manual` needs it. COL-6
 */
export const licensePaid = async (
  work: Work,
  paid: PaidLicense,
): Promise<{ readonly move?: ExpiryAction; readonly withdrawn?: ExpiryAction }> => {
  const license = await locked(work, paid.licenseId);
  if (license.policy !== 'manual') return {};
  const expire = await openExpireOf(work.tx, license.id);
  const withdrawn = expire && (await withdraw(work, license, expire, paid.cause)) ? { withdrawn: expire } : {};
  if (await actionByPayment(work.tx, paid.paymentId)) return withdrawn;
  return { ...withdrawn, move: await open(work, license, 'move_date', paid) };
};

/**
 * The payment was taken back: the date must not be moved for it any more.
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
    content: { text: `Please wait until ${formatDay(until)}: ${escapeMrkdwn(reason)}` },
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
