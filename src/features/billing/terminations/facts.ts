/** What a termination's steps follow from, read as it is now: the final bill by the function that makes it. CUS-6, BIL-1 */
import { UserError } from '../../../core/errors.ts';
import { sum, zero } from '../../../core/money/money.ts';
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import { dayAfter } from '../../../core/time/spans.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Deps, Work } from '../../../platform/work/work.ts';
import { assetsAfter } from '../assets/index.ts';
import { balancesOf } from '../balance/index.ts';
import { type Billable, type BillPlan, billablesOf, only, planBills, reckoningFor } from '../bills/index.ts';
import type { NewLine } from '../invoices/index.ts';
import { unsentBills } from './bills-store.ts';
import type { WalkFacts } from './step.ts';
import type { Termination } from './termination.ts';

export type Reading = Pick<Work, 'policy' | 'now' | 'today'> & { readonly tx: Tx };

export const readingOf = ({ db, policy, clock, timeZone }: Deps): Reading => ({
  tx: db.prisma,
  policy,
  now: clock.now(),
  today: todayIn(timeZone, clock.now()),
});

/** As of which day everything until its end is due, also what is paid in arrears; what is over already is due today. */
export const finalDay = ({ endOn }: Pick<Termination, 'endOn'>, today: Day): Day =>
  today > dayAfter(endOn) ? today : dayAfter(endOn);

/** Which lines are of what ends. */
const isOf = ({ subject: { type, id } }: Termination, { subscriptions }: Billable): ((line: NewLine) => boolean) => {
  if (type === 'customer') return () => true;
  if (type === 'asset') return ({ assetId }) => assetId === id;
  const mine = subscriptions.find((each) => each.id === id);
  const items = new Set([...(mine?.items ?? []), ...(mine?.counts ?? [])].map((each) => each.id));
  return ({ itemId }) => itemId !== undefined && (items.has(itemId) || itemId === mine?.template.id);
};

/** The final bill, as it would be made, and the lines of it that are of what ends. */
export interface FinalBill {
  readonly plan: BillPlan;
  readonly isOf: (line: NewLine) => boolean;
}

export const finalBillOf = async (
  { tx, policy, now, today }: Reading,
  of: Termination,
  billable: Billable,
): Promise<FinalBill> => {
  const reckoning = await reckoningFor({ policy }, { tx, now }, { asOf: finalDay(of, today), today });
  return { plan: planBills(billable, reckoning), isOf: isOf(of, billable) };
};

const nothing = (currency: string) => ({ toBill: { bills: 0, total: zero(currency) }, toCredit: zero(currency) });

type Billing = Pick<WalkFacts, 'toBill' | 'toCredit' | 'problem'>;

const billingOf = async (reading: Reading, of: Termination, billable: Billable): Promise<Billing> => {
  const { currency, paymentMethod } = billable.customer;
  if (paymentMethod === 'free') return nothing(currency);
  try {
    const { plan, isOf: isMine } = await finalBillOf(reading, of, billable);
    const bills = plan.bills.filter(({ lines }) => lines.some(isMine));
    const whole = of.subject.type === 'customer';
    const amounts = bills.flatMap(({ draft, lines }) =>
      whole ? draft.total : lines.filter(isMine).flatMap(({ net }) => net ?? []),
    );
    const credits = plan.waiting.filter(isMine).flatMap(({ net }) => net ?? []);
    return { toBill: { bills: bills.length, total: sum(amounts, currency) }, toCredit: sum(credits, currency) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...nothing(currency), problem: error.message };
  }
};

const mostNamed = 20;

export const walkFacts = async (reading: Reading, of: Termination): Promise<WalkFacts> => {
  const { tx, today } = reading;
  const billable = only(await billablesOf(tx, [of.customerId]));
  const { customer, groups } = billable;
  const [billing, unsent, assets, balances] = await Promise.all([
    billingOf(reading, of, billable),
    unsentBills(tx, of.customerId, of.subject, mostNamed),
    assetsAfter(
      tx,
      groups.map(({ id }) => id),
      of.endOn,
    ),
    balancesOf(tx, of.customerId),
  ]);
  const balance = balances.find(({ currency }) => currency === customer.currency);
  return {
    ...billing,
    today,
    isActive: customer.active,
    unsent,
    assets: assets.length,
    balance: balance && balance.amount > 0n ? balance : zero(customer.currency),
  };
};
