import { on } from '../../../platform/work/events.ts';
import { contactChanged } from '../../customers/index.ts';
import { handoffSlot } from '../engine/folder-message.ts';
import { openTurnsOfCustomer } from '../engine/people-store.ts';

/** The folder's message shows whom to call. */
export const followContact = on(contactChanged, async (work, { customerId }) => {
  for (const id of await openTurnsOfCustomer(work.tx, customerId)) work.show(handoffSlot({ id }));
});
