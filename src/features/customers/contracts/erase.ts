import { on } from '../../../platform/work/events.ts';
import { contactErased } from '../events.ts';
import { eraseNoticeFrom } from './store.ts';

/** Who gave notice are erased with the contact. ALL-7 */
export const eraseContractContacts = on(contactErased, async (work, { customerId, alsoErased }) => {
  alsoErased(await eraseNoticeFrom(work, customerId));
});
