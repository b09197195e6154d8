/** What bills will be made of a customer: by the functions of the bill runs, one after another. Pure. BIL-19 */
import { type Money, subtract, sum, zero } from '../../../core/money/money.ts';
import { addDays, addMonths, type Day, firstOfMonth, firstOfNextMonth } from '../../../core/time/calendar.ts';
import { dayBefore } from '../../../core/time/spans.ts';
import { type BillRunsPolicy, decideBills, sortCustomers } from '../billruns/index.ts';
import type { Billable, BillPlan, Reckoning } from '../bills/index.ts';
import type { Billed } from '../charging/index.ts';
import { afterBilling, datesDue, type PlannedAhead, rivalsOf, withPlanned } from '../subscriptions/index.ts';

/** How a bill comes about: runs make it, or accounting is asked to. BIL-20 */
export type How = 'runs' | 'asked';

export interface ForeseenBill {
  /** The day as of which it is made. */
  readonly asOf: Day;
  readonly issueOn: Day;
  readonly dueOn: Day;
  readonly label: string;
  readonly how: How;
  /** A run holds it until somebody releases it; what comes after is reckoned as if that happened at once. BIL-2 */
  readonly isHeld: boolean;
  /** What of the customer's balance pays it by itself; nothing of what is held. BIL-15 */
  readonly balanceUsed: Money;
  readonly net: Money;
  readonly tax: Money;
  readonly total: Money;
}

export interface Foreseen {
  readonly bills: readonly ForeseenBill[];
  /** Why nothing more can be reckoned of the customer. */
  readonly problems: readonly string[];
}

/** A customer as it is now, with what is planned of its services. */
export interface Foreseeing {
  readonly billable: Billable;
  /** By subscription. */
  readonly ahead: ReadonlyMap<string, PlannedAhead>;
}

const hows: readonly How[] = ['runs', 'asked'];
const modeOf = { runs: 'automate', asked: 'remind' } as const;

/** As it is on a day, before its bills are made. */
const onDay = (start: Foreseeing, billable: Billable, after: Day | undefined, on: Day): Billable => {
  const changed = billable.subscriptions.map((subscription) =>
    withPlanned(
      {
        subscription,
        billed: billable.billed.get(subscription.id) ?? [],
        assets: billable.assets.get(subscription.groupId ?? '') ?? [],
        rivals: rivalsOf(subscription, billable.subscriptions),
      },
      start.ahead.get(subscription.id),
      after,
      on,
    ),
  );
  return {
    ...billable,
    subscriptions: changed.map(({ subscription }) => subscription),
    billed: new Map(changed.map(({ subscription, billed }) => [subscription.id, billed])),
  };
};

const billedLines = ({ bills }: BillPlan): readonly Billed[] =>
  bills.flatMap(({ draft }) =>
    draft.lines.flatMap(({ itemId, assetId, period, net }) =>
      itemId !== undefined && period ? [{ itemId, assetId, period, net }] : [],
    ),
  );

/** As it is once these bills are made, and the balance has paid what it pays of them. */
const afterBills = (billable: Billable, plan: BillPlan, how: How, used: Money): Billable => {
  const lines = billedLines(plan);
  const { leftOver } = billable;
  return {
    ...billable,
    leftOver: { ...leftOver, balance: subtract(leftOver.balance, used) },
    subscriptions: billable.subscriptions.map((each) =>
      each.template.armed && each.template.mode === modeOf[how]
        ? { ...each, template: { ...each.template, ...afterBilling(each.template, plan.asOf) } }
        : each,
    ),
    billed: new Map(
      billable.subscriptions.map(({ id, items, counts, template }) => {
        const mine = new Set([...items, ...counts, template].map((row) => row.id));
        return [id, [...(billable.billed.get(id) ?? []), ...lines.filter(({ itemId }) => mine.has(itemId))]];
      }),
    ),
  };
};

/** As it is reckoned on a day that is yet to come. */
const reckoningOn = (reckoning: Reckoning, on: Day): Reckoning =>
  on <= reckoning.today
    ? { ...reckoning, asOf: on }
    : { ...reckoning, asOf: on, today: on, issueDays: new Map(reckoning.sellers.map(({ id }) => [id, on])) };

/** It is due by terms that count from its issue day: what was missed is issued now. */
const foreseenOf = (
  plan: BillPlan,
  { today }: Reckoning,
  { how, isHeld }: Pick<ForeseenBill, 'how' | 'isHeld'>,
): readonly ForeseenBill[] =>
  plan.bills.map(({ label, scheduledOn, issueOn, dueOn, draft: { net, tax, total }, ...bill }) => {
    const on = scheduledOn !== undefined && scheduledOn > today ? scheduledOn : issueOn;
    const balanceUsed = isHeld ? zero(total.currency) : bill.balanceUsed;
    return { asOf: plan.asOf, issueOn: on, dueOn, label, how, isHeld, balanceUsed, net, tax, total };
  });

/**
 * BIL-19: the bills that will be made as of these days, in order: on each what a bill run makes and what people are asked for, after
 * what the earlier ones made and what was planned until then. Bills below the minimum wait, as in a run; what a run would hold says so.
 */
export const foresee = (
  start: Foreseeing,
  days: readonly Day[],
  reckoning: Reckoning,
  { minimum, exceptional }: Pick<BillRunsPolicy, 'minimum' | 'exceptional'>,
): Foreseen => {
  const { customer } = start.billable;
  if (!customer.active || customer.paymentMethod === 'free') return { bills: [], problems: [] };
  const bills: ForeseenBill[] = [];
  const stopped = new Map<How, string>();
  let { billable } = start;
  let before: Day | undefined;
  for (const on of days) {
    billable = onDay(start, billable, before, on);
    before = on;
    if (customer.startOn !== null && customer.startOn > on) continue;
    const at = reckoningOn(reckoning, on);
    for (const how of hows.filter((each) => !stopped.has(each))) {
      const sorted = sortCustomers([billable], at, { outcome: 'draft' }, { minimum, exceptional: {} }, modeOf[how]);
      const [problem] = sorted.parked;
      if (problem) stopped.set(how, problem.reason);
      const [made] = sorted.billed;
      if (!made) continue;
      const isHeld = how === 'runs' && decideBills(made.plan, { minimum, exceptional }).what === 'hold';
      const foreseen = foreseenOf(made.plan, reckoning, { how, isHeld });
      bills.push(...foreseen);
      const used = foreseen.map(({ balanceUsed }) => balanceUsed);
      billable = afterBills(billable, made.plan, how, sum(used, customer.currency));
    }
  }
  return { bills, problems: [...stopped.values()] };
};

/** The ends of this month and the next so many. Example: on Mar 5 and two: Mar 31, Apr 30, May 31. */
export const monthEnds = (today: Day, months: number): readonly Day[] =>
  Array.from({ length: months + 1 }, (_, n) => dayBefore(firstOfNextMonth(addMonths(firstOfMonth(today), n))));

/** The days until another on which a bill of the customer is to be issued: what was missed, today. */
export const issueDays = ({ billable }: Foreseeing, today: Day, until: Day): readonly Day[] => {
  const days = billable.subscriptions.flatMap(({ template }) =>
    template.armed ? datesDue({ ...template }, until).map(({ on }) => addDays(on, -template.daysAhead)) : [],
  );
  return [...new Set([today, ...days.map((on) => (on < today ? today : on)), until])].sort();
};
