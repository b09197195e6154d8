import type { ModalView } from '@slack/types';
import { addDays, type Day } from '../../../../core/time/calendar.ts';
import { dateInput, modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { byAccounting, decided, needed, opensCaseForm } from '../accounting.ts';
import type { Happened } from '../case-event.ts';

const form = (id: string, today: Day): ModalView =>
  modal({
    callback: 'case.snooze',
    title: 'Snooze',
    submit: 'Snooze',
    data: id,
    blocks: [
      dateInput({ name: 'until', label: 'Until', initial: addDays(today, 3) }),
      textInput({ name: 'reason', label: 'Why?', max: 500 }),
    ],
  });

/** Reminders and the deadline move. COL-3 */
export const snooze = async (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly until: Day; readonly reason: string },
): Promise<Happened> => {
  const reason = needed(input.reason, 'reason', 'Say why.');
  return byAccounting(deps, by, 'snooze a case', input.caseId, { type: 'snoozed', until: input.until, reason }, reason);
};

export const caseSnooze: Interaction = {
  id: 'case.snooze',
  press: opensCaseForm('snooze a case', (of, today) => form(of.id, today)),
  submit: async ({ deps, by, data, values }) => {
    const until = required(values.day('until'), 'until', 'Choose a day.');
    const happened = await snooze(deps, by, { caseId: data, until, reason: values.text('reason') ?? '' });
    return decided(data, happened, 'Snoozed.');
  },
};
