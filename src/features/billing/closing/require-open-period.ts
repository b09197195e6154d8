import { UserError } from '../../../core/errors.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { closedProblem } from './closing.ts';
import { holdClosing } from './store.ts';

/**
 * BIL-16: nothing is dated into a closed period. Asked by whatever writes a dated entry, in its transaction: until that ends nobody
 * closes the period.
 * @throws UserError saying through which day it is closed
 */
export const requireOpenPeriod = async (work: Work, on: Day): Promise<void> => {
  const { closedOn } = await holdClosing(work.tx);
  const problem = closedProblem(closedOn, on);
  if (problem) throw new UserError(problem);
};
