/** How statements that went by mail fare. BIL-18 */
import { escapeMrkdwn } from '../../../core/text/text.ts';
import type { WindowSection } from '../../../platform/slice/slice.ts';
import { on } from '../../../platform/work/events.ts';
import { customerById } from '../../customers/index.ts';
import { bouncedText, letterBounced, letterRows, lettersAbout } from '../letters/index.ts';
import { statementKind } from './statement-letter.ts';

export const aboutCustomer = (id: string) => ({ type: 'customer', id }) as const;

/** BIL-3 */
export const tellBounced = on(letterBounced, async (work, { about, bounced }) => {
  if (about.type !== 'customer') return;
  const name = escapeMrkdwn((await customerById(work.tx, about.id))?.name ?? 'a customer');
  work.post({
    to: { role: 'accounting' },
    customerId: about.id,
    content: {
      text: `A statement for *${name}* did not reach ${bouncedText(bounced)}. Call them, put the address right, and send it again.`,
    },
  });
});

export const lettersSection: WindowSection = {
  subject: 'customer',
  order: 24,
  title: 'Statements by mail',
  rows: async ({ deps }, customerId, page) =>
    letterRows(await lettersAbout(deps.db.prisma, aboutCustomer(customerId), page), [statementKind]),
};
