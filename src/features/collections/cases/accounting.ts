import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { opensForm } from '../../../platform/slice/answers.ts';
import type { Answer } from '../../../platform/slice/slice.ts';
import { decidedAnswer } from '../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { type Happened, happenTo } from './case-event.ts';
import { existingCase } from './store.ts';
import { type CaseEvent, type CollectionCase, caseRoles } from './table/case.ts';

/** A button that opens a form about a case, for accounting only. */
export const opensCaseForm = (doing: string, form: (of: CollectionCase, today: Day) => ModalView) =>
  opensForm({ roles: caseRoles, doing, find: ({ db }, id) => existingCase(db.prisma, id), form });

/** What accounting lets happen to a case. @param doing completes "Accounting can …" */
export const byAccounting = (
  deps: Deps,
  by: By,
  doing: string,
  caseId: string,
  event: CaseEvent,
  reason?: string,
): Promise<Happened> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, doing);
    return happenTo(work, caseId, event, reason === undefined ? {} : { reason });
  });

/** ALL-5: with the button that takes it back. */
export const decided = (caseId: string, { decision }: { readonly decision: string }, text: string): Answer => ({
  say: decidedAnswer(text, 'case.undo', caseId, decision),
});

/** @throws FieldErrors at the field when nothing was said */
export const needed = (text: string, field: string, sentence: string): string => {
  if (!text.trim()) throw new FieldErrors({ [field]: sentence });
  return text.trim();
};
