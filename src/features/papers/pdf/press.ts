/** Prints papers in a process of its own, which is renewed: Typst keeps some 75 kB of each. Decision 0042 */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { UserError } from '../../../core/errors.ts';
import { packageRoot } from '../../../platform/process/package-root.ts';
import type { Paper } from '../paper.ts';
import { type Typeset, typeset } from './typeset.ts';

export interface Press {
  /**
   * The same bytes for the same paper, always.
   * @throws UserError when it takes too long, or the process ended twice
   */
  print(paper: Paper): Promise<Uint8Array>;
}

export type Printed = { readonly pdf: Uint8Array } | { readonly problem: string };

export interface PressOptions {
  /** A directory with fonts beside our own. */
  readonly fontsDir?: string | undefined;
  /** After so many papers the process is renewed. */
  readonly renewAfter?: number;
  /** How long one may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** How long the process waits for another one, in milliseconds. */
  readonly idleMs?: number;
  /** What prints, by its path. */
  readonly script?: string;
}

const ourScript = join(packageRoot, 'src/features/papers/pdf/press-process.ts');
const ourFontsOnly = join(packageRoot, 'assets/fonts/fonts.conf');

const endedTwice = (): UserError =>
  new UserError(
    'The PDF could not be made: what prints it ended twice. Try again in a moment; if it ends again, tell an admin.',
  );
const tookTooLong = (seconds: number): UserError =>
  new UserError(`The PDF was not ready within ${seconds} seconds, and was given up. Try again in a moment.`);

type Outcome = Printed | 'ended' | 'too long';

const ask = (child: ChildProcess, paper: Typeset, timeoutMs: number): Promise<Outcome> =>
  new Promise((resolve) => {
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      child.off('message', hear).off('exit', end).off('error', end);
      resolve(outcome);
    };
    const hear = (printed: Printed): void => settle(printed);
    const end = (): void => settle('ended');
    const timer = setTimeout(() => settle('too long'), timeoutMs);
    child.on('message', hear).once('exit', end).once('error', end);
    // With a callback, a process that is gone is no unhandled error: its end is heard.
    child.send(paper, () => undefined);
  });

/** One process at most, started when the first paper comes; papers wait for one another. It keeps nobody from ending. */
export const createPress = (options: PressOptions = {}): Press => {
  const { fontsDir, renewAfter = 500, timeoutMs = 30_000, idleMs = 60_000, script = ourScript } = options;
  let child: ChildProcess | undefined;
  let printed = 0;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const start = (): ChildProcess => {
    const started = fork(script, fontsDir ? [fontsDir] : [], {
      cwd: packageRoot,
      execArgv: ['--import', 'tsx'],
      // It needs none of our secrets, and none of the machine's fonts: papers look the same everywhere.
      env: { FONTCONFIG_FILE: ourFontsOnly },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.on('error', () => undefined);
    started.once('exit', () => {
      if (child === started) child = undefined;
    });
    started.unref();
    started.channel?.unref();
    printed = 0;
    child = started;
    return started;
  };
  const end = (): void => {
    clearTimeout(idle);
    child?.kill('SIGKILL');
    child = undefined;
  };

  const attempt = async (paper: Typeset): Promise<Printed | undefined> => {
    clearTimeout(idle);
    const outcome = await ask(child ?? start(), paper, timeoutMs);
    if (outcome === 'too long') {
      end();
      throw tookTooLong(timeoutMs / 1000);
    }
    if (outcome === 'ended') {
      end();
      return undefined;
    }
    printed += 1;
    if (printed >= renewAfter) end();
    else idle = setTimeout(end, idleMs).unref();
    return outcome;
  };

  const printNow = async (paper: Typeset): Promise<Uint8Array> => {
    const outcome = (await attempt(paper)) ?? (await attempt(paper));
    if (!outcome) throw endedTwice();
    if ('problem' in outcome) throw new Error(`A paper could not be printed: ${outcome.problem}`);
    return outcome.pdf;
  };

  return {
    print: (paper) => {
      const set = typeset(paper);
      const done = last.then(() => printNow(set));
      last = done.catch(() => undefined);
      return done;
    },
  };
};
