import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../../../core/errors.ts';

interface Owner {
  readonly pid: number;
  /** Kernel start tick of the process; null where /proc does not exist (macOS, Windows). */
  readonly started: string | null;
}

/** Thrown when another live process works on the same data directory; the text says what to do. */
export class DataDirInUse extends UserError {
  override readonly name: string = 'DataDirInUse';
}

/**
 * Makes this process the only one to work on an embedded data directory: two PGlite processes on one directory
 * corrupt it without a word. The lock is a file beside the directory (`<dir>.lock`), never inside it, where PGlite
 * would copy or refuse it. A lock whose process is gone is taken over.
 *
 * @returns a function that gives the lock back; also done when the process exits.
 * @throws DataDirInUse when a live process holds it.
 */
export const lockDataDir = (dir: string): (() => void) => {
  const file = `${resolve(dir)}.lock`;
  const mine = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeDurably(mine, JSON.stringify({ pid: process.pid, started: startedAt(process.pid) } satisfies Owner));
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      // A hard link appears with its content complete: nobody ever reads half an owner.
      if (tryLink(mine, file)) return releaseOnce(file);
      const owner = readOwner(file);
      if (owner === 'gone') continue;
      if (owner !== 'unreadable' && isAlive(owner)) throw inUse(dir, file, owner.pid);
      removeQuietly(file);
    }
    throw new DataDirInUse(`The data directory ${dir} could not be locked: other processes keep taking ${file}.`);
  } finally {
    removeQuietly(mine);
  }
};

const inUse = (dir: string, file: string, pid: number): DataDirInUse => {
  const who = pid === process.pid ? 'this same process' : `process ${pid}`;
  return new DataDirInUse(
    `The data directory ${dir} is in use by ${who}. Stop it first, or give this one another EMBEDDED_DATABASE_DIR. ` +
      `(Lock: ${file})`,
  );
};

const releaseOnce = (file: string): (() => void) => {
  const onExit = () => removeQuietly(file);
  process.once('exit', onExit);
  return () => {
    process.removeListener('exit', onExit);
    removeQuietly(file);
  };
};

const tryLink = (from: string, to: string): boolean => {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
};

const readOwner = (file: string): Owner | 'gone' | 'unreadable' => {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('pid' in parsed) || typeof parsed.pid !== 'number') {
      return 'unreadable';
    }
    return {
      pid: parsed.pid,
      started: 'started' in parsed && typeof parsed.started === 'string' ? parsed.started : null,
    };
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'gone' : 'unreadable';
  }
};

/** A pid alone says little: in a container Baton is always pid 1. The start time tells a recycled pid apart. */
const isAlive = (owner: Owner): boolean => {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false; // EPERM means alive, but somebody else's
  }
  return owner.started === null || startedAt(owner.pid) === owner.started;
};

const startedAt = (pid: number): string | null => {
  try {
    // The command name, in parentheses, may itself hold blanks and parentheses: count from the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
};

const writeDurably = (file: string, text: string): void => {
  const fd = openSync(file, 'w');
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};

const removeQuietly = (file: string): void => {
  try {
    unlinkSync(file);
  } catch {
    // already gone
  }
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
