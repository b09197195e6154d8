/**
 * A few of each trial of `npm run soak`, so that what it holds cannot break unnoticed between its full runs
 * (docs/reliability.md). Each is a process of its own that exits with 1 when something is lost, doubled or without a cause.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { describePostgres } from '../support/database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = async (...args: readonly string[]): Promise<{ readonly missed: readonly string[] }> => {
  const env = { ...process.env };
  delete env.NODE_OPTIONS;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    env,
  }).catch((error: { readonly stdout?: string; readonly stderr?: string }) => ({
    stdout: `MISSED\n${error.stdout ?? ''}${error.stderr ?? ''}`,
  }));
  return { missed: stdout.includes('MISSED') ? stdout.split('\n').slice(-40) : [] };
};

describePostgres('a few of each soak trial', () => {
  test('a random walk over the whole main job breaks none of the model’s rules', async () => {
    expect((await run('bench/soak/walk.ts', '--seeds', '2', '--steps', '40')).missed).toEqual([]);
  }, 240_000);

  test('ALL-3 fifty clicks at once by two people: one effect, everybody else is told who was first', async () => {
    expect((await run('bench/soak/clicks.ts', '--quick')).missed).toEqual([]);
  }, 240_000);

  test('connections terminated, the database away: the process stays up and loses nothing', async () => {
    expect((await run('bench/soak/database.ts', '--quick')).missed).toEqual([]);
  }, 240_000);

  test('kill -9 around acks and commits: what was acknowledged is stored, and shown once', async () => {
    expect((await run('bench/soak/kills.ts', '--quick', 'postgres')).missed).toEqual([]);
  }, 240_000);
});
