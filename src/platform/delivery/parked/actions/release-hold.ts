import { Conflict } from '../../../../core/errors.ts';
import type { Interaction } from '../../../slice/slice.ts';
import { adminRole } from '../../../work/roles.ts';
import type { By, Deps } from '../../../work/work.ts';
import { isHold } from '../../outbox/restraints.ts';

/**
 * Ends a transport's hold: from now on all that waits for it is sent. Admins only.
 * @param key names the hold: `hold` is Slack's, `mail.hold` that of mail
 */
export const releaseHold = (deps: Deps, by: By, key: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require([adminRole], 'release the hold on delivery');
    const where = { key: isHold(key) ? key : '' };
    const row = await work.tx.deliveryLimit.findUnique({ where, select: { reason: true, since: true } });
    const { count } = await work.tx.deliveryLimit.deleteMany({ where });
    if (count === 0) throw new Conflict('Somebody was first: delivery is no longer held.');
    work.audit({
      action: 'delivery.released',
      subject: { type: 'delivery', id: key },
      before: { reason: row?.reason, since: row?.since },
      after: {},
    });
  });

export const releaseHoldButton: Interaction = {
  id: 'delivery.release_hold',
  press: async ({ deps, by, value }) => {
    await releaseHold(deps, by, value);
    return { home: true };
  },
};
