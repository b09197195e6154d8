/** Where Support sees its tasks: each one's message, Home, and the license's window. */
import { todayIn } from '../../../core/time/calendar.ts';
import type { HomeSection, SlotKind, WindowSection } from '../../../platform/slice/slice.ts';
import { on, type Reaction } from '../../../platform/work/events.ts';
import { customerById } from '../../customers/index.ts';
import { licenseCorrected } from '../licenses/events.ts';
import { licenseById } from '../licenses/store.ts';
import { reply } from './actions/reply.ts';
import { expiryRoles, loadAction } from './decision.ts';
import { expiryMessage, expiryTask, waitingExpiries } from './expiry-views.ts';
import { instructionsFor } from './instructions.ts';
import { namedActions } from './named-actions.ts';
import { countOpenActions, openActions, openActionsOf } from './store.ts';

export const expirySlot: SlotKind = {
  kind: 'expiry',
  reply,
  render: async (deps, subjectId) => {
    const found = await loadAction(deps, subjectId);
    if (!found) return undefined;
    const customer = await customerById(deps.db.prisma, found.license.customerId);
    return expiryMessage({
      ...found,
      customerName: customer?.name ?? 'a customer',
      today: todayIn(deps.timeZone, deps.clock.now()),
    });
  },
};

export const home: HomeSection = {
  order: 40,
  title: 'Expiries to confirm',
  waits: true,
  render: async ({ deps, roles }) => {
    if (!(await roles()).has('support')) return [];
    const { prisma } = deps.db;
    return waitingExpiries(await namedActions(prisma, await openActions(prisma, 30)), await countOpenActions(prisma));
  },
};

/** What Support is asked to do about the license, with the buttons of its message. WRK-1 */
export const tasksSection: WindowSection = {
  subject: 'license',
  order: 10,
  title: 'Asked of Support',
  read: async (deps, licenseId, reader) => {
    const { prisma } = deps.db;
    const [license, open] = await Promise.all([licenseById(prisma, licenseId), openActionsOf(prisma, [licenseId])]);
    if (!license) return {};
    const today = todayIn(deps.timeZone, deps.clock.now());
    const held = await reader?.roles();
    const mayDecide = expiryRoles.some((role) => held?.has(role));
    const tasks = await Promise.all(
      open.map(async (action) => {
        const instructions = await instructionsFor(action, license, today);
        return expiryTask({ action, license, instructions, today, customerName: license.product }, mayDecide);
      }),
    );
    return { blocks: tasks.flat() };
  },
};

export const reactions: readonly Reaction[] = [
  // A task shows what its license is now. ALL-10
  on(licenseCorrected, async (work, licenses) => {
    const ids = licenses.map(({ id }) => id);
    for (const action of await openActionsOf(work.tx, ids))
      if (action.hasMessage) work.show({ kind: 'expiry', subjectId: action.id }, { role: 'support' });
  }),
];
