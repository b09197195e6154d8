import { todayIn } from '../../../../core/time/calendar.ts';
import type { WindowKind } from '../../../../platform/slice/slice.ts';
import type { SetupPart } from '../../setup/index.ts';
import { existingPlan } from './actions/edit-plan.ts';
import { planDoor } from './plan.ts';
import { mostListed, planHead, plansState } from './plan-views.ts';
import { countPlans, planById, pricesOf, searchPlans } from './store.ts';

export const planWindow: WindowKind = {
  ...planDoor,
  find: async (tx, id) => ((await planById(tx, id)) ? {} : undefined),
  read: async ({ deps }, id) => {
    const plan = await existingPlan(deps, id);
    const prices = (await pricesOf(deps.db.prisma, [id])).get(id) ?? [];
    const now = deps.clock.now();
    return planHead(plan, prices, { now, today: todayIn(deps.timeZone, now) });
  },
};

export const plansPart: SetupPart = {
  order: 20,
  title: 'Plans',
  read: async ({ deps }) => {
    const { prisma } = deps.db;
    const [found, count] = await Promise.all([searchPlans(prisma, '', mostListed), countPlans(prisma)]);
    const plans = found.filter(({ archivedAt }) => archivedAt === undefined);
    const prices = await pricesOf(
      prisma,
      plans.map(({ id }) => id),
    );
    return plansState(
      plans.map((plan) => ({ plan, prices: prices.get(plan.id) ?? [] })),
      count,
      todayIn(deps.timeZone, deps.clock.now()),
    );
  },
};
