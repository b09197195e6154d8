import type { Interaction } from '../../../slice/slice.ts';
import { adminRole } from '../../../work/roles.ts';
import type { By, Deps } from '../../../work/work.ts';
import { rootMissing } from '../../../work/write-effects.ts';
import { decided, lockParked } from '../parked-message.ts';

/** Gives a parked message up; of a message that was never posted, its replies too. Admins only. */
export const drop = (deps: Deps, by: By, id: string, reason: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require([adminRole], 'drop messages');
    const row = await lockParked(work.tx, id);
    if (row.type === 'post') await work.tx.$executeRaw`UPDATE posts SET state = 'dropped' WHERE id = ${id}::uuid`;
    else {
      await work.tx.$executeRaw`
        UPDATE posts SET state = 'dropped' WHERE slot_id = ${id}::uuid AND state = 'parked' AND problem = ${rootMissing}`;
      // It is drawn anew when its subject changes again.
      await work.tx.$executeRaw`UPDATE message_slots SET state = 'idle', sent = wanted WHERE id = ${id}::uuid`;
    }
    await decided(work, row, { action: 'message.dropped', id, state: 'dropped', reason });
  });

export const dropButton: Interaction = {
  id: 'delivery.drop',
  press: async ({ deps, by, value }) => {
    await drop(deps, by, value, 'dropped from the Home tab');
    return { home: true };
  },
};
