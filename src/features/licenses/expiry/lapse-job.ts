import { addDays, type Day, formatDay } from '../../../core/time/calendar.ts';
import { isWithin } from '../../../core/time/spans.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { type Deps, system } from '../../../platform/work/work.ts';
import { type CalendarSource, customersByIds } from '../../customers/index.ts';
import { type License, licenseDoor } from '../licenses/license.ts';
import { lapsing, licensesFor, markNoticed } from '../licenses/store.ts';
import { digestSize, lapseDigest } from './expiry-views.ts';
import { type LicensesPolicy, licensesPolicy } from './policy.ts';
import { openActionsOf } from './store.ts';

/**
 * Names `manual` licenses whose date nobody moved, to accounting and Support, some days before they lapse: one digest per
 * channel, once per license and date. COL-6
 */
export const noticeLapsing = async (deps: Deps): Promise<number> => {
  for (let total = 0; ; ) {
    const named = await deps.transact(system, async (work) => {
      const { lapseNoticeDays } = await work.policy(licensesPolicy);
      const due = await lapsing(work.tx, addDays(work.today, lapseNoticeDays), digestSize);
      // Another replica may have been first for some.
      const ours = new Set(
        await markNoticed(
          work.tx,
          due.map((license) => license.id),
          work.today,
        ),
      );
      const licenses = due.filter((license) => ours.has(license.id));
      if (licenses.length === 0) return { due: due.length, named: 0 };
      const customers = await customersByIds(work.tx, [...new Set(licenses.map((license) => license.customerId))]);
      const actions = await openActionsOf(work.tx, [...ours]);
      const paid = new Set(actions.filter((action) => action.kind === 'move_date').map((action) => action.licenseId));
      const content = lapseDigest(
        licenses.map((license) => ({
          license,
          name: customers.get(license.customerId)?.name ?? 'a customer',
          isPaid: paid.has(license.id),
        })),
      );
      for (const role of ['accounting', 'support'] as const) work.post({ to: { role }, content, priority: 2 });
      for (const license of licenses) {
        work.audit({
          action: 'license.lapse_noticed',
          subject: { type: 'license', id: license.id },
          customerId: license.customerId,
          after: { expiresOn: license.expiresOn },
        });
      }
      return { due: due.length, named: licenses.length };
    });
    total += named.named;
    if (named.due < digestSize) return total;
  }
};

/**
 * COL-6: the day on which accounting and Support are told that nobody moved its date yet; nothing where they were, or need not be.
 *
 * Example: expires February 20, seven days: February 13.
 */
export const namedOn = (
  { policy, state, expiresOn, lapseNoticeOn }: License,
  { lapseNoticeDays }: Pick<LicensesPolicy, 'lapseNoticeDays'>,
): Day | undefined =>
  policy === 'manual' && state === 'active' && lapseNoticeOn === undefined
    ? addDays(expiresOn, -lapseNoticeDays)
    : undefined;

export const lapsesAhead: CalendarSource = async (deps, customerId, days) => {
  const policy = await deps.policy(licensesPolicy);
  return (await licensesFor(deps.db.prisma, customerId)).flatMap((license) => {
    const on = namedOn(license, policy);
    const { product, key, expiresOn, id } = license;
    if (on === undefined || !isWithin(on, days)) return [];
    const text = `License ${product} ${key}: if its date of ${formatDay(expiresOn)} is not moved until then, accounting and Support are told`;
    return [{ on, text, subject: { type: licenseDoor.subject, id } }];
  });
};

export const lapseJob: Job = {
  name: 'licenses.lapse-notice',
  schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: async (deps) => {
    await noticeLapsing(deps);
  },
};
