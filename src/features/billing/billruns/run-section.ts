/** What a bill run made and holds, in its window; and the way to a new one. BIL-2 */
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { button, context, section } from '../../../platform/block-kit/blocks.ts';
import type { HomeSection, WindowSection } from '../../../platform/slice/slice.ts';
import { moneyRoles } from '../invoices/index.ts';
import { holdsOf } from './hold-store.ts';
import { totalsOfRun } from './store.ts';
import { totalText } from './totals.ts';

export const madeSection: WindowSection = {
  subject: 'run',
  order: 20,
  title: 'Bills',
  read: async ({ db }, runId) => {
    const totals = await totalsOfRun(db.prisma, runId);
    return totals.length === 0 ? {} : { blocks: [context(...totals.map(totalText).slice(0, 8))] };
  },
};

export const heldSection: WindowSection = {
  subject: 'run',
  order: 21,
  title: 'Held for release',
  read: async ({ db }, runId) => {
    const [any] = await holdsOf(db.prisma, runId, { skip: 0, take: 1 });
    return any
      ? { buttons: [{ text: 'Release all', action: 'bill.release_all', value: runId, roles: moneyRoles }] }
      : {};
  },
  rows: async ({ deps }, runId, page) =>
    (await holdsOf(deps.db.prisma, runId, page)).map(({ id, customer, total }) =>
      section(
        `${escapeMrkdwn(clip(customer, 150))}: *${formatMoney(total)}*`,
        button({ text: 'Release', action: 'bill.release', value: id }),
      ),
    ),
};

export const runsHome: HomeSection = {
  order: 69,
  title: 'Bill runs',
  render: async ({ roles }) => {
    const held = await roles();
    if (!moneyRoles.some((role) => held.has(role))) return [];
    const start = button({ text: 'Run bills', action: 'bill.run', value: 'new' });
    return [section('Bills everybody, or some, as of a day. What would be billed is shown first.', start)];
  },
};
