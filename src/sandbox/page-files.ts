import { createReadStream, existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { builtPageDir } from './build-page.ts';

export { buildPage } from './build-page.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.map': 'application/json',
};

/** Serves the built page; false when the path is not one of its files. */
export const servePage = (request: IncomingMessage, response: ServerResponse, path: string): boolean => {
  if (request.method !== 'GET') return false;
  const file = join(builtPageDir, normalize(path === '/' ? '/index.html' : path));
  if (!file.startsWith(builtPageDir) || !existsSync(file) || !statSync(file).isFile()) return false;
  const isAsset = path.startsWith('/assets/');
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': isAsset ? 'public, max-age=31536000, immutable' : 'no-store',
    // Nothing may leave the machine.
    'content-security-policy': "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'",
  });
  createReadStream(file).pipe(response);
  return true;
};
