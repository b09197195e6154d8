import { on } from '../../../platform/work/events.ts';
import { changeOf, policyChanged } from '../../../platform/work/policies.ts';
import { applyEvent } from './case-event.ts';
import { markOverLimit, shownCases } from './store.ts';
import { collectionsPolicy } from './table/policy.ts';

/** How many cases fail at once with the setting; the others are due, and the next sweep finds them. */
const failedAtOnce = 100;
/** How many messages are drawn anew with the setting; older ones with whatever happens to them next. */
const drawnAtOnce = 500;

/** ALL-9: another number of attempts shows in every message, and a lower one fails the cases that have reached it. COL-2 */
export const policyReaction = on(policyChanged, async (work, changed) => {
  const change = changeOf(collectionsPolicy, changed);
  if (!change || change.before.attempts === change.after.attempts) return;
  for (const id of await markOverLimit(work.tx, change.after.attempts, work.today, failedAtOnce))
    await applyEvent(work, id, { type: 'due' });
  for (const subjectId of await shownCases(work.tx, drawnAtOnce)) work.show({ kind: 'case', subjectId });
});
