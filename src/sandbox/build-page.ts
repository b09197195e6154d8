import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Builds the sandbox's page when it is missing or older than its sources. */

const SOURCES = fileURLToPath(new URL('./page/', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Where the built page lies. */
export const builtPageDir = join(ROOT, '.baton', 'page');

async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  const times = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newest(path) : stat(path).then((found) => found.mtimeMs);
    }),
  );
  return Math.max(0, ...times);
}

const builtAt = (): Promise<number> =>
  stat(join(builtPageDir, 'index.html')).then(
    (found) => found.mtimeMs,
    () => 0,
  );

/** Returns the folder with the built page. Vite is loaded only when there is something to build. */
export async function buildPage(): Promise<string> {
  const [sources, lock, built] = await Promise.all([
    newest(SOURCES),
    stat(join(ROOT, 'package-lock.json')).then((found) => found.mtimeMs),
    builtAt(),
  ]);
  if (built > Math.max(sources, lock)) return builtPageDir;
  const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')]);
  await mkdir(builtPageDir, { recursive: true });
  await build({
    root: SOURCES,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: { outDir: builtPageDir, emptyOutDir: true, target: 'es2022', reportCompressedSize: false },
  });
  // Copied files keep their dates; the index says when all of it was built.
  const index = join(builtPageDir, 'index.html');
  await writeFile(index, await readFile(index));
  return builtPageDir;
}
