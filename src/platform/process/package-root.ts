import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rootAbove = (folder: string): string => {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('Baton’s own files are gone: no package.json above its code.');
  return rootAbove(above);
};

/** Where Baton is installed: the same for its source and for the bundle that `npm start` runs. */
export const packageRoot: string = rootAbove(dirname(fileURLToPath(import.meta.url)));
