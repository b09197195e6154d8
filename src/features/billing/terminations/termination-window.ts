/** Where terminations are seen: accounting's channel, their window, the windows of what ends, and Home. CUS-6 */
import { NotFound } from '../../../core/errors.ts';
import { subjectText } from '../../../core/subject.ts';
import { section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { HomeSection, SlotKind, WindowKind, WindowSection } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { customerById, customersByIds, openThings } from '../../customers/index.ts';
import { moneyRoles } from '../invoices/index.ts';
import { rightsPolicy } from '../rights/index.ts';
import { readingOf, walkFacts } from './facts.ts';
import { stepsOf } from './step.ts';
import { leaving, terminationById, terminationOf } from './store.ts';
import { type Terminable, terminationDoor } from './termination.ts';
import {
  leavingBlocks,
  type ShownTermination,
  terminationHead,
  terminationMessage,
  titleOf,
} from './termination-views.ts';
import { terminationMessageOf } from './walk-in-hand.ts';

const shownOf = async (deps: Deps, id: string): Promise<ShownTermination | undefined> => {
  const { prisma } = deps.db;
  const termination = await terminationById(prisma, id);
  const customer = termination && (await customerById(prisma, termination.customerId));
  if (!termination || !customer) return undefined;
  const isWhole = termination.subject.type === 'customer' && termination.state === 'open';
  const [facts, open, { refund }] = await Promise.all([
    walkFacts(readingOf(deps), termination),
    isWhole ? Promise.all(deps.contributions.to(openThings).map((each) => each(prisma, customer.id))) : [],
    deps.policy(rightsPolicy),
  ]);
  return {
    termination,
    customer: customer.name,
    facts,
    steps: stepsOf(termination, facts),
    open: open.flat(),
    refunders: refund,
  };
};

export const terminationSlot: SlotKind = {
  kind: 'termination',
  render: async (deps, id, _part, { openButtons }) => {
    const shown = await shownOf(deps, id);
    if (!shown) return undefined;
    const { customerId } = shown.termination;
    return terminationMessage(shown, openButtons({ type: 'termination', id }, { type: 'customer', id: customerId }));
  },
};

export const terminationWindow: WindowKind = {
  ...terminationDoor,
  find: async (tx, id) => ((await terminationById(tx, id)) ? { message: terminationMessageOf(id) } : undefined),
  read: async ({ deps }, id) => {
    const shown = await shownOf(deps, id);
    if (!shown) throw new NotFound('termination');
    return terminationHead(shown);
  },
};

/** Terminate, or the termination that runs, in the window of what can be ended. */
const sectionOf = (subject: Terminable, order: number): WindowSection => ({
  subject,
  order,
  title: 'Termination',
  read: async (deps, id) => {
    const { prisma } = deps.db;
    const termination = await terminationOf(prisma, subject, id);
    if (termination?.state !== 'open')
      return {
        buttons: [
          {
            text: 'Terminate',
            action: 'termination.start',
            value: subjectText({ type: subject, id }),
            roles: moneyRoles,
          },
        ],
      };
    const customer = await customerById(prisma, termination.customerId);
    return {
      blocks: [section(titleOf({ termination, customer: customer?.name ?? '' }))],
      buttons: [openButton(terminationDoor, termination.id)],
    };
  },
});

export const terminationSections: readonly WindowSection[] = [
  sectionOf('customer', 8),
  sectionOf('subscription', 12),
  sectionOf('asset', 12),
];

const mostShown = 6;

export const leavingHome: HomeSection = {
  order: 17,
  title: 'Customers that leave',
  waits: true,
  render: async ({ deps, roles }) => {
    const held = await roles();
    if (!moneyRoles.some((role) => held.has(role))) return [];
    const { prisma } = deps.db;
    const terminations = await leaving(prisma, mostShown + 1);
    const customers = await customersByIds(
      prisma,
      terminations.map(({ customerId }) => customerId),
    );
    return leavingBlocks(
      terminations.map((termination) => ({
        termination,
        customer: customers.get(termination.customerId)?.name ?? '',
      })),
      mostShown,
    );
  },
};
