import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/platform/db/open.ts';
import { silent } from '../../support/database.ts';

const writer = fileURLToPath(new URL('./killed-writer.ts', import.meta.url));
const newDir = () => join(mkdtempSync(join(tmpdir(), 'baton-embedded-')), 'data');
const open = (dir: string) => openDatabase({ embeddedDir: dir, log: silent });

test('keeps its data from one start to the next, and gives the lock back', { timeout: 60_000 }, async () => {
  const dir = newDir();
  const first = await open(dir);
  await first.prisma.$executeRaw`CREATE TABLE kept AS SELECT 1 AS a`;
  await expect(open(dir)).rejects.toThrow('is in use by this same process');
  await first.close();
  await first.close();
  expect(await first.condition()).toBe('down');
  const second = await open(dir);
  expect(await second.prisma.$queryRaw`SELECT a FROM kept`).toEqual([{ a: 1 }]);
  await second.close();
  expect(existsSync(`${dir}.lock`)).toBe(false);
});

test('a directory with something else in it is refused and left alone', async () => {
  const dir = newDir();
  mkdirSync(dir);
  writeFileSync(join(dir, 'thesis.doc'), 'years of work');
  await expect(open(dir)).rejects.toThrow('holds something that is not an embedded database');
  expect(existsSync(`${dir}.lock`)).toBe(false);
});

test('what was acknowledged survives kill -9, three times in a row', { timeout: 120_000 }, async () => {
  const dir = newDir();
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ['--import', 'tsx', writer, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (said.split('\n').length > 40) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    const acknowledged = Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1));
    const db = await open(dir);
    const [row] = await db.prisma.$queryRaw<{ last: number }[]>`SELECT max(n) AS last FROM counted`;
    await db.close();
    expect(row?.last).toBeGreaterThanOrEqual(acknowledged);
  }
});
