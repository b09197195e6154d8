import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { withDeps } from './compose.ts';
import type { Config } from './config.ts';
import { isImportWaiting, workThroughImports } from './features/collections/index.ts';
import { reportFormats } from './integrations/report-formats.ts';
import type { Deps } from './platform/work/work.ts';

/** The word after the script's name by which the process knows that it shall import and nothing else. */
export const importWord = 'imports';

/** Little memory that is cleared often, because half a million rows pass through and none of them stays. */
export const leanFlags = ['--max-old-space-size=384', '--max-semi-space-size=8', '--single-threaded-gc'];

export interface ImportProcess {
  /** Has a process of its own run the queued imports, if there are any; never two at once. */
  run(deps: Deps): Promise<void>;
  stop(): void;
}

/**
 * Reports are imported apart from those who answer people (DESIGN §3). Dying is harmless: an import is one transaction, and a
 * broken run is taken over.
 */
export const createImportProcess = (script: string): ImportProcess => {
  let child: ChildProcess | undefined;
  let running: Promise<void> | undefined;
  let isStopping = false;
  let isAsked = false;
  const start = async (deps: Deps): Promise<void> => {
    if (isStopping || !(await isImportWaiting(deps.db))) return;
    child = fork(script, [importWord], { execArgv: [...process.execArgv, ...leanFlags] });
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    child = undefined;
    if (code !== 0 && !isStopping) throw new Error(`the process that imports reports ended with ${code ?? signal}`);
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
export const importAndLeave = async (config: Config): Promise<void> => {
  process.once('disconnect', () => process.exit(1));
  await withDeps(config, (deps) => workThroughImports(deps, reportFormats));
  process.exit(0);
};
