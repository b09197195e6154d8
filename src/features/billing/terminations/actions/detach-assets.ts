import { plural } from '../../../../core/text/text.ts';
import { dayAfter } from '../../../../core/time/spans.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { groupsOfCustomers } from '../../../customers/index.ts';
import { assetsAfter, place } from '../../assets/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { terminationSubject } from '../termination.ts';
import { lockWalk, requireStep, tellOfStep } from '../walk-in-hand.ts';

const doing = 'detach assets';

/** CUS-6: from the day after the end on the customer's assets are nobody's, until they are assigned again. @returns how many */
export const detachAssets = (deps: Deps, by: By, terminationId: string): Promise<number> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const walking = await lockWalk(work, terminationId);
    requireStep(walking, 'assets');
    const { customerId, endOn, subject } = walking.termination;
    const groups = await groupsOfCustomers(work.tx, [customerId]);
    const assetIds = await assetsAfter(
      work.tx,
      groups.map(({ id }) => id),
      endOn,
    );
    if (assetIds.length === 0) return 0;
    const { changed: parked } = await place(work, { assetIds, isFree: false, first: dayAfter(endOn) });
    work.audit({ action: 'termination.assets_detached', subject, customerId, after: { assets: parked } });
    tellOfStep(work, terminationId, `${person(work.by.id)} parked ${plural(parked, 'asset')}.`);
    return parked;
  });

export const detachButton: Interaction = {
  id: 'termination.detach',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    await detachAssets(request.deps, request.by, request.value);
    return { window: terminationSubject(request.value) };
  },
};
