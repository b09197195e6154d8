import type { Wall } from '../process/wall.ts';

export interface Busy {
  begin(): void;
  end(): void;
  /** Resolves when nothing is going on. */
  idle(): Promise<void>;
}

/** Counts what is going on. */
export const busyCounter = (): Busy => {
  let count = 0;
  const waiting: (() => void)[] = [];
  return {
    begin: () => {
      count += 1;
    },
    end: () => {
      count -= 1;
      if (count === 0) for (const resolve of waiting.splice(0)) resolve();
    },
    idle: async () => {
      // Some turns of the event loop later, so that what was just asked for counts.
      for (let quiet = 0; quiet < 2; quiet++) {
        if (count > 0) {
          await new Promise<void>((resolve) => waiting.push(resolve));
          quiet = -1;
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
};

export interface OnDemand {
  kick(): void;
  done(): Promise<void>;
}

/** Runs `work` when asked, one run at a time; however often it is asked meanwhile, once more afterwards. */
export const onDemand = (
  work: () => Promise<void>,
  around: {
    readonly begin: () => void;
    readonly end: () => void;
    readonly stopping: () => boolean;
    readonly failed: (error: unknown) => void;
  },
): OnDemand => {
  let asked = false;
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    around.begin();
    while (asked && !around.stopping()) {
      asked = false;
      await work().catch(around.failed);
    }
    running = undefined;
    around.end();
  };
  return {
    kick() {
      if (around.stopping()) return;
      asked = true;
      running ??= run();
    },
    done: () => running ?? Promise.resolve(),
  };
};

/** Calls `tell` at once, and then at most twice a minute: an outage must not fill the log. */
export const rarely = <A extends readonly unknown[]>(tell: (...args: A) => void): ((...args: A) => void) => {
  let next = 0;
  return (...args) => {
    if (performance.now() < next) return;
    next = performance.now() + 30_000;
    tell(...args);
  };
};

/** Calls `work` at once, and when called again within `ms`, once more at their end. `pending` says that it will. */
export const spaced = (
  ms: number,
  work: () => void,
  pending: { readonly begin: () => void; readonly end: () => void },
): { call(): void; stop(): void } => {
  let last = -ms;
  let timer: NodeJS.Timeout | undefined;
  const run = () => {
    last = performance.now();
    work();
  };
  return {
    call() {
      if (timer) return;
      const wait = last + ms - performance.now();
      if (wait <= 0) return run();
      pending.begin();
      timer = setTimeout(() => {
        timer = undefined;
        run();
        pending.end();
      }, wait);
    },
    stop() {
      if (!timer) return;
      clearTimeout(timer);
      timer = undefined;
      pending.end();
    },
  };
};

/** Waits on the wall's timer. Who waits is not busy; all are woken when delivery stops. */
export const sleeper = (
  wall: Wall,
  around: { readonly begin: () => void; readonly end: () => void; readonly stopping: () => boolean },
): { sleep(ms: number): Promise<void>; wakeAll(): void } => {
  const wakers = new Set<() => void>();
  const now = () => wall.now().getTime();
  return {
    sleep: async (ms) => {
      const until = now() + ms;
      // Timers may fire a little early.
      while (!around.stopping() && now() < until) {
        await new Promise<void>((resolve) => {
          const done = () => {
            cancel();
            wakers.delete(done);
            around.begin();
            resolve();
          };
          const cancel = wall.after(until - now(), done);
          wakers.add(done);
          around.end();
        });
      }
    },
    wakeAll: () => {
      for (const wake of [...wakers]) wake();
    },
  };
};
