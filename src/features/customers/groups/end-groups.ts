import type { Day } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { groupEndMoved } from '../events.ts';
import { type BillingGroup, isLive } from './group.ts';
import { groupsOfCustomers, lockGroup, updateGroup } from './store.ts';

const setEnd = async (work: Work, id: string, endOn: Day | null, reason: string): Promise<void> => {
  const before = await lockGroup(work, id);
  if (!before || before.endOn === endOn) return;
  await updateGroup(work, { ...before, endOn });
  work.audit({
    action: 'group.changed',
    subject: { type: 'group', id },
    customerId: before.customerId,
    before: { name: before.name, endOn: before.endOn },
    after: { name: before.name, endOn },
    reason,
  });
  await work.emit(groupEndMoved, { groupId: id, customerId: before.customerId });
};

const each = async (
  work: Work,
  customerId: string,
  which: (group: BillingGroup) => boolean,
  endOn: Day | null,
  reason: string,
): Promise<void> => {
  for (const { id } of (await groupsOfCustomers(work.tx, [customerId])).filter(which))
    await setEnd(work, id, endOn, reason);
};

/** CUS-6: a customer's billing groups that go on end with a day, or on their first day where that is later. The caller decides who may. */
export const endGroups = (work: Work, customerId: string, endOn: Day, reason: string): Promise<void> =>
  each(
    work,
    customerId,
    (group) => group.startOn <= endOn && group.endOn !== endOn && isLive(group, endOn),
    endOn,
    reason,
  );

/** CUS-6: those that ended with that day go on again. The caller decides who may. */
export const reopenGroups = (work: Work, customerId: string, endedOn: Day, reason: string): Promise<void> =>
  each(work, customerId, (group) => group.endOn === endedOn, null, reason);
