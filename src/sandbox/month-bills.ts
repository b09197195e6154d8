import { UserError } from '../core/errors.ts';
import { todayIn } from '../core/time/calendar.ts';
import { startBillRun } from '../features/billing/billruns/index.ts';
import { confirmRun, runById, workThroughRuns } from '../platform/runs/index.ts';
import type { By, Deps } from '../platform/work/work.ts';

/** On the first of a month: everybody's bills, as somebody of accounting runs them with `/bill run`. */
export const runMonthsBills = async (deps: Deps, by: By): Promise<void> => {
  const today = todayIn(deps.timeZone, deps.clock.now());
  if (!today.endsWith('-01')) return;
  try {
    const id = await startBillRun(deps, by, { asOf: today, outcome: 'issued', withInactive: false });
    await workThroughRuns(deps);
    const run = await runById(deps.db.prisma, id);
    if (run?.state !== 'previewed') return;
    await confirmRun(deps, by, id);
    await workThroughRuns(deps);
  } catch (error) {
    // Nobody is billed by a run any more, or the books are closed: the months go by without.
    if (!(error instanceof UserError)) throw error;
  }
};
