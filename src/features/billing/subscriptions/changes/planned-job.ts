import { UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import type { Job } from '../../../../platform/jobs/job.ts';
import { type Deps, system, type Work } from '../../../../platform/work/work.ts';
import { customerById } from '../../../customers/index.ts';
import { lockSubscription } from '../agreements/store.ts';
import { subscriptionSubject } from '../agreements/subscription.ts';
import { previewLocked } from './change-preview.ts';
import { auditChange, writeChange } from './change-service.ts';
import { duePlanned, endPlanned, type Planned, plannedById } from './planned-store.ts';

const batch = 50;

/** Its day has come and it cannot be done any more: accounting hears why, and decides anew. */
const refuse = async (work: Work, planned: Planned, why: string): Promise<void> => {
  await endPlanned(work, planned.id, 'refused', why);
  const subscription = await lockSubscription(work, planned.subscriptionId);
  const customer = await customerById(work.tx, subscription.customerId);
  const text = `${escapeMrkdwn(customer?.name ?? 'A customer')}: what was planned for ${formatDay(planned.on)} could not be done. ${escapeMrkdwn(planned.what)}: ${escapeMrkdwn(why)}`;
  work.post({ to: { role: 'accounting' }, content: { text }, key: `service.refused:${planned.id}`, priority: 1 });
  work.audit({
    action: 'service.change_refused',
    subject: subscriptionSubject(planned.subscriptionId),
    customerId: subscription.customerId,
    after: { planned: planned.id, what: planned.what, on: planned.on },
    reason: why,
  });
};

/** Once: whoever else takes it up finds that it is planned no more. */
const carryOutOne = (deps: Deps, { id, subscriptionId }: { id: string; subscriptionId: string }): Promise<void> =>
  deps.transact(system, async (work) => {
    await lockSubscription(work, subscriptionId);
    const planned = await plannedById(work.tx, id);
    if (planned?.state !== 'planned') return;
    try {
      const preview = await previewLocked(work, subscriptionId, planned.change);
      await endPlanned(work, id, 'done');
      await writeChange(work, planned.change, preview);
      auditChange(work, planned.change, preview, planned.reason);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await refuse(work, planned, error.message.replace(/^Please correct: /, ''));
    }
  });

/** BIL-6: what was planned for a day is done on it, by the customer's calendar. */
export const carryOutPlanned = async (deps: Deps): Promise<void> => {
  // Each of them is done or refused, and due no more.
  for (;;) {
    const due = await duePlanned(deps.db.prisma, deps.clock.now(), batch);
    for (const each of due) await carryOutOne(deps, each);
    if (due.length < batch) return;
  }
};

export const plannedJob: Job = {
  name: 'services.planned',
  // Somewhere a day begins at every quarter of an hour.
  schedule: { everyMinutes: 15 },
  missed: 'latest',
  run: carryOutPlanned,
};
