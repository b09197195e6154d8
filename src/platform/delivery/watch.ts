import type { Engine } from './engine.ts';
import { endPause, mayTryAgain, type Restraints, restraints, unsentByState } from './outbox/restraints.ts';
import { isAccepted } from './transports/slack/send.ts';

const countEveryMs = 10_000;

/**
 * What is looked at with every poll: whether delivery is restrained, whether a pause may end, and, now and then, how
 * much waits.
 */
export const watcher = (engine: Engine, changed: (restrained: Restraints) => void): (() => Promise<void>) => {
  let countAt = 0;
  return async () => {
    const { db, timing, metrics } = engine;
    const current = await restraints(db);
    changed(current);
    if (engine.now() >= countAt) {
      countAt = engine.now() + countEveryMs;
      const counts = await unsentByState(db);
      for (const state of ['pending', 'sending', 'unknown', 'parked'])
        metrics.waiting.set({ state }, counts.get(state) ?? 0);
    }
    const next = new Date(engine.now() + timing.pauseRetryMs);
    if (!current.pause || !(await mayTryAgain(db, new Date(engine.now()), next))) return;
    if (!(await isAccepted(engine))) return;
    await endPause(db);
    changed(await restraints(db));
    metrics.slackUp.set(1);
    engine.log.info('delivery goes on: Slack accepts this app again');
  };
};
