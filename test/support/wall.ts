import type { Wall } from '../../src/platform/process/wall.ts';

export interface ManualWall extends Wall {
  /** Moves on, firing what becomes due in its order. */
  advance(ms: number): void;
}

/** A machine's time that stands still until it is moved. */
export const manualWall = (start = '2026-03-02T09:00:00Z'): ManualWall => {
  let time = Date.parse(start);
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => new Date(time),
    after(ms, run) {
      const timer = { at: time + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    advance(ms) {
      const end = time + ms;
      for (;;) {
        const [next] = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        time = Math.max(time, next.at);
        next.run();
      }
      time = end;
    },
  };
};
