import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { DataDirInUse, lockDataDir } from '../../../src/platform/db/embedded/data-dir-lock.ts';

const holder = fileURLToPath(new URL('./lock-holder.ts', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const newDir = (): string => join(mkdtempSync(join(tmpdir(), 'baton-lock-')), 'data');

const hold = async (dir: string): Promise<{ child: ChildProcess; said: string }> => {
  const child = spawn(process.execPath, ['--import', 'tsx', holder, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [chunk]: unknown[] = child.stdout ? await once(child.stdout, 'data') : [];
  return { child, said: String(chunk).trim() };
};

test('a second process is refused with a sentence that says what to do', async () => {
  const dir = newDir();
  const { child, said } = await hold(dir);
  expect(said).toBe('GOT');
  expect(() => lockDataDir(dir)).toThrow(DataDirInUse);
  expect(() => lockDataDir(dir)).toThrow(`in use by process ${child.pid}. Stop it first`);
});

test('the other way round: a child is refused while this process holds it, and served afterwards', async () => {
  const dir = newDir();
  const unlock = lockDataDir(dir);
  expect((await hold(dir)).said).toContain(`in use by process ${process.pid}`);
  unlock();
  expect((await hold(dir)).said).toBe('GOT');
});

test('the lock of a process that was killed is taken over', async () => {
  const dir = newDir();
  const { child } = await hold(dir);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(`${dir}.lock`)).toBe(true);
  lockDataDir(dir)();
  expect(existsSync(`${dir}.lock`)).toBe(false);
});

test.runIf(existsSync('/proc/self/stat'))('a recycled process id does not count as the owner', () => {
  const dir = newDir();
  writeFileSync(`${dir}.lock`, JSON.stringify({ pid: process.pid, started: '1' }));
  lockDataDir(dir)();
});

test('an unreadable lock is taken over, and nothing is left behind', () => {
  const dir = newDir();
  writeFileSync(`${dir}.lock`, '');
  const unlock = lockDataDir(dir);
  expect(readdirSync(join(dir, '..'))).toEqual(['data.lock']);
  unlock();
  expect(readdirSync(join(dir, '..'))).toEqual([]);
});
