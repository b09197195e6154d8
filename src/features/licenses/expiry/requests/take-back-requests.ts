import { Conflict, NotFound } from '../../../../core/errors.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { License } from '../../licenses/license.ts';
import { lockLicense } from '../../licenses/store.ts';
import { tellSupport } from '../decision.ts';
import type { ExpiryAction } from '../expiry-action.ts';
import { actionById, openExpireOf } from '../store.ts';
import { entriesOf, restoreWait } from '../undo-store.ts';
import { withdraw } from './request-expiry.ts';

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
