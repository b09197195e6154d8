import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CustomerPage, FromBaton, ToBaton } from './protocol.ts';

/** One running Baton that can be asked, moved through time, and killed. */
export interface BatonProcess {
  readonly port: number;
  ask(message: Exclude<ToBaton, { type: 'pages' }>): Promise<Extract<FromBaton, { type: 'state' }>>;
  pages(): Promise<readonly CustomerPage[]>;
  /** As a power cut would end it: nothing is finished, nothing is said. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

const entry = fileURLToPath(new URL('./baton-process.ts', import.meta.url));

const next = <T extends FromBaton['type']>(child: ChildProcess, type: T): Promise<Extract<FromBaton, { type: T }>> =>
  new Promise((resolve, reject) => {
    const hear = (message: FromBaton) => {
      if (message.type !== type) return;
      forget();
      resolve(message as Extract<FromBaton, { type: T }>);
    };
    const fail = () => {
      forget();
      reject(new Error('Baton stopped before it answered.'));
    };
    const forget = () => {
      child.off('message', hear);
      child.off('exit', fail);
    };
    child.on('message', hear);
    child.on('exit', fail);
  });

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

/** Starts Baton in a process of its own and waits until it is ready. */
export const startBatonProcess = async (env: Readonly<Record<string, string>>): Promise<BatonProcess> => {
  const child = fork(entry, [], {
    env: { ...process.env, ...env },
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { port } = await next(child, 'ready');
  let queue: Promise<unknown> = Promise.resolve();
  const answered = <T extends FromBaton['type']>(message: ToBaton, type: T) => {
    const answer = queue.then(() => {
      if (!child.connected) throw new Error('Baton is being restarted; try again in a moment.');
      const heard = next(child, type);
      // With a callback, a channel that closes meanwhile is no unhandled error event; the exit rejects the question.
      child.send(message, () => {});
      return heard;
    });
    queue = answer.catch(() => undefined);
    return answer;
  };
  return {
    port,
    ended: ended(child),
    ask: (message) => answered(message, 'state'),
    pages: async () => (await answered({ type: 'pages' }, 'pages')).pages,
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended(child);
    },
  };
};
