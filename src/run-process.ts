import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { withDeps } from './compose.ts';
import type { Config } from './config.ts';
import { isRunWaiting, workThroughRuns } from './platform/runs/index.ts';
import type { Deps } from './platform/work/work.ts';

/** The word after the script's name by which the process knows that it shall work through runs and do nothing else. */
export const runsWord = 'runs';

/** Little memory that is cleared often, because half a million rows pass through and none of them stays. */
export const lean = {
  flags: ['--max-old-space-size=384', '--max-semi-space-size=8', '--single-threaded-gc'],
  // glibc keeps what each thread freed for that thread: 15 to 25 MB of an import's peak (docs/decisions/0031).
  env: { MALLOC_ARENA_MAX: '1' },
} as const;

export interface RunProcess {
  /** Has a process of its own work through the runs that wait, if there are any; never two at once. */
  run(deps: Deps): Promise<void>;
  stop(): void;
}

/**
 * Bulk work is done apart from those who answer people (DESIGN §3). Dying is harmless: a chunk is one transaction, and a broken
 * run is taken over.
 * @param env what this process was given
 */
export const createRunProcess = (script: string, env: Readonly<Record<string, string | undefined>>): RunProcess => {
  let child: ChildProcess | undefined;
  let running: Promise<void> | undefined;
  let isStopping = false;
  let isAsked = false;
  const start = async (deps: Deps): Promise<void> => {
    if (isStopping || !(await isRunWaiting(deps))) return;
    child = fork(script, [runsWord], {
      execArgv: [...process.execArgv, ...lean.flags],
      env: { ...env, ...lean.env },
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    child = undefined;
    if (code !== 0 && !isStopping) throw new Error(`the process that works through runs ended with ${code ?? signal}`);
  };
  /** What was queued while the process was leaving is not known to it: asked again meanwhile, it is looked for once more. */
  const whileAsked = async (deps: Deps): Promise<void> => {
    while (isAsked) {
      isAsked = false;
      await start(deps);
    }
  };
  return {
    run: (deps) => {
      isAsked = true;
      running ??= whileAsked(deps).finally(() => {
        running = undefined;
      });
      return running;
    },
    stop: () => {
      isStopping = true;
      child?.kill();
    },
  };
};

/** What that process does. It ends when the one that wanted it does. */
export const workAndLeave = async (config: Config): Promise<void> => {
  process.once('disconnect', () => process.exit(1));
  await withDeps(config, workThroughRuns);
  process.exit(0);
};
