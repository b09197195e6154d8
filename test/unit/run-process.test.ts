import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Deps } from '../../src/platform/work/work.ts';
import { createRunProcess } from '../../src/run-process.ts';

test('COL-1 a report that is queued while the process that imports is leaving is not left for the next minute', async () => {
  const root = mkdtempSync(join(tmpdir(), 'imports-'));
  const [started, mayLeave] = [join(root, 'started'), join(root, 'may leave')];
  // Whoever is on the way out: it has looked for the last time, and is still there.
  const script = join(root, 'leaving.mjs');
  writeFileSync(
    script,
    `import { appendFileSync, existsSync } from 'node:fs';
     appendFileSync(${JSON.stringify(started)}, 'x');
     setInterval(() => existsSync(${JSON.stringify(mayLeave)}) && process.exit(0), 5);`,
  );
  let queued = 1;
  const prisma = { $queryRaw: async () => (queued > 0 ? [{}] : []) };
  const deps = { db: { prisma }, contributions: { to: () => [] } } as unknown as Deps;
  const runs = createRunProcess(script, process.env);
  const first = runs.run(deps);
  await expect.poll(() => existsSync(started), { timeout: 20_000 }).toBe(true);
  const second = runs.run(deps);
  writeFileSync(mayLeave, '');
  await Promise.all([first, second]);
  expect(readFileSync(started, 'utf8')).toBe('xx');
  queued = 0;
  await runs.run(deps);
  expect(readFileSync(started, 'utf8')).toBe('xx');
  runs.stop();
  rmSync(root, { recursive: true });
});

test('it works with the settings of the process that starts it, and with little memory', async () => {
  const root = mkdtempSync(join(tmpdir(), 'imports-'));
  const [script, told] = [join(root, 'telling.mjs'), join(root, 'told')];
  writeFileSync(
    script,
    `import { writeFileSync } from 'node:fs';
     const { TIME_ZONE, MALLOC_ARENA_MAX } = process.env;
     writeFileSync(${JSON.stringify(told)}, JSON.stringify({ TIME_ZONE, MALLOC_ARENA_MAX, flags: process.execArgv }));
     process.exit(0);`,
  );
  const deps = { db: { prisma: { $queryRaw: async () => [{}] } }, contributions: { to: () => [] } } as unknown as Deps;
  await createRunProcess(script, { TIME_ZONE: 'Europe/Vienna' }).run(deps);
  expect(JSON.parse(readFileSync(told, 'utf8'))).toEqual({
    TIME_ZONE: 'Europe/Vienna',
    MALLOC_ARENA_MAX: '1',
    flags: expect.arrayContaining(['--max-old-space-size=384', '--single-threaded-gc']),
  });
  rmSync(root, { recursive: true });
});
