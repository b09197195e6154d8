import type { World } from './world.ts';

/** Waiting for what happens after an ack, driven by change notifications instead of polling. */

/** The predicate's first truthy result. */
export const waitFor = <T>(
  world: World,
  predicate: () => T | undefined | null | false,
  timeoutMs: number,
  what = 'what was waited for',
): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      world.changes.off('change', check);
    };
    const check = () => {
      try {
        const result = predicate();
        if (!result) return;
        stop();
        resolve(result);
      } catch (error) {
        stop();
        reject(error);
      }
    };
    const timer = setTimeout(() => {
      stop();
      const recent = world.problems.slice(-3).join(' | ');
      reject(new Error(`${what} did not happen within ${timeoutMs} ms${recent ? `; last problems: ${recent}` : ''}`));
    }, timeoutMs);
    world.changes.on('change', check);
    check();
  });

/** Nothing under way in either direction for `quietMs`. Retries that wait for their time don't count. */
export const settled = async (world: World, quietMs: number, timeoutMs: number): Promise<void> => {
  const end = performance.now() + timeoutMs;
  for (;;) {
    await waitFor(world, () => world.inFlight === 0, Math.max(1, end - performance.now()), 'quiet');
    let busy = false;
    const note = () => {
      busy = true;
    };
    world.changes.on('change', note);
    await new Promise((resolve) => setTimeout(resolve, quietMs));
    world.changes.off('change', note);
    if (!busy && world.inFlight === 0) return;
    if (performance.now() > end) throw new Error(`Slack did not become quiet within ${timeoutMs} ms`);
  }
};
