import { setTimeout as sleep } from 'node:timers/promises';

/** Tries again, shortly, what failed because the database was away for a moment. For work that may be repeated. */
export const persistently = async <T>(work: () => Promise<T>): Promise<T> => {
  for (const wait of [100, 400, 1000]) {
    try {
      return await work();
    } catch {
      await sleep(wait);
    }
  }
  return work();
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
