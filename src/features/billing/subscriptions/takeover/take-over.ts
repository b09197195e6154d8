/** Takes a subscription over from the system that billed it until now. BIL-21, decision 0034 */
import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { formatMoney, sum } from '../../../../core/money/money.ts';
import { type Day, todayIn } from '../../../../core/time/calendar.ts';
import { dayAfter } from '../../../../core/time/spans.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { type BillingGroup, type Customer, holdCurrencies } from '../../../customers/index.ts';
import { type Entry, eachEntry, type RowProblem } from '../../../entries/index.ts';
import { type AssignedAsset, asBilled, type Billed, type DueLine, dueLines } from '../../charging/index.ts';
import { accountOf } from '../accounts/account.ts';
import { insertSubscriptions, type Making, subscriptionsByIds } from '../agreements/store.ts';
import { type Subscription, subscriptionSubject } from '../agreements/subscription.ts';
import type { ServiceRow } from '../items/service-row.ts';
import { serviceText } from '../items/service-text.ts';
import { type Rule, ruleText } from '../schedules/schedule.ts';
import { insertBilledElsewhere } from './store.ts';
import type { TakenSchedule } from './taken-over.ts';

export interface TakingOver {
  readonly customer: Customer;
  readonly group: BillingGroup | undefined;
  /** As the other system calls it. */
  readonly outsideId: string;
  readonly schedule: TakenSchedule;
  readonly rows: readonly ServiceRow[];
  /** Of its group. */
  readonly assets: readonly AssignedAsset[];
}

const ruleFor = ({ billedThrough, ...schedule }: TakenSchedule, today: Day): Rule => ({
  ...schedule,
  firstOn: dayAfter(billedThrough),
  takenOver: { on: today, billedThrough },
});

/** What counts as billed: the days from today through the last that is billed, as the rows say. @throws FieldErrors where no bill can be reckoned */
const billedUntilNow = (subscription: Subscription, { schedule, assets }: TakingOver) => {
  const { billedThrough } = schedule;
  try {
    const lines = dueLines(accountOf(subscription, [], assets), dayAfter(billedThrough));
    return lines.filter(({ period }) => period.first <= billedThrough);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new FieldErrors({ plan: error.message });
  }
};

/** A charge for each asset is known only where the assets are. */
const refuseWithoutAssets = ({ rows, assets, group, schedule }: TakingOver, today: Day): void => {
  const each = rows.find(({ eachAsset }) => eachAsset !== undefined);
  if (
    !each ||
    schedule.billedThrough < today ||
    assets.some(({ first, last }) => first <= today && (!last || last >= today))
  )
    return;
  throw new FieldErrors({
    plan: `“${each.description}” is charged for each asset, and ${group?.name ?? 'its group'} has none: enter the assets first, so that what is billed for them is known.`,
  });
};

const making = ({ customer, group, outsideId, schedule, rows }: TakingOver, work: Work): Making => ({
  ...{ customerId: customer.id, groupId: group?.id, currency: customer.currency },
  rows: rows.map((row) => ({ ...row, id: newId() })),
  rule: ruleFor(schedule, todayIn(customer.timeZone, work.now)),
  ...{ isArmed: true, outsideId },
});

const auditTaken = (work: Work, made: Subscription, taking: TakingOver, billed: readonly DueLine[]): void => {
  const { customer, outsideId, schedule } = taking;
  const today = todayIn(customer.timeZone, work.now);
  const rule = ruleFor(schedule, today);
  const total = sum(
    billed.map(({ net }) => net),
    customer.currency,
  );
  work.audit({
    action: 'subscription.imported',
    subject: subscriptionSubject(made.id),
    customerId: customer.id,
    after: {
      accountingNumber: outsideId,
      schedule: ruleText(rule),
      services: made.items.map((row) => serviceText(row, today)),
      billedThrough: schedule.billedThrough,
      countsAsBilled: formatMoney(total),
      nextOn: rule.nextOn,
    },
  });
};

/**
 * Armed from the day on through which they are billed; written together, in as many statements however many there are. The caller has
 * asked who may, and stores nothing where there are problems.
 */
export const takeOver = async (work: Work, entries: readonly Entry<TakingOver>[]): Promise<readonly RowProblem[]> => {
  const today = ({ customer }: TakingOver) => todayIn(customer.timeZone, work.now);
  const refused = await eachEntry(entries, (taking) => refuseWithoutAssets(taking, today(taking)));
  const wrong = new Set(refused.map(({ row }) => row));
  const left = entries.filter(({ row }) => !wrong.has(row));
  await holdCurrencies(work, new Map(left.map(({ value: { customer } }) => [customer.id, customer.currency])));
  const ids = await insertSubscriptions(
    work,
    left.map(({ value }) => making(value, work)),
  );
  const made = new Map((await subscriptionsByIds(work.tx, ids)).map((each) => [each.id, each]));
  const billedElsewhere: Billed[] = [];
  const impossible = await eachEntry(
    left.map(({ row, value }, at) => ({ row, value: { taking: value, subscription: made.get(ids[at] ?? '') } })),
    ({ taking, subscription }) => {
      if (!subscription) throw new Error('a subscription is gone within its own transaction');
      const billed = billedUntilNow(subscription, taking);
      billedElsewhere.push(...asBilled(billed));
      auditTaken(work, subscription, taking, billed);
    },
  );
  await insertBilledElsewhere(work, billedElsewhere);
  return [...refused, ...impossible];
};
