/** What a process that measures one thing says of it. */

export interface Outcome {
  readonly seconds: number;
  /** Of the process itself; the database's is not in it. */
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
  readonly told: string;
}

export const outcomeOf = async (body: () => Promise<string>): Promise<Outcome> => {
  const before = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const told = await body();
  const seconds = Number(process.hrtime.bigint() - before) / 1e9;
  const { user, system: inKernel } = process.cpuUsage(cpu);
  return {
    seconds,
    processorSeconds: (user + inKernel) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    told,
  };
};

/** Measures what it is asked, once, says what came out, and leaves. */
export const answerOnce = <M>(measure: (of: M) => Promise<Outcome>): void => {
  process.once('message', (message: M) => {
    measure(message).then(
      (outcome) => process.send?.(outcome, () => process.disconnect()),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
};
