import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, NotFound } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { context, modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { opensForm, said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { spanWords } from '../../charging/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { lockSubscriptionsOf, skipPeriod } from '../../subscriptions/index.ts';
import { reminderMessageOf } from '../remind-job.ts';
import type { BillReminder } from '../reminder.ts';
import { changeReminder, lockReminder, reminderById } from '../store.ts';

const doing = 'skip bills';

const answered: Readonly<Record<Exclude<BillReminder['state'], 'open'>, string>> = {
  billed: 'The bill was made',
  skipped: 'The bill was skipped',
  ended: 'Nobody is asked for this bill any more',
};

const requireOpen = ({ state, changed }: BillReminder): void => {
  if (state === 'open') return;
  const who = changed ? ` by ${person(changed.by)} ${moment(changed.at)}` : '';
  throw new Conflict(`${answered[state]}${state === 'ended' ? '' : who}. There is nothing left to do.`);
};

/** One that asks still. @throws Conflict naming who answered it; NotFound */
export const askingReminder = async (tx: Tx, id: string): Promise<BillReminder> => {
  const reminder = await reminderById(tx, id);
  if (!reminder) throw new NotFound('reminder');
  requireOpen(reminder);
  return reminder;
};

/** Lock order: the customer's subscriptions, then the reminder: as whoever bills them does. */
export const lockAsking = async (work: Work, id: string): Promise<BillReminder> => {
  const { customerId } = await askingReminder(work.tx, id);
  await lockSubscriptionsOf(work, [customerId]);
  const reminder = await lockReminder(work.tx, id);
  if (!reminder) throw new NotFound('reminder');
  requireOpen(reminder);
  return reminder;
};

export const skipForm = ({ id, dueOn, period }: BillReminder): ModalView =>
  modal({
    callback: 'bill_reminder.skip',
    title: 'Skip a bill',
    submit: 'Skip',
    data: id,
    blocks: [
      section(`The bill of ${formatDay(dueOn)} is not made: the services of *${spanWords(period)}* are not charged.`),
      context(
        'What is charged once, and what changed in periods that were billed, stays due. A skip can be taken back.',
      ),
      textInput({ name: 'reason', label: 'Why is it not billed?', max: 500 }),
    ],
  });

/** BIL-20: this bill is not made; the next is asked for at its date. @throws Conflict where an earlier one comes first */
export const skipBill = (
  deps: Deps,
  by: By,
  { reminderId, reason }: { readonly reminderId: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    if (!reason.trim()) throw new FieldErrors({ reason: 'Write why it is not billed.' });
    const { subscriptionId, dueOn } = await lockAsking(work, reminderId);
    await changeReminder(work, reminderId, { state: 'skipped', reason: reason.trim() });
    await skipPeriod(work, { subscriptionId, on: dueOn, reason: reason.trim() });
    const slot = reminderMessageOf(reminderId);
    work.show(slot);
    work.post({ to: { thread: slot }, content: { text: `${person(work.by.id)} skipped it: ${escapeMrkdwn(reason)}` } });
  });

export const skipButton: Interaction = {
  id: 'bill_reminder.skip',
  press: opensForm({ roles: moneyRoles, doing, find: ({ db }, id) => askingReminder(db.prisma, id), form: skipForm }),
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    const reason = required(values.text('reason'), 'reason', 'Write why it is not billed.');
    await skipBill(deps, by, { reminderId: data, reason });
    return said('Skipped: nothing is charged for these days. It can be taken back on its message.');
  },
};
