import type { Engine } from './engine.ts';
import { deliveryPolicy } from './policy.ts';

/**
 * What to do with a message after a failure that may be its own or its transport's.
 * - `again`: it has tries left.
 * - `aside`: it has none, but nothing shows that others fare better: it is tried on, and lets the next one pass, whose luck will tell.
 * - `last`: it has none, and others were taken between its last two tries.
 */
export type Verdict = 'again' | 'aside' | 'last';

/** Whether the transport took a message anywhere since then, by whichever replica. */
export const othersTaken = async ({ db, transport }: Engine, since: Date): Promise<boolean> => {
  const [row] = await db.prisma.$queryRaw<{ any: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM lanes WHERE transport = ${transport.name} AND taken_at >= ${since.toISOString()}::timestamptz) AS any`;
  return row?.any ?? false;
};

export const mostAttempts = async (engine: Engine): Promise<number> =>
  (await engine.deps.policy(deliveryPolicy)).attempts;

/**
 * Attempts end, but not in an outage: a message is given up only when it failed as often as the policy allows
 * *and* others went meanwhile (DESIGN §5). Tries that nobody answered at all are not counted.
 *
 * Example: with 8 tries, the eighth HTTP 500 is `aside` while every message fails, and the ninth `last` when its neighbour was
 * posted right after the eighth.
 */
export const verdictOn = async (
  engine: Engine,
  item: { readonly attempts: number; readonly triedBefore?: Date | undefined },
  taken: (since: Date) => Promise<boolean> = (since) => othersTaken(engine, since),
): Promise<Verdict> => {
  if (item.attempts < (await mostAttempts(engine))) return 'again';
  return item.triedBefore && (await taken(item.triedBefore)) ? 'last' : 'aside';
};

/** Why a message was given up that failed each time while others went. */
export const triedInVain = (problem: string, attempts: number): string =>
  `${problem.replace(/\.$/, '')} (tried ${attempts} times, while other messages went)`;
