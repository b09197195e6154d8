import { Conflict, FieldErrors, NotFound, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { addMonths, formatDay } from '../../../../core/time/calendar.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { groupsOfCustomers } from '../../../customers/index.ts';
import { type Invoice, invoiceById, moneyRoles, redraw } from '../../invoices/index.ts';
import { daysText, type Hold } from './hold.ts';
import { endHoldRow, holdById, insertHold, type NewHold } from './store.ts';

export const holding = 'hold reminders';

/** A hold that nobody ends is forgotten: at most so many months. */
const mostMonths = 24;

const subjectOf = ({ invoiceId, customerId }: Pick<Hold, 'invoiceId' | 'customerId'>) =>
  invoiceId ? { type: 'invoice', id: invoiceId } : { type: 'customer', id: customerId };

const tell = (work: Work, invoice: Invoice | undefined, text: string): void => {
  if (invoice) redraw(work, invoice, { text });
};

/** The caller decides who may, or whose word it is. @throws FieldErrors @returns its id */
export const writeHold = async (work: Work, hold: NewHold, text: string): Promise<string> => {
  const id = await insertHold(work, hold);
  const { customerId, groupId, invoiceId, kind, fromOn, untilOn } = hold;
  work.audit({
    action: kind === 'dispute' ? 'reminder.disputed' : 'reminder.held',
    subject: subjectOf(hold),
    customerId,
    after: { hold: id, from: fromOn, ...(untilOn ? { until: untilOn } : {}), ...(groupId ? { group: groupId } : {}) },
    ...(kind === 'hold' ? { reason: hold.reason } : {}),
  });
  tell(work, invoiceId ? await invoiceById(work.tx, invoiceId) : undefined, text);
  return id;
};

export type HoldReminders = Pick<NewHold, 'customerId' | 'groupId' | 'invoiceId' | 'fromOn' | 'untilOn'> & {
  readonly reason: string;
};

/** BIL-18: nobody is reminded for these days; afterwards it goes on by itself. @throws FieldErrors @returns its id */
export const holdWith = async (work: Work, input: HoldReminders): Promise<string> => {
  work.require(moneyRoles, holding);
  const { customerId, groupId, fromOn, untilOn, reason } = input;
  const last = addMonths(work.today, mostMonths);
  if (untilOn && untilOn < fromOn)
    throw new FieldErrors({ until: 'It ends before it begins. Choose the first day or a later one.' });
  if (untilOn && untilOn < work.today)
    throw new FieldErrors({ until: 'This day is over: choose today or a later one, or leave it blank.' });
  if (fromOn > last || (untilOn && untilOn > last))
    throw new FieldErrors({ [fromOn > last ? 'from' : 'until']: `Choose a day until ${formatDay(last)}.` });
  if (groupId && !(await groupsOfCustomers(work.tx, [customerId])).some(({ id }) => id === groupId))
    throw new FieldErrors({ what: 'This group is not the customer’s any more. Open the form again.' });
  const text = `${person(work.by.id)} holds reminders of it ${daysText(input)}: ${escapeMrkdwn(reason)}`;
  return writeHold(work, { ...input, kind: 'hold' }, text);
};

/** The caller decides who may. @throws Conflict where somebody was first */
export const endHoldWith = async (work: Work, hold: Hold): Promise<void> => {
  if (!(await endHoldRow(work, hold.id))) {
    const { endedBy = '' } = (await holdById(work.tx, hold.id)) ?? hold;
    throw new Conflict(`${person(endedBy)} ended it before.`);
  }
  const { customerId, invoiceId, kind } = hold;
  work.audit({
    action: 'reminder.hold_ended',
    subject: subjectOf(hold),
    customerId,
    before: { kind, from: hold.fromOn, ...(hold.untilOn ? { until: hold.untilOn } : {}) },
    after: { hold: hold.id },
  });
  const what = kind === 'dispute' ? 'says that it is settled what was not right' : 'ended a hold';
  tell(
    work,
    invoiceId ? await invoiceById(work.tx, invoiceId) : undefined,
    `${person(work.by.id)} ${what}: its customer is reminded again.`,
  );
};

/** @throws NotFound, UserError for one that ended by itself */
export const holdToEnd = async (work: Work, id: string): Promise<Hold> => {
  const hold = await holdById(work.tx, id);
  if (!hold) throw new NotFound('hold');
  if (hold.untilOn && hold.untilOn < work.today && !hold.endedBy)
    throw new UserError(`It ended by itself on ${formatDay(hold.untilOn)}.`);
  return hold;
};
