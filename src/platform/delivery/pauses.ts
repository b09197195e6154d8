import type { Engine, Shared } from './engine.ts';
import { endPause, mayTryAgain, type Restraint, restrain } from './outbox/restraints.ts';
import type { Timing } from './settings.ts';
import type { Transport } from './transport.ts';

/** Notes that a transport refuses everything; said once, by whichever replica sees it first. */
export const pauser =
  ({ db, wall, now, log }: Shared, { name, answers }: Transport, timing: Timing) =>
  async (problem: string): Promise<void> => {
    answers?.(false);
    const pause: Restraint = { kind: 'pause', reason: problem, since: wall.now() };
    if (await restrain(db, name, pause, new Date(now() + timing.pauseRetryMs)))
      log.error({ problem, transport: name }, `delivery by ${name} is paused: nothing can be sent`);
  };

/** Looks into a transport's pause when its time has come. @returns whether it goes on */
export const pauseEnded = async ({ db, now, timing, transport, log }: Engine): Promise<boolean> => {
  const next = new Date(now() + timing.pauseRetryMs);
  if (!(await mayTryAgain(db, transport.name, new Date(now()), next))) return false;
  if (!(await transport.isUp())) return false;
  await endPause(db, transport.name);
  transport.answers?.(true);
  log.info({ transport: transport.name }, `delivery by ${transport.name} goes on`);
  return true;
};
