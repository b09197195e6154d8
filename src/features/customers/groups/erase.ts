import { on } from '../../../platform/work/events.ts';
import { contactErased } from '../events.ts';
import { eraseAddressees } from './store.ts';

/** Addresses that a group has of its own are erased with the contact. ALL-7 */
export const eraseGroupContacts = on(contactErased, async (work, { customerId, alsoErased }) => {
  alsoErased(await eraseAddressees(work, customerId));
});
