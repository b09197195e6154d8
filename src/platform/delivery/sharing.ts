import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Lets many callers share a statement: whoever asks while one is under way is served by the next, together. Without
 * waiting for company, a lone caller costs one statement and two hundred cost two.
 *
 * @param run answers in the order of what it was given
 */
export const grouped = <In, Out>(
  run: (asked: readonly In[]) => Promise<readonly Out[]>,
): ((item: In) => Promise<Out>) => {
  interface Caller {
    readonly item: In;
    readonly resolve: (out: Out) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Caller[] = [];
  let running = false;

  const serve = async (callers: readonly Caller[]): Promise<void> => {
    try {
      const answers = await run(callers.map((caller) => caller.item));
      for (const [index, caller] of callers.entries()) caller.resolve(answers[index] as Out);
    } catch (error) {
      for (const caller of callers) caller.reject(error);
    }
  };

  const drain = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      const callers = waiting;
      waiting = [];
      await serve(callers);
    }
    running = false;
  };

  return (item) =>
    new Promise<Out>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // A turn later, so that all who ask in this one are served together.
      if (!running) {
        running = true;
        setImmediate(() => void drain());
      }
    });
};

/** At most so many at a time; the others wait in the order they came. */
export const limiter = (most: number): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let active = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (active >= most) await new Promise<void>((resolve) => queue.push(resolve));
    else active += 1;
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line.
      const next = queue.shift();
      if (next) next();
      else active -= 1;
    }
  };
};

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
