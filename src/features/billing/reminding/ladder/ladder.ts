/** Whom a customer is reminded of what, and when: pure. The job, the preview of the setting and the calendar ask the same function. BIL-18 */
import { type Money, money, sumByCurrency } from '../../../../core/money/money.ts';
import {
  addBusinessDays,
  addDays,
  compareDays,
  type Day,
  daysBetween,
  type Holidays,
  isBusinessDay,
} from '../../../../core/time/calendar.ts';
import { isWithin, type Span } from '../../../../core/time/spans.ts';

/** How a step is taken: by a letter to the customer, or by asking accounting to call. */
export type Channel = 'mail' | 'call';

export interface Step {
  /** From the due date: −3 is three days before it. */
  readonly days: number;
  readonly channel: Channel;
  /** The template of its letter. */
  readonly template: string;
}

export interface Ladder {
  /** In order of their days. */
  readonly steps: readonly Step[];
  /** Days are counted as business days; calendar days otherwise. */
  readonly inBusinessDays: boolean;
  /** So many days lie between two letters to a customer, at least. */
  readonly apart: number;
  /** What is asked for is at least this much, by currency; minor units. */
  readonly smallest: Readonly<Record<string, string>>;
  readonly holidays: Holidays;
}

/** An invoice that its customer has and owes. */
export interface OwedBill {
  readonly id: string;
  readonly number: string;
  readonly dueOn: Day;
  readonly open: Money;
  /** The highest step that it was reminded of. */
  readonly reminded?: number | undefined;
  /** The days in which nobody is reminded of it: holds, disputes, promises. */
  readonly stops: readonly Span[];
}

/** A customer as it is on a day. */
export interface Account {
  readonly bills: readonly OwedBill[];
  /** What they have left over, which would pay some of it. BIL-15 */
  readonly leftOver: readonly Money[];
  /** The day of the last letter. */
  readonly lastLetterOn?: Day | undefined;
  /** Whether an address takes their letters; without any, accounting calls. */
  readonly isReachable: boolean;
}

/** A bill that a reminder names: with the step that it is taken to, or beside others. */
export interface NamedBill {
  readonly bill: OwedBill;
  readonly days?: number | undefined;
}

/** What a customer is reminded of at once: everything that is overdue. */
export interface Reminding {
  readonly step: Step;
  readonly bills: readonly NamedBill[];
}

/** What is done about a customer on a day. */
export interface Round {
  readonly letter?: Reminding;
  readonly call?: Reminding;
}

const isStopped = ({ stops }: OwedBill, on: Day): boolean => stops.some((span) => isWithin(on, span));

const stepDay = (step: Step, dueOn: Day, { inBusinessDays, holidays }: Ladder): Day =>
  inBusinessDays ? addBusinessDays(dueOn, step.days, holidays) : addDays(dueOn, step.days);

/** The highest step that has come and was not taken. What announces a due date says nothing once it has come. */
const stepDue = (bill: OwedBill, ladder: Ladder, on: Day): Step | undefined =>
  ladder.steps.findLast(
    (step) =>
      step.days > (bill.reminded ?? Number.NEGATIVE_INFINITY) &&
      stepDay(step, bill.dueOn, ladder) <= on &&
      (step.days >= 0 || on < bill.dueOn),
  );

const byAge = (a: OwedBill, b: OwedBill): number => compareDays(a.dueOn, b.dueOn) || (a.id < b.id ? -1 : 1);

interface Due {
  readonly bill: OwedBill;
  readonly step?: Step | undefined;
}

const remindingOf = (named: readonly Due[], due: readonly Due[]): Reminding | undefined => {
  const [first, ...others] = due.flatMap(({ step }) => (step ? [step] : []));
  if (!first) return undefined;
  const step = others.reduce((highest, each) => (each.days > highest.days ? each : highest), first);
  return {
    step,
    bills: named.map((each) => ({ bill: each.bill, ...(due.includes(each) ? { days: each.step?.days } : {}) })),
  };
};

/** Without the currencies in which too little is asked for. ALL-7 */
const worthAsking = (named: readonly Due[], { leftOver }: Account, { smallest }: Ladder): readonly Due[] => {
  const totals = sumByCurrency(named.map(({ bill }) => bill.open));
  const enough = totals.filter(({ amount, currency }) => {
    const balance = leftOver.find((each) => each.currency === currency)?.amount ?? 0n;
    const asked = amount - (balance > 0n ? balance : 0n);
    return asked > 0n && asked >= BigInt(smallest[currency] ?? '0');
  });
  return named.filter(({ bill }) => enough.some(({ currency }) => currency === bill.open.currency));
};

/**
 * BIL-18: at most one letter for all that is overdue, of the highest step that has come, and at most one call; nothing on days on
 * which nobody works. What is paid is not owed and so not in here; what is disputed, promised or held is left out for its days.
 *
 * Example: steps 7 and 14, due on March 2; on March 20, after a stop of two weeks, one letter of step 14.
 */
export const remind = (account: Account, ladder: Ladder, on: Day): Round => {
  if (!isBusinessDay(on, ladder.holidays)) return {};
  const live: readonly Due[] = account.bills
    .filter((bill) => bill.open.amount > 0n && !isStopped(bill, on))
    .sort(byAge)
    .map((bill) => ({ bill, step: stepDue(bill, ladder, on) }));
  const late = worthAsking(
    live.filter(({ bill, step }) => bill.dueOn < on || (bill.dueOn === on && step !== undefined)),
    account,
    ladder,
  );
  const ahead = worthAsking(
    live.filter(({ bill, step }) => bill.dueOn > on && step !== undefined),
    account,
    ladder,
  );
  const channelOf = (step: Step): Channel => (account.isReachable ? step.channel : 'call');
  const by = (channel: Channel): Reminding | undefined => {
    const dueOf = (named: readonly Due[]) => named.filter(({ step }) => step && channelOf(step) === channel);
    // What is not due yet is announced by itself: it is not overdue with the others.
    return remindingOf(late, dueOf(late)) ?? remindingOf(dueOf(ahead), dueOf(ahead));
  };
  const isTooSoon = account.lastLetterOn !== undefined && daysBetween(account.lastLetterOn, on) < ladder.apart;
  const [letter, call] = [isTooSoon ? undefined : by('mail'), by('call')];
  return { ...(letter ? { letter } : {}), ...(call ? { call } : {}) };
};

/** The account after a round: what was taken to a step is not taken there again. */
export const afterRound = (account: Account, { letter, call }: Round, on: Day): Account => {
  const taken = new Map(
    [letter, call].flatMap((each) =>
      (each?.bills ?? []).flatMap(({ bill, days }) => (days === undefined ? [] : [[bill.id, days] as const])),
    ),
  );
  return {
    ...account,
    bills: account.bills.map((bill) => {
      const days = taken.get(bill.id);
      return days === undefined ? bill : { ...bill, reminded: days };
    }),
    ...(letter ? { lastLetterOn: on } : {}),
  };
};

export interface PlannedRound extends Round {
  readonly on: Day;
}

/** What will happen until a day if nothing is paid, promised or held meanwhile. BIL-18, BIL-19 */
export const planRounds = (start: Account, ladder: Ladder, from: Day, until: Day): readonly PlannedRound[] => {
  const planned: PlannedRound[] = [];
  let account = start;
  for (let on = from; on <= until; on = addDays(on, 1)) {
    const round = remind(account, ladder, on);
    if (!round.letter && !round.call) continue;
    planned.push({ on, ...round });
    account = afterRound(account, round, on);
  }
  return planned;
};

/** What is asked for, a total for each currency. ALL-7 */
export const totalsOf = ({ bills }: Reminding): readonly Money[] =>
  sumByCurrency(bills.map(({ bill }) => money(bill.open.amount, bill.open.currency)));
