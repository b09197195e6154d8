/** When a decision may be taken back. ALL-5 */

import { isInTime } from '../../../platform/slice/undo.ts';
import { invoicesOf, subscriptionOf } from '../../billing/onboarding/index.ts';
import type { Handoff, ProjectState } from '../../playbooks/index.ts';

/** Whether this decision may still be taken back at that moment, as far as time says. */
export const isUndoable = (turn: Pick<Handoff, 'state' | 'decidedAt'>, now: Date): boolean =>
  (turn.state === 'approved' || turn.state === 'returned') &&
  turn.decidedAt !== undefined &&
  isInTime(turn.decidedAt, now);

/** Something went to the customer since: the decision stands and is corrected with a reason instead. ALL-5 */
export const leftBaton = (project: Pick<ProjectState, 'parts'>, since: Date): string | undefined => {
  const sent = invoicesOf(project).find((each) => each.sent !== undefined && each.sent.at > since);
  if (sent) return `the invoice for ${sent.label} was sent`;
  const asked = invoicesOf(project).find((each) => each.permission !== undefined && each.permission.at > since);
  if (asked) return `the customer permitted the charge for ${asked.label}`;
  const armedAt = subscriptionOf(project)?.template.armedAt;
  return armedAt !== undefined && armedAt > since ? 'recurring billing was armed' : undefined;
};
