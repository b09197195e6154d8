import type { Clock } from '../../core/time/clock.ts';

/**
 * The machine's time with its timers: for leases, pacing and retries, which must not follow the business clock when
 * somebody moves that by days.
 */
export interface Wall extends Clock {
  /** Calls `run` once, not before so many milliseconds. @returns what cancels it */
  after(milliseconds: number, run: () => void): () => void;
}

export const systemWall: Wall = {
  now: () => new Date(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
