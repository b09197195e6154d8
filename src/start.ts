import { readConfig } from './config.ts';
import { startBaton } from './main.ts';

/** The process: reads the configuration, runs until it is told to stop, and then leaves nothing half done. */
const main = async (): Promise<void> => {
  const baton = await startBaton({ config: readConfig(process.env) });
  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) return;
    isStopping = true;
    baton.stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        baton.deps.log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // A fault that nobody caught leaves the process in an unknown state: whatever restarts it finds all acknowledged work stored.
  process.on('unhandledRejection', (error) => {
    baton.deps.log.fatal({ err: error }, 'a fault nobody caught');
    process.exit(1);
  });
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
