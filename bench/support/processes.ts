import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Asked<T> {
  readonly child: ChildProcess;
  /** What it said first. */
  readonly hello: T;
  ask<R>(message: object): Promise<R>;
  close(): Promise<void>;
}

/** The next thing a child process says. */
export const heard = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    // Not its exit: that can be seen before the last of what it said.
    const onGone = () => reject(new Error(`a helper process ended with ${child.exitCode ?? child.signalCode}`));
    child.once('disconnect', onGone);
    child.once('message', (message) => {
      child.off('disconnect', onGone);
      resolve(message as T);
    });
  });

/** Starts a file of this folder as a process and waits until it speaks. */
export const helper = async <T>(
  file: string,
  env: Readonly<Record<string, string>> = {},
  speaksFirst = true,
): Promise<Asked<T>> => {
  const child = fork(join(root, 'bench/support', file), [], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...env },
  });
  const hello = (speaksFirst ? await heard<T>(child) : undefined) as T;
  return {
    child,
    hello,
    ask: <R>(message: object) => {
      const answer = heard<R>(child);
      child.send(message);
      return answer;
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      if (child.connected) child.disconnect();
      await gone;
    },
  };
};

export interface BatonChild {
  readonly child: ChildProcess;
  readonly port: number;
  /** From the start of the process to the first answer of /readyz. */
  readonly readyMs: number;
  readonly url: string;
  /** What it wrote to its log. */
  log(): string;
  /** @returns the exit code, or null after a signal */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Below those that the system gives away by itself. */
let ports = 20_000 + (process.pid % 12_000);

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

const built = new Set<string>();

/** What `npm start` does first. @returns how long it took, in milliseconds */
export const build = (dir = root): number => {
  const from = performance.now();
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] });
  built.add(dir);
  return performance.now() - from;
};

/** How `npm start` runs Baton. */
export const startCommand = (): readonly string[] => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const words = (scripts.start ?? '').split(' ').filter((word) => word !== 'exec');
  return words;
};

/**
 * Starts Baton as `npm start` does and waits until it is ready.
 * @param home where its sources are: another version's, for instance
 */
export const startBatonChild = async (
  env: Readonly<Record<string, string>>,
  patienceMs = 30_000,
  home = root,
): Promise<BatonChild> => {
  if (!built.has(home)) build(home);
  ports += 1;
  const port = ports;
  const dir = mkdtempSync(join(tmpdir(), 'baton-log-'));
  const file = join(dir, 'log');
  const [command = 'node', ...words] = startCommand();
  // For a profile: BENCH_NODE_ARGS='--cpu-prof --cpu-prof-dir=/tmp/profile'.
  const args = [...(process.env.BENCH_NODE_ARGS ?? '').split(' ').filter(Boolean), ...words];
  const from = performance.now();
  const child = spawn(command, args, {
    cwd: home,
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const sink = createWriteStream(file);
  child.stdout.pipe(sink, { end: false });
  child.stderr.pipe(sink, { end: false });
  const log = () => readFileSync(file, 'utf8');
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    if (child.exitCode !== null || performance.now() - from > patienceMs) {
      child.kill('SIGKILL');
      throw new Error(`Baton did not become ready:\n${log().slice(-2000)}`);
    }
    await sleep(5);
  }
  return {
    child,
    port,
    url,
    readyMs: performance.now() - from,
    log,
    end: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill(signal);
        await gone;
      }
      sink.end();
      rmSync(dir, { recursive: true, force: true });
      return child.exitCode;
    },
  };
};

/** Processor time that a process has used, from Linux; seconds. */
export const cpuSeconds = (pid: number | undefined): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

/** Memory that a process holds, from Linux; MB of a million bytes. */
export const residentMb = (pid: number | undefined): number =>
  (Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024) / 1e6;
