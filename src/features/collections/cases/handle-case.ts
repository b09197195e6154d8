import { FieldErrors, UserError } from '../../../core/errors.ts';
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import { requireDays } from '../../../core/time/day-range.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { type Applied, applyEvent } from './case-event.ts';
import { lockCase, setHasMessage } from './store.ts';
import { type CardCharge, type CaseEvent, caseRoles } from './table/case.ts';

const needed = (text: string, field: string, sentence: string): string => {
  if (!text.trim()) throw new FieldErrors({ [field]: sentence });
  return text.trim();
};

const byAccounting = (
  deps: Deps,
  by: By,
  doing: string,
  caseId: string,
  event: CaseEvent,
  reason?: string,
): Promise<Applied> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, doing);
    return applyEvent(work, caseId, event, reason === undefined ? {} : { reason });
  });

/** The customer was contacted; the deadline stands. COL-3 */
export const contacted = (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly how: string; readonly note: string },
): Promise<Applied> => {
  const note = input.note.trim();
  return byAccounting(
    deps,
    by,
    'record a contact',
    input.caseId,
    { type: 'contacted', how: needed(input.how, 'how', 'Choose how.'), note },
    note,
  );
};

/** The customer has updated the card; it is tried on `nextAttemptOn`, after FAILED by what `charge` says. COL-0, COL-3 */
export const cardUpdated = async (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly nextAttemptOn: Day; readonly charge?: CardCharge | undefined },
): Promise<Applied> => {
  const { caseId, nextAttemptOn, charge } = input;
  const today = todayIn(deps.timeZone, deps.clock.now());
  if (nextAttemptOn < today) throw new FieldErrors({ next_attempt_on: 'The next attempt can’t lie in the past.' });
  requireDays({ next_attempt_on: nextAttemptOn }, 'awaited', today);
  return byAccounting(deps, by, 'record a card update', caseId, {
    type: 'card_updated',
    nextAttemptOn,
    ...(charge === undefined ? {} : { charge }),
  });
};

/** Reminders and the deadline move. COL-3 */
export const snooze = async (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly until: Day; readonly reason: string },
): Promise<Applied> => {
  const reason = needed(input.reason, 'reason', 'Say why.');
  return byAccounting(deps, by, 'snooze a case', input.caseId, { type: 'snoozed', until: input.until, reason }, reason);
};

/** Accounting asks Support to expire the license. COL-4 */
export const adviseSupport = async (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly reason: string },
): Promise<Applied> => {
  const reason = needed(input.reason, 'reason', 'Say why, so that Support knows.');
  return byAccounting(deps, by, 'advise Support', input.caseId, { type: 'support_advised', reason }, reason);
};

/** Gives a case that came in a digest its own message. COL-2 */
export const openCaseMessage = (deps: Deps, by: By, caseId: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'open a case');
    const found = await lockCase(work.tx, caseId);
    if (!found) throw new UserError('This case does not exist any more.');
    await setHasMessage(work.tx, [found.id]);
    work.show({ kind: 'case', subjectId: found.id }, { role: 'accounting' });
  });
