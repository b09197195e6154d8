/**
 * A few of each trial of `npm run soak`, so that what it holds cannot break unnoticed between its full runs
 * (docs/reliability.md). Each is a process of its own that exits with 1 when something is lost, doubled or without a cause.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the trial missed: its last lines; nothing when it held. Example: `trial('clicks', '--quick')`. */
export const trial = async (name: string, ...args: readonly string[]): Promise<readonly string[]> => {
  const env = { ...process.env };
  delete env.NODE_OPTIONS;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', `bench/soak/${name}.ts`, ...args],
    { cwd: root, env },
  ).catch((error: { readonly stdout?: string; readonly stderr?: string }) => ({
    stdout: `MISSED\n${error.stdout ?? ''}${error.stderr ?? ''}`,
  }));
  return stdout.includes('MISSED') ? stdout.split('\n').slice(-40) : [];
};
