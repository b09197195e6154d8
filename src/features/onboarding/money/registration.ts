/** The pieces of onboarding that follow the money, for index.ts to spread into the slice. */
import { on, type Reaction } from '../../../platform/work/events.ts';
import { activityChanged } from '../../activities/index.ts';
import { contactChanged } from '../../customers/index.ts';
import { handoffSlot, projectChanged } from '../engine/folder-message.ts';
import { loadProject } from '../engine/load.ts';
import { openTurnsOfCustomer } from '../engine/people-store.ts';
import { billingActions, billingSubmissions } from '../recurring/billing-slack.ts';
import { transferActivity } from '../transfer/transfer.ts';
import { person } from '../words.ts';
import { moneySlots } from './money-slots.ts';

/** The knowledge-transfer meeting ticks itself once it was held: its desk sees that at once. ONB-11 */
const followTransfer = on(activityChanged, async (work, { subject, type, what }) => {
  if (subject?.type !== 'project' || type !== transferActivity || what === 'scheduled') return;
  const project = await loadProject(work, subject.id);
  await projectChanged(
    work,
    project,
    what === 'completed' ? { note: `${person(work.by.id)} noted that the knowledge-transfer meeting was held.` } : {},
  );
});

/** Accounting's cards show whom to call. */
const followContact = on(contactChanged, async (work, { customerId }) => {
  for (const id of await openTurnsOfCustomer(work.tx, customerId)) work.show(handoffSlot({ id }));
});

const reactions: readonly Reaction[] = [followTransfer, followContact];

export const moneyPath = {
  actions: billingActions,
  submissions: billingSubmissions,
  slots: moneySlots,
  reactions,
} as const;
