import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const tests = join(import.meta.dirname, '..');
const page = readFileSync(join(tests, '../docs/procedures.md'), 'utf8');

/** What a row names, in its order: `flows/payments` is a file of tests, `"BIL-5 …"` a title in the file that was named last. */
const mentions = /\b((?:flows|unit|postgres|standin|soak|e2e)\/[\w/-]+)|"([^"]+)"/g;

const sourceOf = (name: string): string | undefined => {
  const path = join(tests, `${name}.test.ts`);
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll("\\'", "'") : undefined;
};

const held = page.split('\n').flatMap((row) => {
  let file = '';
  return [...row.matchAll(mentions)].map(([, name, title = '']) => {
    file = name ?? file;
    return { rule: row.split(' | ')[0]?.replace('| ', ''), file, title };
  });
});

describe('docs/procedures.md', () => {
  test('names tests that there are', () => {
    expect(held.length).toBeGreaterThan(300);
    expect(held.filter(({ file, title }) => !sourceOf(file)?.includes(title))).toEqual([]);
  });
});
