import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { addDays, type Day, formatDay } from '../../../../core/time/calendar.ts';
import { requireDays } from '../../../../core/time/day-range.ts';
import { dateInput, modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { opensForm, said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { reminderMessageOf } from '../remind-job.ts';
import type { BillReminder } from '../reminder.ts';
import { changeReminder } from '../store.ts';
import { askingReminder, lockAsking } from './skip-bill.ts';

const doing = 'put off bills';

export const laterForm = ({ id, dueOn }: BillReminder, today: Day): ModalView =>
  modal({
    callback: 'bill_reminder.later',
    title: 'Later',
    submit: 'Put off',
    data: id,
    blocks: [
      section(`The bill of ${formatDay(dueOn)} stays due, and is asked for again.`),
      dateInput({ name: 'until', label: 'Ask again on', initial: addDays(today, 7) }),
      textInput({ name: 'reason', label: 'Why?', optional: true, max: 500 }),
    ],
  });

export interface RemindLater {
  readonly reminderId: string;
  readonly until: Day;
  readonly reason?: string | undefined;
}

/** BIL-20: it is asked for again on a day. @throws FieldErrors at `until`; Conflict naming who answered it */
export const remindLater = (deps: Deps, by: By, { reminderId, until, reason }: RemindLater): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    if (until <= work.today) throw new FieldErrors({ until: 'Choose a day after today.' });
    requireDays({ until }, 'awaited', work.today);
    const { subscriptionId, customerId, dueOn } = await lockAsking(work, reminderId);
    await changeReminder(work, reminderId, { laterOn: until, ...(reason ? { reason } : {}) });
    work.show(reminderMessageOf(reminderId));
    work.audit({
      action: 'bill_reminder.put_off',
      subject: { type: 'subscription', id: subscriptionId },
      customerId,
      after: { reminder: reminderId, dueOn, until },
      reason,
    });
  });

export const laterButton: Interaction = {
  id: 'bill_reminder.later',
  press: opensForm({ roles: moneyRoles, doing, find: ({ db }, id) => askingReminder(db.prisma, id), form: laterForm }),
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    const until = required(values.day('until'), 'until', 'Choose a day.');
    await remindLater(deps, by, { reminderId: data, until, reason: values.text('reason') });
    return said(`It is asked for again on ${formatDay(until)}.`);
  },
};
