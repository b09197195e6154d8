import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the bundle of a file of `bench` lies. */
export const bundleOf = (file: string): string => join(root, 'dist', `${basename(file, '.ts')}.js`);

/** Bundles as `npm start` does: a process that is killed often must start quickly. */
export const bundle = (file: string): void => {
  buildSync({
    entryPoints: [join(root, 'bench', file)],
    outfile: bundleOf(file),
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
};
