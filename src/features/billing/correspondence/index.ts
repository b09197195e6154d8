import { escapeMrkdwn } from '../../../core/text/text.ts';
import { buttons, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { Slice, WindowSection } from '../../../platform/slice/slice.ts';
import { on } from '../../../platform/work/events.ts';
import { customerById, customerDoor } from '../../customers/index.ts';
import { templateKinds } from '../../templates/index.ts';
import { bouncedText, letterBounced, letterRows, lettersAbout } from '../letters/index.ts';
import { correspondenceWith } from './write-to-customer.ts';

export { type LetterRecipient, lastFates, letterRecipient } from './store.ts';
export {
  correspondenceWith,
  type LetterToCustomer,
  letterOf,
  usableAddresses,
  type WayOut,
  writeToCustomer,
} from './write-to-customer.ts';

/** Accounting hears which letters did not arrive. BIL-3 */
const tellBounced = on(letterBounced, async (work, { about, bounced }) => {
  if (about.type !== correspondenceWith(about.id).type) return;
  const customer = await customerById(work.tx, about.id);
  const text = `A letter to *${escapeMrkdwn(customer?.name ?? '')}* did not reach ${bouncedText(bounced)}. Call them, and put the address right.`;
  work.post({
    to: { role: 'accounting' },
    customerId: about.id,
    priority: 1,
    content: {
      text: text.replaceAll('*', ''),
      blocks: [section(text), buttons(`letter:${about.id}`, [openButton(customerDoor, about.id)])],
    },
  });
});

/** What was written to a customer otherwise than with an invoice. CUS-7 */
const lettersSection: WindowSection = {
  subject: 'customer',
  order: 26,
  title: 'Reminders and other letters',
  rows: async ({ deps }, id, page) =>
    letterRows(await lettersAbout(deps.db.prisma, correspondenceWith(id), page), deps.contributions.to(templateKinds)),
};

/** Letters to customers about themselves: reminders, their card, that access is restored. */
export const correspondenceSlice: Slice = {
  name: 'correspondence',
  sections: [lettersSection],
  reactions: [tellBounced],
};
