/** What a bill run made and holds, in its window; and the way to a new one. BIL-2 */
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { button, context, section } from '../../../platform/block-kit/blocks.ts';
import type { WindowSection } from '../../../platform/slice/slice.ts';
import { moneyRoles } from '../invoices/index.ts';
import type { SetupPart } from '../setup/index.ts';
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

/** Where a run is started from. */
export const runsPart: SetupPart = {
  order: 5,
  title: 'Bill runs',
  read: async () => ({
    missing: [],
    blocks: [context('Bill everybody, or some, as of a day; what would be billed is shown first: `/bill run`.')],
    buttons: [{ text: 'Run bills', action: 'bill.run', value: 'new', roles: moneyRoles }],
  }),
};
