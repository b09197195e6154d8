import { escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { on, onEach, type Reaction } from '../../../platform/work/events.ts';
import { changeOf, policyChanged } from '../../../platform/work/policies.ts';
import type { Work } from '../../../platform/work/work.ts';
import { contactChanged } from '../../customers/index.ts';
import {
  type ExpiryAction,
  expiryConfirmed,
  expiryDeciding,
  expiryRefused,
  expiryUndoing,
  expiryUndone,
} from '../../licenses/index.ts';
import { undoSupport } from './actions/undo.ts';
import { happenTo, tellAccounting } from './case-event.ts';
import { caseById, lockAdvised, lockCaseAndAdvised, markOverLimit, shownCases, shownCasesOf } from './store.ts';
import { collectionsPolicy, triesUntilFailed } from './table/policy.ts';
import { lockCasesOfLicense } from './undo-store.ts';

/** Tells accounting how a date was moved, where the case is. */
const tellMoved = async (work: Work, action: ExpiryAction, text: string): Promise<void> => {
  const of = action.caseId === undefined ? undefined : await caseById(work.tx, action.caseId);
  if (of) tellAccounting(work, of, text);
};

/** How many cases fail at once with the setting; the others are due, and the next sweep finds them. */
const failedAtOnce = 100;
/** How many messages are drawn anew with the setting; older ones with whatever happens to them next. */
const drawnAtOnce = 500;

/** ALL-9: another number of attempts shows in every message, and a lower one fails the cases that have reached it. COL-2 */
const policyReaction = on(policyChanged, async (work, changed) => {
  const change = changeOf(collectionsPolicy, changed);
  if (!change) return;
  const tries = triesUntilFailed(change.after);
  if (triesUntilFailed(change.before) === tries) return;
  for (const id of await markOverLimit(work.tx, tries, work.today, failedAtOnce))
    await happenTo(work, id, { type: 'due' });
  for (const subjectId of await shownCases(work.tx, drawnAtOnce)) work.show({ kind: 'case', subjectId });
});

/** What Support's decisions, settings and contact data mean for cases. */
export const caseReactions: readonly Reaction[] = [
  policyReaction,
  onEach(expiryDeciding, (work, { caseId }) => lockCaseAndAdvised(work.tx, caseId)),
  onEach(expiryConfirmed, async (work, { action, license, decision }) => {
    if (action.kind === 'move_date')
      return tellMoved(work, action, `Support moved the expiry date to ${formatDay(license.expiresOn)}.`);
    for (const id of await lockAdvised(work.tx, license.id))
      await happenTo(work, id, { type: 'support_confirmed' }, { decision });
  }),
  onEach(expiryRefused, async (work, { action, license, reason, decision }) => {
    if (action.kind === 'move_date') {
      const text = `Support refused to move the expiry date of license ${license.key}: ${reason}`;
      if (action.caseId !== undefined) return tellMoved(work, action, text);
      return work.post({ to: { role: 'accounting' }, content: { text: escapeMrkdwn(text) }, priority: 1 });
    }
    for (const id of await lockAdvised(work.tx, license.id))
      await happenTo(work, id, { type: 'support_refused', reason }, { reason, decision });
  }),
  onEach(expiryUndoing, (work, { licenseId }) => lockCasesOfLicense(work.tx, licenseId)),
  onEach(expiryUndone, async (work, { action, license, decision }) => {
    if (action.kind === 'expire') return undoSupport(work, license.id, decision);
    const text = `Support took its decision back: the expiry date of license ${license.key}, ${formatDay(license.expiresOn)}, waits to be moved.`;
    if (action.caseId !== undefined) return tellMoved(work, action, text);
    work.post({ to: { role: 'accounting' }, content: { text: escapeMrkdwn(text) }, priority: 1 });
  }),
  // The alert shows phone and email while the charge waits.
  on(contactChanged, async (work, { customerId }) => {
    for (const id of await shownCasesOf(work.tx, customerId))
      work.show({ kind: 'case', subjectId: id }, { role: 'accounting' });
  }),
];
