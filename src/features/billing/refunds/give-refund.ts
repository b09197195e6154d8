/** Refunds are given from the balance only: a deed of the matrix. BIL-8, BIL-15, ALL-11 */
import { z } from 'zod';
import { FieldErrors } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney, type Money, money, negate } from '../../../core/money/money.ts';
import { day } from '../../../core/time/calendar.ts';
import { requireDays } from '../../../core/time/day-range.ts';
import type { Work } from '../../../platform/work/work.ts';
import { addToRest, drawn, insertAllocations, lockBalance, moveBalance, restsOf, usable } from '../balance/index.ts';
import { requireOpenPeriod } from '../closing/index.ts';
import { paymentMethods } from '../payments/index.ts';
import type { DeedOf } from '../rights/index.ts';
import type { Refund } from './refund.ts';
import { insertRefund } from './store.ts';

const payload = z.object({
  customerId: z.string(),
  /** Minor units. */
  amount: z.string().regex(/^\d+$/),
  currency: z.string(),
  method: z.enum(paymentMethods),
  reference: z.string().optional(),
  refundedOn: z.string().transform(day),
  reason: z.string(),
});
export type GiveRefund = z.infer<typeof payload>;

const amountOf = ({ amount, currency }: GiveRefund): Money => money(BigInt(amount), currency);

/**
 * BIL-15: why so much cannot be refunded; undefined where it can.
 *
 * Example: with a balance of 30.00, 30.00 can be refunded, 30.01 cannot.
 */
export const refundProblem = (balance: Money, amount: Money): string | undefined => {
  if (amount.amount <= 0n) return 'Enter an amount above zero.';
  if (balance.amount <= 0n) return 'Nothing is left over: only what is left over can be refunded.';
  if (amount.amount > balance.amount)
    return `Only ${formatMoney(balance)} is left over. Refund that or less; what settles an invoice is credited first.`;
  return undefined;
};

export const refundDeed: DeedOf<GiveRefund, Refund> = {
  name: 'refund.give',
  right: 'refund',
  payload,
  examine: async (work, input) => {
    const amount = amountOf(input);
    requireDays({ refunded_on: input.refundedOn }, 'happened', work.today);
    if (input.refundedOn > work.today)
      throw new FieldErrors({ refunded_on: 'This day is yet to come. Enter the day the money was given back.' });
    await requireOpenPeriod(work, input.refundedOn);
    const problem = refundProblem(await lockBalance(work.tx, input.customerId, input.currency), amount);
    if (problem) throw new FieldErrors({ amount: problem });
    return {
      description: `refund ${formatMoney(amount)} of a customer’s balance`,
      amount,
      subject: { type: 'customer', id: input.customerId },
      customerId: input.customerId,
    };
  },
  carryOut: (work, input) => writeRefund(work, input),
};

/** The oldest money first; the balance is locked. */
const writeRefund = async (work: Work, input: GiveRefund): Promise<Refund> => {
  const amount = amountOf(input);
  const { customerId, currency, method, reference, refundedOn, reason } = input;
  const refund: Refund = {
    ...{ id: newId(), customerId, amount, method, reference, refundedOn, reason },
    recordedBy: work.by.id,
    recordedAt: work.now,
  };
  const balance = await lockBalance(work.tx, customerId, currency);
  const parts = drawn(usable(await restsOf(work.tx, { customerId, currency }), balance), amount);
  await insertRefund(work.tx, refund);
  await insertAllocations(
    work,
    parts.map(({ source, rest }) => ({
      id: newId(),
      source: { kind: source.kind, id: source.id },
      target: { kind: 'refund', id: refund.id },
      customerId,
      decision: refund.id,
      amount: rest,
      madeBy: work.by.id,
      madeAt: work.now,
    })),
  );
  for (const { source, rest } of parts) await addToRest(work.tx, customerId, source, negate(rest));
  await moveBalance(work, customerId, negate(amount));
  work.audit({
    action: 'refund.recorded',
    subject: { type: 'customer', id: customerId },
    customerId,
    after: { refund: refund.id, amount: formatMoney(amount), method, refundedOn, ...(reference ? { reference } : {}) },
    reason,
  });
  return refund;
};
