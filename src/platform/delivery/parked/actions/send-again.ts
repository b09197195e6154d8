import { UserError } from '../../../../core/errors.ts';
import type { Interaction } from '../../../slice/slice.ts';
import { adminRole } from '../../../work/roles.ts';
import type { By, Deps } from '../../../work/work.ts';
import { rootMissing } from '../../../work/write-effects.ts';
import { decided, lockParked } from '../parked-message.ts';

/** Tries a parked message again, in its place among what waits for its lane. Admins only. */
export const sendAgain = (deps: Deps, by: By, id: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require([adminRole], 'send held-back messages again');
    const row = await lockParked(work.tx, id);
    if (row.type === 'post') {
      if (row.problem === rootMissing)
        throw new UserError('This is a reply. Send the message it belongs to again; the reply follows by itself.');
      await work.tx.$executeRaw`
        UPDATE posts SET state = 'pending', problem = NULL, attempts = 0, last_try = false, next_at = NULL WHERE id = ${id}::uuid`;
    } else {
      await work.tx.$executeRaw`
        UPDATE message_slots SET state = 'pending', wanted = wanted + 1, problem = NULL, attempts = 0, last_try = false, next_at = NULL WHERE id = ${id}::uuid`;
    }
    await decided(work, row, { action: 'message.sent_again', id, state: 'pending' });
  });

export const sendAgainButton: Interaction = {
  id: 'delivery.send_again',
  press: async ({ deps, by, value }) => {
    await sendAgain(deps, by, value);
    return { home: true };
  },
};
