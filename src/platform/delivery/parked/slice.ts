import type { ActionRequest, Answer, Slice } from '../../slice/slice.ts';
import type { PolicyDefinition } from '../../work/policies.ts';
import { adminRole } from '../../work/roles.ts';
import { deliveryPolicy } from '../policy.ts';
import { homeSize, problemBlocks } from './home-view.ts';
import { noticeKind } from './notice.ts';
import { drop, sendAgain } from './parked.ts';
import { problems } from './problems.ts';
import { releaseHold, releaseLane } from './release.ts';

const refreshed: Answer = { home: true };

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
      render: async ({ deps, roles }) =>
        (await roles()).has(adminRole) ? problemBlocks(await problems(deps.db, 0, homeSize), deps.roleName) : [],
    },
  ],
  actions: {
    'delivery.send_again': async ({ deps, by, value }: ActionRequest) => {
      await sendAgain(deps, by, value);
      return refreshed;
    },
    'delivery.drop': async ({ deps, by, value }: ActionRequest) => {
      await drop(deps, by, value, 'dropped from the Home tab');
      return refreshed;
    },
    'delivery.release': async ({ deps, by, value }: ActionRequest) => {
      await releaseLane(deps, by, value);
      return refreshed;
    },
    'delivery.release_hold': async ({ deps, by }: ActionRequest) => {
      await releaseHold(deps, by);
      return refreshed;
    },
  },
};
