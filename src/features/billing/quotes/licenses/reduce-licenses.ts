/** Fewer licenses, within the term: what is left of them is credited on the next bill. BIL-10 */
import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { add, type Money, sum } from '../../../../core/money/money.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { changeOn, lockSubscription } from '../../subscriptions/index.ts';
import { keepQuotes, quoteKeepers } from '../quotes/quote.ts';
import { askSupport } from './fulfil.ts';
import { reductions, whatOf } from './license.ts';
import { licenseIn, type Wanted } from './quote-licenses.ts';
import { belowMinimum } from './require-minimum.ts';

export interface Reducing extends Wanted {
  /** From which day on there are fewer; from today unless said. */
  readonly from?: Day | undefined;
  readonly reason: string;
}

export interface Reduced {
  /** `ESILaw: 7 → 5`. */
  readonly what: string;
  /** A day ahead on which it is carried out by itself. */
  readonly plannedFor?: Day | undefined;
  /** On the next bill, before tax; zero or negative. */
  readonly credited: Money;
}

/** A planned change says what is wrong at its day. */
const atItsField = (error: unknown): never => {
  if (error instanceof FieldErrors && error.fields.on !== undefined) throw new FieldErrors({ from: error.fields.on });
  throw error;
};

const reduceWith = async (work: Work, { reason, from, ...wanted }: Reducing): Promise<Reduced> => {
  work.require(quoteKeepers, keepQuotes);
  await lockSubscription(work, wanted.subscriptionId);
  const { subscription, license, today } = await licenseIn(work, wanted);
  const fewer = license.quantity - wanted.quantity;
  if (fewer <= 0) throw new FieldErrors({ quantity: `There are ${license.quantity}. Choose fewer.` });
  const on = from ?? today;
  if (on < today) throw new FieldErrors({ from: `${formatDay(on)} is over. Choose a day from today on.` });
  const [like] = license.rows;
  const refusal = await belowMinimum(work, { rows: subscription.items, like, wanted: wanted.quantity, on });
  if (refusal) throw new FieldErrors({ quantity: refusal });
  const { currency, customerId, id } = subscription;
  let credited: Money = sum([], currency);
  for (const change of reductions(license, fewer, on, newId)) {
    const { lines, twice } = await changeOn(work, { subscriptionId: id, change, reason }).catch(atItsField);
    const nets = [...lines.map(({ net }) => net), ...twice.map(({ amount }) => amount)];
    credited = add(credited, sum(nets, currency));
  }
  const what = whatOf(license, wanted.quantity);
  const plannedFor = on > today ? on : undefined;
  const about = plannedFor ? `Not before ${formatDay(on)}. The bill follows by itself.` : 'The bill follows by itself.';
  const subject = { type: 'subscription', id };
  await askSupport(work, { key: `licenses.reduced:${newId()}`, what, customerId, subject, about, on: plannedFor });
  return { what, credited, plannedFor };
};

/** What it would do: the very same, rolled back. */
export const previewReduction = (deps: Deps, by: By, input: Reducing): Promise<Reduced> =>
  deps.transact({ userId: by.userId }, (work) => reduceWith(work, input), { rehearsed: () => {} });

/**
 * BIL-10: fewer licenses from today on, or from a day ahead; Support is asked to set them.
 * @param input `shown`: what was shown to be credited, minor units
 * @throws FieldErrors at `quantity` below the minimum; at `from`
 */
export const reduceLicenses = (
  deps: Deps,
  by: By,
  { shown, ...input }: Reducing & { readonly shown?: string | undefined },
): Promise<Reduced> =>
  deps.transact(by, async (work) => {
    const reduced = await reduceWith(work, input);
    if (shown !== undefined && shown !== `${reduced.credited.amount}`)
      throw new Conflict('Somebody changed this subscription meanwhile. Look at the new figures, then confirm again.');
    return reduced;
  });
