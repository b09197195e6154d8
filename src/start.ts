import { inspect } from 'node:util';
import { readConfig } from './config.ts';

import { startBaton } from './main.ts';
import { createRunProcess, runsWord, workAndLeave } from './run-process.ts';

/** The process: reads the configuration, runs until it is told to stop, and then leaves nothing half done. */
const main = async (): Promise<void> => {
  const config = readConfig(process.env);
  const [, script = '', word] = process.argv;
  if (word === runsWord) return workAndLeave(config);
  // The embedded database belongs to one process.
  const runs = config.DATABASE_URL === undefined ? undefined : createRunProcess(script, process.env);
  const baton = await startBaton({ config, ...(runs ? { workRuns: runs.run } : {}) });
  let isStopping = false;
  const hurry = new AbortController();
  const stop = (signal: NodeJS.Signals) => {
    // Ctrl+C is somebody who waits, and so is whoever asks twice.
    if (isStopping || signal === 'SIGINT') hurry.abort();
    if (isStopping) return;
    isStopping = true;
    runs?.stop();
    baton.stop(signal, { ms: config.DRAIN_SECONDS * 1000, signal: hurry.signal }).then(
      () => process.exit(0),
      (error: unknown) => {
        baton.deps.log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Nothing that matters is kept in memory, so a failure that nobody waited for (such as a connection lost at the wrong
  // moment) is a line in the log and no reason to stop serving everybody else.
  process.on('unhandledRejection', (error) => {
    baton.deps.log.error({ err: error }, 'a failure that nobody waited for');
  });
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error && error.message ? error.message : inspect(error)}\n`);
  process.exit(1);
});
