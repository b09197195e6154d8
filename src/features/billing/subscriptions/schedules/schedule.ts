/** When a subscription is billed, as its template says. BIL-16, BIL-20 */
import { addDays, type Day, formatDay } from '../../../../core/time/calendar.ts';
import { calendarAnchor, nthPeriod, type PeriodMonths, periodNumber, periodOf } from '../../../../core/time/periods.ts';
import { dayAfter, dayBefore, type Period, within } from '../../../../core/time/spans.ts';
import type { Schedule } from '../../charging/index.ts';

/** What becomes of it on its day: billed by runs; accounting is asked; billed only when somebody does. BIL-20 */
export const scheduleModes = ['automate', 'remind', 'dont_remind'] as const;
export type ScheduleMode = (typeof scheduleModes)[number];

export interface Rule {
  readonly months: PeriodMonths;
  /** The first day of some period; the calendar's without one. */
  readonly anchorOn?: Day | undefined;
  readonly inArrears: boolean;
  /** The first day that it bills; the next period's without one. */
  readonly firstOn?: Day | undefined;
  /** The first day of the next period; paid in arrears, the day after its last. */
  readonly nextOn: Day;
  /** Another system billed it through a day, until Baton took it over. BIL-21 */
  readonly takenOver?: { readonly on: Day; readonly billedThrough: Day } | undefined;
  /** How many bills are left, the next one among them; endless without. */
  readonly remaining?: number | undefined;
  /** Its last day, whatever is on it: it was terminated, or its customer or its billing group ends. CUS-6, BIL-22 */
  readonly endsOn?: Day | undefined;
  readonly daysAhead: number;
  readonly mode: ScheduleMode;
}

export const rhythmOf = ({ months, anchorOn }: Pick<Rule, 'months' | 'anchorOn'>) => ({
  months,
  anchor: anchorOn ?? calendarAnchor,
});

/** The number of the period that is billed next. */
const nextNumber = (rule: Rule): number =>
  periodNumber(rhythmOf(rule), rule.inArrears ? dayBefore(rule.nextOn) : rule.nextOn);

/**
 * BIL-20: the schedule that the bills are reckoned by. The number remaining becomes its last day.
 *
 * Example: monthly, next on June 1, two remaining: until July 31; none remaining: until May 31.
 */
export const scheduleOf = (rule: Rule): Schedule => {
  const rhythm = rhythmOf(rule);
  const next = nextNumber(rule);
  const begins = rule.firstOn ?? (rule.inArrears ? nthPeriod(rhythm, next).first : rule.nextOn);
  // Nothing before it came is reckoned; what it was billed for ahead of that counts as billed. Decision 0034
  const first = rule.takenOver && rule.takenOver.on < begins ? rule.takenOver.on : begins;
  const last = rule.remaining === undefined ? undefined : nthPeriod(rhythm, next + rule.remaining - 1).last;
  return { ...rhythm, first, last, paid: rule.inArrears ? 'in arrears' : 'in advance', daysAhead: rule.daysAhead };
};

/** A schedule of before, which another followed: it bills the periods from its first day to its last. */
export interface PastRule extends Pick<Rule, 'months' | 'anchorOn' | 'inArrears' | 'daysAhead'> {
  readonly firstOn: Day;
  readonly lastOn: Day;
}

export const pastScheduleOf = (rule: PastRule): Schedule => ({
  ...rhythmOf(rule),
  first: rule.firstOn,
  last: rule.lastOn,
  paid: rule.inArrears ? 'in arrears' : 'in advance',
  daysAhead: rule.daysAhead,
});

/**
 * BIL-20: the first day that no bill was made for: another frequency can begin with it.
 *
 * Example: monthly, next on June 1: June 1 in advance, May 1 in arrears.
 */
export const boundaryOf = (rule: Rule): Day => {
  const { first } = scheduleOf(rule);
  const next = rule.inArrears ? nthPeriod(rhythmOf(rule), nextNumber(rule)).first : rule.nextOn;
  return next < first ? first : next;
};

/**
 * BIL-20: another frequency from the first day on that no bill was made for; what was billed stays as it was. Where nothing was
 * billed by the schedule, nothing of it remains.
 *
 * Example: monthly in advance, billed until May 31, becomes quarterly by the calendar: June 1 to 30 first, then from July 1.
 */
export const followedBy = (
  before: Rule,
  after: Omit<Rule, 'nextOn'>,
): { readonly rule: Rule; readonly past: PastRule | undefined } => {
  const boundary = boundaryOf(before);
  const { first } = scheduleOf(before);
  const { months, anchorOn, inArrears, daysAhead } = before;
  return {
    rule: begunOn({ ...after, firstOn: boundary, anchorOn: after.anchorOn && boundary }),
    past:
      first < boundary
        ? { months, anchorOn, inArrears, daysAhead, firstOn: first, lastOn: dayBefore(boundary) }
        : undefined,
  };
};

/**
 * The next date of a schedule that has billed nothing yet.
 *
 * Example: monthly from June 10, in advance: June 10; in arrears: July 1.
 */
export const begunOn = (rule: Omit<Rule, 'nextOn'> & { readonly firstOn: Day }): Rule => {
  const period = periodOf(rhythmOf(rule), rule.firstOn);
  return { ...rule, nextOn: rule.inArrears ? dayAfter(period.last) : rule.firstOn };
};

/** The day by which a period is scheduled: its first, or the day after its last. */
const dateOf = (rule: Rule, { first, last }: Period): Day => (rule.inArrears ? dayAfter(last) : first);

/** A date by which a bill is scheduled, and the days that it bills. */
export interface ScheduledDate {
  readonly on: Day;
  readonly period: Period;
}

/**
 * BIL-20: the dates whose bills are to be issued as of a day and were not made yet, in order.
 *
 * Example: monthly in advance, next on May 1, ten days ahead, as of June 25: May 1, June 1 and July 1.
 */
export const datesDue = (rule: Rule, asOf: Day): readonly ScheduledDate[] => {
  const [rhythm, schedule] = [rhythmOf(rule), scheduleOf(rule)];
  const due: ScheduledDate[] = [];
  let on = rule.nextOn;
  for (let n = nextNumber(rule); addDays(on, -rule.daysAhead) <= asOf && due.length !== rule.remaining; n++) {
    const whole = nthPeriod(rhythm, n);
    if (rule.endsOn !== undefined && whole.first > rule.endsOn) break;
    due.push({ on, period: within(schedule, whole) ?? whole });
    on = dateOf(rule, nthPeriod(rhythm, n + 1));
  }
  return due;
};

/** Next date and number remaining once so many of its bills were made. */
export const afterDates = (rule: Rule, count: number): Pick<Rule, 'nextOn' | 'remaining'> => {
  const { nextOn, remaining } = rule;
  if (count === 0) return { nextOn, remaining };
  return {
    nextOn: dateOf(rule, nthPeriod(rhythmOf(rule), nextNumber(rule) + count)),
    remaining: remaining === undefined ? undefined : remaining - count,
  };
};

/**
 * BIL-20: next date and number remaining once everything is billed that is due as of a day.
 *
 * Example: monthly from May 1, three remaining, billed on May 1: next on June 1, two remaining.
 */
export const afterBilling = (rule: Rule, asOf: Day): Pick<Rule, 'nextOn' | 'remaining'> =>
  afterDates(rule, datesDue(rule, asOf).length);

/** Whether no bill of it is left. */
export const isOver = (rule: Rule): boolean =>
  rule.remaining === 0 ||
  (rule.endsOn !== undefined && nthPeriod(rhythmOf(rule), nextNumber(rule)).first > rule.endsOn);

const everyWords: Readonly<Record<PeriodMonths, string>> = { 1: 'month', 3: 'three months', 12: 'year' };

/** What is usual is not said. */
const modeWords: Readonly<Record<ScheduleMode, readonly string[]>> = {
  automate: [],
  remind: ['accounting is reminded'],
  dont_remind: ['only when somebody bills it'],
};

/** `every month, in advance, issued 30 days ahead, 3 left, accounting is reminded`. */
export const ruleText = (rule: Rule): string =>
  [
    `every ${everyWords[rule.months]}`,
    rule.inArrears ? 'in arrears' : 'in advance',
    ...(rule.anchorOn ? [`periods from ${formatDay(rule.anchorOn)} on`] : []),
    ...(rule.daysAhead > 0 ? [`issued ${rule.daysAhead} days ahead`] : []),
    ...(rule.takenOver ? [`billed elsewhere until ${formatDay(rule.takenOver.billedThrough)}`] : []),
    ...(rule.remaining === undefined ? [] : [`${rule.remaining} left`]),
    ...(rule.endsOn === undefined ? [] : [`until ${formatDay(rule.endsOn)}`]),
    ...modeWords[rule.mode],
  ].join(', ');
