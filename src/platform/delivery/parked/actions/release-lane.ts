import { Conflict } from '../../../../core/errors.ts';
import type { Interaction } from '../../../slice/slice.ts';
import { adminRole } from '../../../work/roles.ts';
import type { By, Deps } from '../../../work/work.ts';

/** Tries a held lane again at once. Admins only. */
export const releaseLane = (deps: Deps, by: By, lane: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require([adminRole], 'release held channels');
    const row = await work.tx.lane.findUnique({
      where: { id: lane },
      select: { heldReason: true, heldSince: true },
    });
    const freed = await work.tx.lane.updateMany({
      where: { id: lane, heldReason: { not: null } },
      data: { heldReason: null, heldSince: null, nextAt: null, updatesAt: null, failures: 0 },
    });
    if (freed.count === 0) throw new Conflict('Somebody was first, or the channel works again: it is no longer held.');
    await work.tx.$executeRaw`
      UPDATE message_slots SET next_at = NULL WHERE lane = ${lane} AND ts IS NOT NULL AND state IN ('pending', 'sending') AND state = 'pending'`;
    work.audit({
      action: 'channel.released',
      subject: { type: 'channel', id: lane },
      before: { reason: row?.heldReason, since: row?.heldSince },
      after: {},
    });
  });

export const releaseLaneButton: Interaction = {
  id: 'delivery.release',
  press: async ({ deps, by, value }) => {
    await releaseLane(deps, by, value);
    return { home: true };
  },
};
