import { Conflict, NotFound } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { License } from '../licenses/license.ts';
import { lockLicense } from '../licenses/store.ts';
import { type ExpiryAction, type ExpiryKind, kindText } from './expiry-action.ts';
import { actionById, changeAction, endAction, entriesOf, insertAction, openExpireOf, restoreWait } from './store.ts';

export interface ExpiryRequest {
  readonly licenseId: string;
  readonly caseId?: string | undefined;
  /** Why, for Support to read. */
  readonly cause: string;
  /** Whose part this is, so that it can be taken back with it. ALL-5 */
  readonly decision?: string | undefined;
}

export const auditableTask = (action: ExpiryAction) => ({
  id: action.id,
  kind: action.kind,
  state: action.state,
  cause: action.cause,
});

/** Opens a task for Support about a locked license. */
export const openTask = async (
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
    after: { ...auditableTask(action), ...(request.decision === undefined ? {} : { decision: request.decision }) },
    reason: request.cause,
  });
  if (action.hasMessage) work.show({ kind: 'expiry', subjectId: action.id }, { role: 'support' });
  return action;
};

/** The task drawn again, and a line in its thread; where it has no message of its own, nothing is shown. */
export const tellSupport = (work: Work, action: ExpiryAction, text: string): void => {
  if (!action.hasMessage) return;
  work.show({ kind: 'expiry', subjectId: action.id }, { role: 'support' });
  work.post({ to: { thread: { kind: 'expiry', subjectId: action.id } }, content: { text } });
};

/** @throws NotFound */
export const lockedLicense = async (work: Work, licenseId: string): Promise<License> => {
  const license = await lockLicense(work.tx, licenseId);
  if (!license) throw new NotFound('license');
  return license;
};

/** Asks Support to expire a license; one that is asked for already is answered. The caller decides who may. COL-4, COL-5 */
export const requestExpiry = async (work: Work, request: ExpiryRequest): Promise<ExpiryAction> => {
  const license = await lockedLicense(work, request.licenseId);
  const asked = await openExpireOf(work.tx, license.id);
  if (!asked) return openTask(work, license, 'expire', request);
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
    before: auditableTask(action),
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
  const license = await lockedLicense(work, licenseId);
  const action = await openExpireOf(work.tx, licenseId);
  return action && (await withdraw(work, license, action, reason)) ? action : undefined;
};

/** Asks Support not to expire before a day; the latest day holds. COL-0: card updated while advised */
export const askToWait = async (
  work: Work,
  licenseId: string,
  until: Day,
  reason: string,
  decision: string,
): Promise<void> => {
  const license = await lockedLicense(work, licenseId);
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

const stopWaiting = async (work: Work, license: License, action: ExpiryAction, entry: bigint): Promise<void> => {
  if (!(await restoreWait(work.tx, action, entry)))
    throw new Conflict('This can’t be undone any more: Support was asked to wait longer since.');
  const now = await actionById(work.tx, action.id);
  work.audit({
    action: 'expiry.wait_taken_back',
    subject: { type: 'license', id: license.id },
    customerId: license.customerId,
    before: { waitUntil: action.waitUntil ?? null },
    after: { waitUntil: now?.waitUntil ?? null },
  });
  const until = now?.waitUntil;
  tellSupport(
    work,
    action,
    `The request to wait was taken back${until === undefined ? '.' : `; please wait until ${formatDay(until)}.`}`,
  );
};

/**
 * Takes back what a decision asked of Support about a license: the task is withdrawn, the day to wait for is what it was.
 * The caller has locked its cases. ALL-5
 * @param isNeeded whether somebody else relies on the task, so that it stays
 * @throws Conflict when Support has begun
 */
export const takeBackRequests = async (
  work: Work,
  asked: { readonly licenseId: string; readonly decision: string; readonly isNeeded: boolean },
): Promise<void> => {
  const license = await lockLicense(work.tx, asked.licenseId);
  if (!license) throw new NotFound('license');
  const action = await openExpireOf(work.tx, license.id);
  if (!action) return;
  for (const entry of await entriesOf(work.tx, license.id, asked.decision)) {
    if (entry.action === 'expiry.wait_asked') await stopWaiting(work, license, action, entry.id);
    if (entry.action !== 'expiry.requested' || asked.isNeeded) continue;
    if (action.isExpired || action.forceful)
      throw new Conflict('This can’t be undone any more: Support has begun to expire the license. Ask them to refuse.');
    await withdraw(work, license, action, 'The request was taken back.');
  }
};
