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
