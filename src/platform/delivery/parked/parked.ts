import { Conflict, NotFound, UserError } from '../../../core/errors.ts';
import type { Tx } from '../../db/open.ts';
import { adminRole } from '../../work/roles.ts';
import type { By, Deps, Work } from '../../work/work.ts';
import { rootMissing } from '../../work/write-effects.ts';
import { toldLately } from './notice.ts';

interface Parked {
  readonly type: 'post' | 'slot';
  readonly state: string;
  readonly problem: string | null;
  readonly lane: string;
}

/** The message, locked: of two admins who press at once the second is told. ALL-3 */
const lockParked = async (tx: Tx, id: string): Promise<Parked> => {
  const [row] = await tx.$queryRaw<Parked[]>`
    WITH p AS (SELECT state, problem, lane FROM posts WHERE id = ${id}::uuid FOR UPDATE),
         s AS (SELECT state, problem, lane FROM message_slots WHERE id = ${id}::uuid FOR UPDATE)
    SELECT 'post' AS type, state, problem, lane FROM p UNION ALL SELECT 'slot', state, problem, lane FROM s`;
  if (!row) throw new NotFound('message');
  if (row.state !== 'parked') throw new Conflict('Somebody was first: this message no longer waits for a decision.');
  return row;
};

const noted = async (
  work: Work,
  action: string,
  id: string,
  row: Parked,
  after: object,
  reason?: string,
): Promise<void> => {
  work.audit({
    action,
    subject: { type: 'message', id },
    before: { state: 'parked', problem: row.problem, lane: row.lane },
    after,
    reason,
  });
  const notice = await toldLately(work.tx, work.now);
  if (notice) work.show(notice);
};

/** Tries a parked message again, in its place among what waits for its channel. Admins only. */
export const sendAgain = (deps: Deps, by: By, id: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require([adminRole], 'send held-back messages again');
    const row = await lockParked(work.tx, id);
    if (row.type === 'post') {
      if (row.problem === rootMissing)
        throw new UserError('This is a reply. Send the message it belongs to again; the reply follows by itself.');
      await work.tx
        .$executeRaw`UPDATE posts SET state = 'pending', problem = NULL, attempts = 0, last_try = false WHERE id = ${id}::uuid`;
    } else {
      await work.tx.$executeRaw`
        UPDATE message_slots SET state = 'pending', wanted = wanted + 1, problem = NULL, attempts = 0, last_try = false, next_at = NULL WHERE id = ${id}::uuid`;
    }
    await noted(work, 'message.sent_again', id, row, { state: 'pending' });
  });

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
    await noted(work, 'message.dropped', id, row, { state: 'dropped' }, reason);
  });
