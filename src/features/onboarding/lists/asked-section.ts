import type { HomeSection } from '../../../platform/slice/slice.ts';
import { onboardingPolicy } from '../../playbooks/index.ts';
import { askedOf } from './asked.ts';
import { askedBlocks } from './asked-views.ts';

const askedAtMost = 10;

/** What is asked of the reader's desks besides turns. */
export const askedSection: HomeSection = {
  order: 12,
  title: 'Asked of me',
  waits: true,
  render: async ({ deps, userId, roles }) => {
    const reader = { userId, roles: await roles(), policy: await deps.policy(onboardingPolicy) };
    return askedBlocks(await askedOf(deps, reader, askedAtMost + 1), askedAtMost);
  },
};
