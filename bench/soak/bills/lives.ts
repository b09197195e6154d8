import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { lean } from '../../../src/run-process.ts';
import { bundleOf } from '../../support/bundle.ts';

export const childFile = 'soak/bills/child.ts';

/** Which part of the background works: it goes through the runs that wait, or issues the drafts whose days are over. */
export type Task = 'runs' | 'drafts';

export interface Life {
  readonly child: ChildProcess;
  /** Resolves when it has ended, by itself or not. */
  readonly ended: Promise<void>;
  readonly isOver: () => boolean;
  kill(): Promise<void>;
}

/** A process as Baton starts one for its runs. */
export const startLife = (task: Task, env: Readonly<Record<string, string>>): Life => {
  const child = fork(bundleOf(childFile), [task], {
    execArgv: [...lean.flags],
    env: { ...process.env, LOG_LEVEL: 'fatal', ...lean.env, ...env },
  });
  const ended = once(child, 'exit').then(() => undefined);
  return {
    child,
    ended,
    isOver: () => child.exitCode !== null || child.signalCode !== null,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};
