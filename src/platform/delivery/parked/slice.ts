import type { Slice } from '../../slice/slice.ts';
import type { PolicyDefinition } from '../../work/policies.ts';
import { adminRole } from '../../work/roles.ts';
import { deliveryPolicy } from '../policy.ts';
import { dropButton } from './actions/drop.ts';
import { releaseHoldButton } from './actions/release-hold.ts';
import { releaseLaneButton } from './actions/release-lane.ts';
import { sendAgainButton } from './actions/send-again.ts';
import { homeSize, problemBlocks } from './home-view.ts';
import { noticeKind } from './notice.ts';
import { problems } from './problems.ts';
import { waysOf } from './ways.ts';

/** What went wrong with messages, for the admins' Home tab. */
export const deliverySlice: Slice = {
  name: 'delivery',
  policies: [deliveryPolicy as PolicyDefinition<never>],
  slots: [noticeKind],
  home: [
    {
      order: 5,
      title: 'Messages that need you',
      waits: true,
      render: async ({ deps, roles }, frame) => {
        if (!(await roles()).has(adminRole)) return [];
        const found = await problems(deps.db, 0, homeSize);
        return problemBlocks(found, deps.roleName, await waysOf(found.parked, frame));
      },
    },
  ],
  interactions: [sendAgainButton, dropButton, releaseLaneButton, releaseHoldButton],
};
