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
