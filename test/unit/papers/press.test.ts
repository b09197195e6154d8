import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { createPress, type PressOptions } from '../../../src/features/papers/pdf/press.ts';
import { aPaper } from '../../support/papers.ts';

const script = fileURLToPath(new URL('../../support/odd-press.ts', import.meta.url));

/** Answers with the number of the process that printed. */
const pressWith = (options: PressOptions = {}) => {
  const press = createPress({
    script,
    fontsDir: join(mkdtempSync(join(tmpdir(), 'baton-press-')), 'mark'),
    idleMs: 20_000,
    ...options,
  });
  return async (title: string): Promise<string> => Buffer.from(await press.print(aPaper([], { title }))).toString();
};

describe('the process that prints', () => {
  test('is renewed after so many papers, and not before', async () => {
    const print = pressWith({ renewAfter: 2 });
    const by = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(print));
    expect(by[0]).toBe(by[1]);
    expect(by[2]).toBe(by[3]);
    expect(new Set(by).size).toBe(3);
  });

  test('ends in the middle of a paper: another prints it, and nobody notices', async () => {
    const print = pressWith();
    const before = await print('a');
    const after = await print('end once');
    expect(after).not.toBe(before);
  });

  test('ends twice at one paper: that is said with what to do, and the next one is printed', async () => {
    const print = pressWith();
    const [ended, next] = await Promise.allSettled([print('end'), print('a')]);
    expect(ended).toMatchObject({ reason: { message: expect.stringMatching(/ended twice\. Try again in a moment/) } });
    expect(ended.status === 'rejected' && ended.reason).toBeInstanceOf(UserError);
    expect(next.status).toBe('fulfilled');
  });

  test('takes too long: it is given up, said with what to do, and the next one is printed by another', async () => {
    const print = pressWith({ timeoutMs: 8_000 });
    const before = await print('a');
    await expect(print('hang')).rejects.toThrow(/not ready within 8 seconds.*Try again/);
    expect(await print('a')).not.toBe(before);
  });

  test('says why it could not print: a fault, and no reason to be renewed', async () => {
    const print = pressWith();
    const before = await print('a');
    await expect(print('broken')).rejects.toThrow('the picture cannot be read');
    expect(await print('a')).toBe(before);
  });

  test('ends once nothing came for a while', async () => {
    const print = pressWith({ idleMs: 0 });
    const before = await print('a');
    await expect.poll(() => isRunning(Number(before))).toBe(false);
    expect(await print('a')).not.toBe(before);
  });
});

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
