import { UserError } from '../../../core/errors.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { closedProblem, firstOpenDay } from './closing.ts';
import { holdClosing } from './store.ts';

/** BIL-16: why nothing can be dated on a day; until the transaction ends nobody closes a period. For many days at once. */
export const closedPeriods = async ({ tx }: Work): Promise<(on: Day) => string | undefined> => {
  const { closedOn } = await holdClosing(tx);
  return (on) => closedProblem(closedOn, on);
};

/**
 * BIL-16: nothing is dated into a closed period. Asked by whatever writes a dated entry, in its transaction: until that ends nobody
 * closes the period.
 * @throws UserError saying through which day it is closed
 */
export const requireOpenPeriod = async (work: Work, on: Day): Promise<void> => {
  const problem = (await closedPeriods(work))(on);
  if (problem) throw new UserError(problem);
};

/** BIL-16: when an entry of a day is booked that nobody can be asked about, such as what a gateway reports. It holds as the other does. */
export const openDay = async (work: Work, on: Day): Promise<Day> => {
  const { closedOn } = await holdClosing(work.tx);
  return firstOpenDay(closedOn, on);
};
