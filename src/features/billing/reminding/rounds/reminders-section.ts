import type { KnownBlock } from '@slack/types';
import { formatMoney, sumByCurrency } from '../../../../core/money/money.ts';
import type { Subject } from '../../../../core/subject.ts';
import { clip, escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { formatDay, todayIn } from '../../../../core/time/calendar.ts';
import { button, context, section } from '../../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { WindowSection } from '../../../../platform/slice/slice.ts';
import { type Deps, visitor } from '../../../../platform/work/work.ts';
import { groupsOfCustomers } from '../../../customers/index.ts';
import { invoiceById, invoiceRef, moneyRoles } from '../../invoices/index.ts';
import { bearsOn, daysText, type Hold, liveHolds } from '../holds/index.ts';
import { stepText } from '../ladder/index.ts';
import { type PaymentPromise, promisesOf, promiseText } from '../promises/index.ts';
import { liveStops } from '../stops/index.ts';
import { remindersOf, type ShownReminder } from './store.ts';

const who = (id: string): string => (id === visitor.userId ? 'the customer, on their page' : person(id));

const holdBlock = (hold: Hold, what: string): KnownBlock => {
  const why = hold.reason ? `: ${escapeMrkdwn(clip(hold.reason, 300))}` : '';
  const text =
    hold.kind === 'dispute'
      ? `:no_entry: Not reminded of ${what}, ${daysText(hold)}: the customer says that something is not right${why}`
      : `:no_entry: Not reminded of ${what}, ${daysText(hold)}${why} _(${who(hold.madeBy)})_`;
  return section(
    text,
    button({ text: hold.kind === 'dispute' ? 'Settled' : 'End', action: 'reminder.end_hold', value: hold.id }),
  );
};

const marks: Readonly<Record<PaymentPromise['state'], string>> = {
  open: ':hourglass_flowing_sand: promised',
  kept: ':white_check_mark: kept',
  broken: ':x: broken',
  ended: 'ended',
};

const promiseBlock = (promise: PaymentPromise): KnownBlock =>
  section(
    `${marks[promise.state]}: ${promiseText(promise)} _(${who(promise.madeBy)}, ${moment(promise.madeAt)})_`,
    promise.state === 'open' || promise.state === 'broken'
      ? button({ text: 'Take back', action: 'promise.take_back', value: promise.id })
      : undefined,
  );

const reminderLine = ({ channel, days, at, open, invoices }: ShownReminder): string => {
  const how = channel === 'mail' ? 'Reminded by mail' : 'Accounting was asked to call';
  return `${moment(at)}: ${how}, ${stepText({ days })}: ${sumByCurrency(open)
    .map((total) => formatMoney(total))
    .join(' + ')}, ${plural(invoices, 'invoice')}`;
};

const mostShown = 5;

/** Whose they are, and what of them bears on it. */
const scopeOf = async ({ db }: Deps, { type, id }: Subject) => {
  const invoice = type === 'invoice' ? await invoiceById(db.prisma, id) : undefined;
  return { invoice, customerId: invoice?.customerId ?? id };
};

const remindersSection = (subject: string, order: number): WindowSection => ({
  subject,
  order,
  title: 'Reminders and promises',
  read: async (deps, id) => {
    const { prisma } = deps.db;
    const { invoice, customerId } = await scopeOf(deps, { type: subject, id });
    if (subject === 'invoice' && invoice?.state !== 'open') return {};
    const [holds, groups, promises, stops] = await Promise.all([
      liveHolds(prisma, [customerId], todayIn(deps.timeZone, deps.clock.now())),
      groupsOfCustomers(prisma, [customerId]),
      promisesOf(prisma, { type: subject, id }, { skip: 0, take: mostShown }),
      subject === 'customer' ? liveStops(prisma, [customerId]) : [],
    ]);
    const nameOf = ({ groupId, invoiceId }: Hold): string => {
      if (invoiceId) return invoice ? invoiceRef(invoice) : 'one invoice';
      return groupId ? `the group ${escapeMrkdwn(groups.find((each) => each.id === groupId)?.name ?? '')}` : 'anything';
    };
    const bearing = invoice
      ? holds.filter((hold) => hold.groupId !== undefined || bearsOn(hold, { id: invoice.id, groupIds: [] }))
      : holds;
    return {
      blocks: [
        ...bearing.slice(0, mostShown).map((hold) => holdBlock(hold, nameOf(hold))),
        ...promises.map(promiseBlock),
        ...stops
          .slice(0, mostShown)
          .map((stop) =>
            section(
              `:no_bell: ${escapeMrkdwn(clip(stop.address, 200))} wants no reminders, since ${moment(stop.at)}`,
              button({ text: 'Remind again', action: 'reminder.resume', value: stop.id }),
            ),
          ),
        ...(bearing.length + promises.length === 0
          ? [context(`No hold and no promise as of ${formatDay(todayIn(deps.timeZone, deps.clock.now()))}.`)]
          : []),
      ],
      buttons: [
        { text: 'Hold reminders', action: 'reminder.hold', value: `${subject}:${id}`, roles: moneyRoles },
        { text: 'Promise to pay', action: 'promise.note', value: `${subject}:${id}`, roles: moneyRoles },
      ],
    };
  },
  rows: async ({ deps }, id, page) =>
    (await remindersOf(deps.db.prisma, { type: subject, id }, page)).map((each) => section(reminderLine(each))),
});

/** What a customer was reminded of, what keeps them from it, and what they promised. BIL-18 */
export const remindersSections: readonly WindowSection[] = [
  remindersSection('customer', 25),
  remindersSection('invoice', 9),
];
