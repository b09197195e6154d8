import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the bundle of a file of `bench` lies. @param home where the sources are */
export const bundleOf = (file: string, home = root): string => join(home, 'dist', `${basename(file, '.ts')}.js`);

/** Bundles as `npm start` does: a process that is killed often must start quickly. */
export const bundle = (file: string, home = root): void => {
  buildSync({
    entryPoints: [join(home, 'bench', file)],
    outfile: bundleOf(file, home),
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
};
