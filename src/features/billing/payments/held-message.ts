import type { HomeSection, SlotKind } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { customerById } from '../../customers/index.ts';
import { moneyRoles } from '../invoices/index.ts';
import { type HeldFacts, heldMessage, heldSections } from './held-views.ts';
import type { HeldPayment } from './payment.ts';
import { countHeld, heldById, paymentById, waitingHeld } from './store.ts';

const factsOf = async ({ db: { prisma } }: Deps, held: HeldPayment): Promise<HeldFacts> => ({
  held,
  customerName: (await customerById(prisma, held.customerId))?.name ?? 'A customer',
  byHand: await paymentById(prisma, held.paymentId),
});

export const heldSlot: SlotKind = {
  kind: 'held-payment',
  render: async (deps, id) => {
    const held = await heldById(deps.db.prisma, id);
    return held && heldMessage(await factsOf(deps, held));
  },
};

const shown = 5;

export const heldHome: HomeSection = {
  order: 25,
  title: 'Reported payments: the same money?',
  waits: true,
  render: async ({ deps, roles }) => {
    const held = await roles();
    if (!moneyRoles.some((role) => held.has(role))) return [];
    const waiting = await waitingHeld(deps.db.prisma, shown);
    if (waiting.length === 0) return [];
    const facts: HeldFacts[] = [];
    for (const each of waiting) facts.push(await factsOf(deps, each));
    return heldSections(facts, await countHeld(deps.db.prisma));
  },
};
