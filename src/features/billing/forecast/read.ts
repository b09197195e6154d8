/** What a forecast is reckoned from: read in a few statements for however many customers. BIL-19 */
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Deps, Work } from '../../../platform/work/work.ts';
import { type BillRunsPolicy, billRunsPolicy } from '../billruns/index.ts';
import { billablesOf, type Reckoning, reckoningFor } from '../bills/index.ts';
import { plannedAhead } from '../subscriptions/index.ts';
import type { Foreseeing } from './foresee.ts';

export type Reading = Pick<Work, 'policy' | 'now' | 'today'> & { readonly tx: Tx };

export const readingOf = ({ db, policy, clock, timeZone }: Deps): Reading => ({
  tx: db.prisma,
  policy,
  now: clock.now(),
  today: todayIn(timeZone, clock.now()),
});

export interface ToForesee {
  readonly customers: readonly Foreseeing[];
  readonly reckoning: Reckoning;
  readonly policy: BillRunsPolicy;
}

export const toForesee = async (
  { tx, policy, now, today }: Reading,
  customerIds: readonly string[],
  asOf: Day = today,
): Promise<ToForesee> => {
  const billables = await billablesOf(tx, customerIds);
  const [ahead, reckoning, runs] = await Promise.all([
    plannedAhead(
      { tx, policy },
      billables.flatMap(({ subscriptions }) => subscriptions),
    ),
    reckoningFor({ policy }, { tx, now }, { asOf, today }),
    policy(billRunsPolicy),
  ]);
  return { customers: billables.map((billable) => ({ billable, ahead })), reckoning, policy: runs };
};
