/**
 * How long until Baton can work, from the start of its process, and what it holds in memory when nothing happens.
 *
 *   npm run bench -- start           about two minutes
 *   npm run bench -- start --quick   one start of each
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { testDatabase } from '../test/support/database.ts';
import { type Figure, median, report } from './support/figures.ts';
import { batonEnv } from './support/office.ts';
import { build, helper, residentMb, startBatonChild } from './support/processes.ts';

const quick = process.argv.includes('--quick');
const root = fileURLToPath(new URL('..', import.meta.url));

const onPostgres = async (): Promise<Figure[]> => {
  const db = await testDatabase('postgres');
  const slack = await helper<{ apiUrl: string }>('load-slack.ts');
  const env = {
    ...batonEnv({ botToken: 'xoxb-standin-bot-token', signingSecret: 'secret', apiUrl: slack.hello.apiUrl }),
    DATABASE_URL: db.url ?? '',
  };
  const bundled = build();
  const times: number[] = [];
  const memory: number[] = [];
  try {
    for (let n = 0; n < (quick ? 1 : 5); n++) {
      const baton = await startBatonChild(env);
      times.push(baton.readyMs);
      // Not the garbage of starting, but what stays: several wakes of the minute's jobs and many polls later.
      if (n === 0) {
        for (let second = 0; second < (quick ? 10 : 75); second++) {
          await sleep(1000);
          memory.push(residentMb(baton.child.pid));
        }
      }
      await baton.end();
    }
  } finally {
    await slack.close();
    await db.close();
  }
  return [
    {
      name: 'Start on PostgreSQL: ready after (median of the starts)',
      value: median(times) / 1000,
      unit: 's',
      atMost: 2,
    },
    { name: 'Start on PostgreSQL: the slowest', value: Math.max(...times) / 1000, unit: 's' },
    { name: 'Making the bundle, which `npm start` does before', value: bundled / 1000, unit: 's' },
    { name: 'Memory, idle for a minute, on PostgreSQL', value: memory.at(-1) ?? Number.NaN, unit: 'MB', atMost: 200 },
    { name: 'Memory, the most meanwhile', value: Math.max(...memory), unit: 'MB' },
  ];
};

const until = async (child: ChildProcess, text: string): Promise<void> => {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(text)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}: ${said}`)));
  });
};

/** In a directory of its own, so that the first start is a first one. */
const sandbox = async (): Promise<Figure[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-start-'));
  // What the command line of `npm run sandbox` finds from the package's root.
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  const start = async (): Promise<number> => {
    const from = performance.now();
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'src/sandbox/main.ts')], {
      cwd: dir,
      env: { ...process.env, SANDBOX_PORT: String(41_000 + (process.pid % 4000)) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await until(child, 'is ready');
    const ms = performance.now() - from;
    child.kill('SIGTERM');
    await once(child, 'exit');
    return ms / 1000;
  };
  // The built page is a cache beside the sources; without it this is a first start.
  rmSync(join(root, '.baton/page'), { recursive: true, force: true });
  try {
    const first = await start();
    const later = [await start(), ...(quick ? [] : [await start(), await start()])];
    return [
      { name: 'Sandbox: the first start', value: first, unit: 's', atMost: 15 },
      { name: 'Sandbox: later starts (median)', value: median(later), unit: 's', atMost: 5 },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

report([...(await onPostgres()), ...(await sandbox())]);
