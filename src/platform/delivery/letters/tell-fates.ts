import type { Database, Tx } from '../../db/open.ts';
import { type Deps, system } from '../../work/work.ts';
import { type LetterFate, lettersFared } from './fate.ts';

const atOnce = 100;

interface Row {
  readonly id: string;
  readonly letter_id: string;
  readonly to: string | null;
  readonly state: string;
  readonly is_bounce: boolean;
  readonly problem: string | null;
  readonly sent_at: Date | null;
}

const fateOf = ({ state, is_bounce }: Row): LetterFate['fate'] => {
  if (state === 'sent') return 'accepted';
  if (state === 'dropped') return 'dropped';
  return is_bounce ? 'bounced' : 'held';
};

const untold = (tx: Tx, ids: readonly string[]): Promise<Row[]> => tx.$queryRaw`
  SELECT id, letter_id, payload->>'to' AS "to", state, is_bounce, problem, sent_at FROM posts
  WHERE id = ANY(${[...ids]}::uuid[]) AND told IS DISTINCT FROM state AND state IN ('sent', 'parked', 'dropped')
  ORDER BY seq FOR UPDATE`;

/** What became of these, to whoever wrote them; once, in one transaction with what they make of it. */
const tell = (deps: Deps, ids: readonly string[]): Promise<void> =>
  deps.transact(system, async (work) => {
    const rows = await untold(work.tx, ids);
    if (rows.length === 0) return;
    await work.emit(
      lettersFared,
      rows.map((row) => ({
        letterId: row.letter_id,
        postId: row.id,
        to: row.to ?? '',
        fate: fateOf(row),
        how: row.problem ?? '',
        at: work.now,
      })),
    );
    await work.tx.$executeRaw`UPDATE posts SET told = state WHERE id = ANY(${rows.map(({ id }) => id)}::uuid[])`;
  });

/** Those whose writers do not know yet how they fared. */
const toTell = async (db: Database): Promise<readonly string[]> => {
  const rows = await db.prisma.$queryRaw<{ id: string }[]>`
    SELECT id FROM posts
    WHERE letter_id IS NOT NULL AND state IN ('sent', 'parked', 'dropped') AND told IS DISTINCT FROM state
    ORDER BY seq LIMIT ${atOnce}`;
  return rows.map(({ id }) => id);
};

/**
 * Tells the writers of letters how they fared: many at once, and each by itself where that fails, so that one keeps no other from
 * being told. A crash loses nothing: what was not told is found again.
 * @param failed for each that could not be told
 */
export const tellFates = async (deps: Deps, failed: (error: unknown) => void): Promise<void> => {
  for (;;) {
    const ids = await toTell(deps.db);
    if (ids.length === 0) return;
    const told = await tell(deps, ids).then(
      () => ids.length,
      async () => {
        let done = 0;
        for (const id of ids) await tell(deps, [id]).then(() => done++, failed);
        return done;
      },
    );
    if (told === 0 || ids.length < atOnce) return;
  }
};
