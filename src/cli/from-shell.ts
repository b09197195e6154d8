import { withDeps } from '../compose.ts';
import { readConfig } from '../config.ts';
import { UserError } from '../core/errors.ts';
import type { Deps } from '../platform/work/work.ts';

/** Runs a command on the configured database; what it wants said is sent by a running Baton. Its number is the exit code. */
export const fromShell = async (
  command: (deps: Deps, args: readonly string[], print: (line: string) => void) => Promise<number>,
): Promise<void> => {
  try {
    const config = readConfig({
      PROCESS: 'all',
      SLACK_BOT_TOKEN: 'xoxb-not-needed',
      SLACK_SIGNING_SECRET: 'not-needed',
      ...process.env,
    });
    const print = (line: string): void => void process.stdout.write(`${line}\n`);
    process.exitCode = await withDeps(config, (deps) => command(deps, process.argv.slice(2), print));
  } catch (error) {
    process.stderr.write(`${error instanceof UserError ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
};
