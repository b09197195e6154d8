import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const git = (...args: string[]): Buffer =>
  execFileSync('git', args, { cwd: root, maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] });

/** A clone may not reach back so far. */
export const isInHistory = (commit: string): boolean => {
  try {
    git('cat-file', '-e', `${commit}^{commit}`);
    return true;
  } catch {
    return false;
  }
};

export interface EarlierVersion {
  readonly home: string;
  readonly migrations: string;
  remove(): void;
}

/** Baton as it was at a commit, ready to be built and run with today's packages, among them one that only it uses (dayjs). */
export const checkOut = (commit: string): EarlierVersion => {
  const home = mkdtempSync(join(tmpdir(), 'baton-earlier-'));
  execFileSync('tar', ['-x', '-C', home], { input: git('archive', commit) });
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  execFileSync('npx', ['prisma', 'generate'], { cwd: home, stdio: 'ignore' });
  return {
    home,
    migrations: join(home, 'prisma/migrations'),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
};
