import type { Slice, WindowSection } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { invoiceById } from '../invoices/index.ts';
import { asDeed, guardedDeeds, rightsPolicy } from '../rights/index.ts';
import { reopenButton } from './actions/reopen.ts';
import { writeOffButton } from './actions/write-off.ts';
import { reopenDeed, writeOffDeed } from './write-off.ts';

export { reopen } from './actions/reopen.ts';
export { writeOff } from './actions/write-off.ts';

/** With the buttons of the invoice's window, for those who have the right. */
const writeOffSection: WindowSection = {
  subject: 'invoice',
  order: 19,
  title: 'Written off',
  read: async (deps, invoiceId) => {
    const [invoice, policy] = await Promise.all([invoiceById(deps.db.prisma, invoiceId), deps.policy(rightsPolicy)]);
    if (invoice?.state === 'uncollectible')
      return { buttons: [{ text: 'Re-open', action: 'invoice.reopen', value: invoiceId, roles: policy.reopen }] };
    if (!invoice?.presented || invoice.open.amount === 0n) return {};
    return { buttons: [{ text: 'Write off', action: 'invoice.write_off', value: invoiceId, roles: policy.writeOff }] };
  },
};

export const writeOffsSlice: Slice = {
  name: 'writeoffs',
  interactions: [writeOffButton, reopenButton],
  sections: [writeOffSection],
  contributes: [contribute(guardedDeeds, asDeed(writeOffDeed)), contribute(guardedDeeds, asDeed(reopenDeed))],
};
