import { UserError } from '../../../../core/errors.ts';
import type { Answer, ReplyRequest } from '../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { isInTime, undoMinutes } from '../../../undo.ts';
import { readConfirmation } from '../confirmation.ts';
import { decidedExpiry } from '../decision.ts';
import { licensesPolicy } from '../policy.ts';
import { confirmationBy } from '../undo-store.ts';
import { confirmExpiry } from './confirm-expiry.ts';

/** An edit takes nothing back; whoever tries it learns where Undo is. */
const stands = async (deps: Deps, userId: string, actionId: string): Promise<Answer | undefined> => {
  const decision = await confirmationBy(deps.db.prisma, actionId, userId);
  if (!decision) return undefined;
  const text = 'Your confirmation stands: editing the reply takes nothing back.';
  return isInTime(decision.at, deps.clock.now())
    ? decidedExpiry(actionId, { text, decision: decision.id })
    : {
        say: {
          text: `${text} It could be undone for ${undoMinutes} minutes; now correct the license itself, and say why.`,
        },
      };
};

/** A reply in the task's thread: a configured word confirms like the button does. COL-5 */
export const reply = async ({ deps, by, subjectId, text, before }: ReplyRequest): Promise<Answer | undefined> => {
  const { confirmationWords } = await deps.policy(licensesPolicy);
  const confirmation = readConfirmation(text, confirmationWords);
  if (!confirmation) {
    const confirmed = before !== undefined && readConfirmation(before, confirmationWords) !== undefined;
    return confirmed ? stands(deps, by.userId, subjectId) : undefined;
  }
  if (confirmation.unclear) {
    throw new UserError(
      `“${confirmation.unclear}” can be read as two days, or is none. Write the date like 2027-03-31, with the year first, or press Confirm.`,
    );
  }
  return decidedExpiry(
    subjectId,
    await confirmExpiry(deps, by, { actionId: subjectId, newExpiresOn: confirmation.on }),
  );
};
