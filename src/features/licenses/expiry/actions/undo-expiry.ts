import { NotFound } from '../../../../core/errors.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { requireUndoable, undoButton, wentOn } from '../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import type { License } from '../../licenses/license.ts';
import { licenseById, lockLicense } from '../../licenses/store.ts';
import { expiryRoles } from '../decision.ts';
import { expiryUndoing, expiryUndone } from '../events.ts';
import { tellSupport } from '../request-expiry.ts';
import { actionById, reopenAction, restoreLicense } from '../store.ts';

/** What Support does in the product's administration, if it was done there. */
const nowDo: Readonly<Record<string, (license: License) => string>> = {
  'license.expired': () =>
    'The license is what it was here; if both fields were set in the product’s administration, set them back there.',
  'license.date_moved': (license) =>
    `The expiry date is ${formatDay(license.expiresOn)} again here; if it was moved in the product’s administration, set it back there.`,
  'expiry.refused': () => 'The task is open again.',
};

/**
 * Support takes its confirmation or refusal back: the task is open again as it was, and so are the license and the cases.
 * ALL-5
 * @returns what to do now
 * @throws NotAllowed whose it is not; UserError after 10 minutes; Conflict when somebody or something went on with it
 */
export const undoExpiry = (
  deps: Deps,
  by: By,
  input: { readonly actionId: string; readonly decision: string },
): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(expiryRoles, 'undo a decision about an expiry');
    const found = await actionById(work.tx, input.actionId);
    if (!found) throw new NotFound('expiry task');
    await work.emit(expiryUndoing, [{ licenseId: found.licenseId }]);
    const before = await lockLicense(work.tx, found.licenseId);
    if (!before) throw new NotFound('license');
    const subject = { type: 'license', id: before.id };
    const entry = await requireUndoable(work, subject, input.decision, Object.keys(nowDo));
    if (!(await reopenAction(work.tx, found.id, entry.id))) throw wentOn();
    if (entry.action !== 'expiry.refused' && !(await restoreLicense(work.tx, before.id, entry.id))) throw wentOn();
    const [action, license] = [await actionById(work.tx, found.id), await licenseById(work.tx, before.id)];
    if (!action || !license) throw new NotFound('expiry task');
    work.audit({
      action: 'expiry.undone',
      subject,
      customerId: license.customerId,
      before: { state: before.state, expiresOn: before.expiresOn, action: found.state },
      after: { state: license.state, expiresOn: license.expiresOn, action: action.state, undid: input.decision },
    });
    const then = nowDo[entry.action]?.(license) ?? '';
    tellSupport(work, action, `${person(work.by.id)} took this decision back. ${then}`);
    await work.emit(expiryUndone, [{ action, license, decision: input.decision }]);
    return `Undone. ${then}`;
  });

export const undoExpiryButton: Interaction = undoButton('expiry.undo', (deps, by, { subjectId, decision }) =>
  undoExpiry(deps, by, { actionId: subjectId, decision }),
);
