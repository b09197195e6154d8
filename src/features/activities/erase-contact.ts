import { on, type Reaction } from '../../platform/work/events.ts';
import { contactErased } from '../customers/index.ts';
import { eraseContacts } from './store.ts';
import { destinationOf, slotOf } from './tell.ts';

/** ALL-7: the contact goes from the customer's activities, and from their messages, which are drawn anew. */
export const eraseReaction: Reaction = on(contactErased, async (work, { customerId, alsoErased }) => {
  const erased = await eraseContacts(work, customerId);
  for (const activity of erased) work.show(slotOf(activity), destinationOf(activity), 1);
  alsoErased(erased.length);
});
