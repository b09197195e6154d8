import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface Background {
  /** Takes over work that nobody waits for; its failure is logged. */
  readonly run: (work: Promise<void>) => void;
  /** Waits until all of it has ended, `graceMs` at most. */
  readonly settled: (graceMs: number) => Promise<void>;
}

/** Work after an ack, such as opening a modal: shutdown waits for it. */
export const createBackground = (log: Logger): Background => {
  const running = new Set<Promise<void>>();
  return {
    run: (work) => {
      const tracked = work
        .catch((error: unknown) => log.warn({ err: error }, 'work after an answer failed'))
        .finally(() => running.delete(tracked));
      running.add(tracked);
    },
    settled: async (graceMs) => {
      const stop = new AbortController();
      await Promise.race([
        Promise.all(running),
        sleep(graceMs, undefined, { signal: stop.signal }).catch(() => undefined),
      ]);
      stop.abort();
    },
  };
};
