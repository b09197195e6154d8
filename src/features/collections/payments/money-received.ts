import { type Money, sum } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { addDays, type Day, instantAt, todayIn } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { paymentsFor } from '../../billing/payments/index.ts';
import { existingCase } from '../cases/index.ts';

/** All that came for a case and was not taken back, in the case's currency. */
export const receivedFor = async (work: Work, subject: Subject): Promise<Money> => {
  const { amount } = await existingCase(work.tx, subject.id);
  const payments = await paymentsFor(work.tx, { subject });
  const live = payments.filter((each) => !each.reversed && each.amount.currency === amount.currency);
  return sum(
    live.map((each) => each.amount),
    amount.currency,
  );
};

/** A payment by hand has a day: it came before that day was over. */
export const endOf = (work: Work, on: Day): number => instantAt(addDays(on, 1), '00:00', work.timeZone).getTime() - 1;

/** The gateway's clock may be ahead: nothing was received in the future. */
export const receivedOn = ({ timeZone, today }: Work, at: Date): Day => {
  const on = todayIn(timeZone, at);
  return on > today ? today : on;
};
