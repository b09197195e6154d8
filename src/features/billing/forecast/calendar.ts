/** What will happen to a customer until a day: its bills, and what those contribute who own it. BIL-19 */
import { UserError } from '../../../core/errors.ts';
import { formatMoney, subtract } from '../../../core/money/money.ts';
import { addMonths, compareDays, type Day, formatDay } from '../../../core/time/calendar.ts';
import { isWithin, type Period } from '../../../core/time/spans.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { type CalendarEntry, calendarSources, customersDay } from '../../customers/index.ts';
import { invoiceRef, invoicesOfCustomer } from '../invoices/index.ts';
import { type ForeseenBill, foresee, issueDays } from './foresee.ts';
import { balanceText, mostMonths } from './months.ts';
import { readingOf, toForesee } from './read.ts';

/** @throws UserError for a day that is over, or too far ahead */
export const requireUntil = (until: Day, today: Day): Day => {
  const furthest = addMonths(today, mostMonths);
  if (until < today) throw new UserError(`${formatDay(until)} is over. Choose a day from today on.`);
  if (until > furthest)
    throw new UserError(
      `A calendar goes ${mostMonths} months ahead at most. Choose a day until ${formatDay(furthest)}.`,
    );
  return until;
};

const whatHappens = ({ how, isHeld }: ForeseenBill): string => {
  if (how === 'asked') return 'accounting is asked for the bill';
  return isHeld ? 'the bill is held until somebody releases it' : 'the bill is issued';
};

const ofBill = (bill: ForeseenBill, days: Period): readonly CalendarEntry[] => {
  const { issueOn, dueOn, label, total, balanceUsed } = bill;
  const open = subtract(total, balanceUsed);
  const isDueLater = dueOn > issueOn && open.amount > 0n && !bill.isHeld;
  return [
    { on: issueOn, text: `${label}: ${whatHappens(bill)}, ${formatMoney(total)}${balanceText(balanceUsed)}` },
    ...(isDueLater ? [{ on: dueOn, text: `${label}: ${formatMoney(open)} are due` }] : []),
  ].filter(({ on }) => isWithin(on, days));
};

const mostOpen = 100;

/** Invoices that are open now, on the day they are due. */
const openInvoices = async ({ db }: Deps, customerId: string, days: Period): Promise<readonly CalendarEntry[]> => {
  const open = await invoicesOfCustomer(db.prisma, customerId, { skip: 0, take: mostOpen, open: true });
  return open.flatMap((invoice) =>
    invoice.dueOn && isWithin(invoice.dueOn, days) && invoice.open.amount > 0n
      ? [
          {
            on: invoice.dueOn,
            text: `${invoice.issued?.number ?? invoiceRef(invoice)}: ${formatMoney(invoice.open)} are due`,
            subject: { type: 'invoice', id: invoice.id },
          },
        ]
      : [],
  );
};

export interface Calendar {
  readonly days: Period;
  readonly entries: readonly CalendarEntry[];
  /** Why bills are reckoned no further. */
  readonly problems: readonly string[];
}

/** BIL-19: in order of the days; the bills by the functions that make them. @throws UserError for a day that cannot be reckoned */
export const calendarOf = async (deps: Deps, customerId: string, until: Day): Promise<Calendar> => {
  const today = await customersDay(deps.db.prisma, customerId, deps.clock.now());
  const days = { first: today, last: requireUntil(until, today) };
  const { customers, reckoning, policy } = await toForesee(readingOf(deps), [customerId]);
  const foreseen = customers.map((each) => foresee(each, issueDays(each, today, until), reckoning, policy));
  const others = await Promise.all([
    openInvoices(deps, customerId, days),
    ...deps.contributions.to(calendarSources).map((source) => source(deps, customerId, days)),
  ]);
  const entries = [...foreseen.flatMap(({ bills }) => bills.flatMap((bill) => ofBill(bill, days))), ...others.flat()];
  return {
    days,
    entries: entries.sort((a, b) => compareDays(a.on, b.on)),
    problems: foreseen.flatMap(({ problems }) => problems),
  };
};
