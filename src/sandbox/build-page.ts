import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Builds the sandbox's page when it is missing or older than its sources. */

const SOURCES = fileURLToPath(new URL('./page/', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Where the built page lies. */
export const builtPageDir = join(ROOT, '.baton', 'page');

const newest = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const times = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newest(path) : stat(path).then((found) => found.mtimeMs);
    }),
  );
  return Math.max(0, ...times);
};

const builtAt = (): Promise<number> =>
  stat(join(builtPageDir, 'index.html')).then(
    (found) => found.mtimeMs,
    () => 0,
  );

/** Returns the folder with the built page. Vite is loaded only when there is something to build. */
export const buildPage = async (): Promise<string> => {
  const [sources, lock, built] = await Promise.all([
    newest(SOURCES),
    stat(join(ROOT, 'package-lock.json')).then((found) => found.mtimeMs),
    builtAt(),
  ]);
  if (built > Math.max(sources, lock)) return builtPageDir;
  const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')]);
  const fresh = `${builtPageDir}-${process.pid}`;
  await inProduction(() =>
    build({
      root: SOURCES,
      configFile: false,
      logLevel: 'warn',
      plugins: [react()],
      build: {
        outDir: fresh,
        emptyOutDir: true,
        target: ['chrome123', 'firefox121', 'safari17.5'],
        reportCompressedSize: false,
      },
    }),
  );
  await takePlace(fresh);
  return builtPageDir;
};

/** Vite and React look at the environment; a test's or a developer's own would make a larger and slower page. */
const inProduction = async (work: () => Promise<unknown>): Promise<void> => {
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = 'production';
  await work().finally(() => {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  });
};

/** Whole at once: others may be serving the page, or building it too, and whoever comes second has built the same. */
const takePlace = async (fresh: string): Promise<void> => {
  const old = `${fresh}-old`;
  await rename(builtPageDir, old).catch(() => undefined);
  await rename(fresh, builtPageDir).catch(() => rm(fresh, { recursive: true, force: true }));
  await rm(old, { recursive: true, force: true });
};
