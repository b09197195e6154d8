import { Conflict, NotFound } from '../../../core/errors.ts';
import type { Tx } from '../../db/open.ts';
import type { Work } from '../../work/work.ts';
import { toldLately } from './notice.ts';

export interface Parked {
  readonly type: 'post' | 'slot';
  readonly state: string;
  readonly problem: string | null;
  readonly lane: string;
}

/** The message, locked: of two admins who press at once the second is told. ALL-3 */
export const lockParked = async (tx: Tx, id: string): Promise<Parked> => {
  const [row] = await tx.$queryRaw<Parked[]>`
    WITH p AS (SELECT state, problem, lane FROM posts WHERE id = ${id}::uuid FOR UPDATE),
         s AS (SELECT state, problem, lane FROM message_slots WHERE id = ${id}::uuid FOR UPDATE)
    SELECT 'post' AS type, state, problem, lane FROM p UNION ALL SELECT 'slot', state, problem, lane FROM s`;
  if (!row) throw new NotFound('message');
  if (row.state !== 'parked') throw new Conflict('Somebody was first: this message no longer waits for a decision.');
  return row;
};

/** What an admin decided about it, for the log; and what the admins were told lately is drawn anew. */
export const decided = async (
  work: Work,
  row: Parked,
  decision: { readonly action: string; readonly id: string; readonly state: string; readonly reason?: string },
): Promise<void> => {
  const { action, id, state, reason } = decision;
  work.audit({
    action,
    subject: { type: 'message', id },
    before: { state: 'parked', problem: row.problem, lane: row.lane },
    after: { state },
    reason,
  });
  const notice = await toldLately(work.tx, work.now);
  if (notice) work.show(notice);
};
