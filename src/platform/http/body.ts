import type { IncomingMessage } from 'node:http';
import type { Endpoint, Refusal } from './route.ts';

const usual = { bytes: 64 * 1024, milliseconds: 10_000 };

/** @returns the body; or why it is refused, when no more of it is read */
export const readBody = (
  request: IncomingMessage,
  limits: Endpoint['body'] = usual,
): Promise<Buffer | Refusal | 'cut off'> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (result: Buffer | Refusal | 'cut off'): void => {
      clearTimeout(timer);
      request.removeAllListeners('data').pause();
      resolve(result);
    };
    const { bytes, milliseconds, heardOut = 0 } = limits;
    const timer = setTimeout(() => end(size > bytes ? 413 : 408), milliseconds);
    if (Number(request.headers['content-length'] ?? 0) > bytes + heardOut) return end(413);
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > bytes + heardOut) end(413);
      else if (size > bytes) chunks.length = 0;
      else chunks.push(chunk);
    });
    request.once('end', () => end(size > bytes ? 413 : Buffer.concat(chunks, size)));
    // Cut off: nobody hears the answer.
    request.once('error', () => end('cut off'));
    request.once('close', () => end('cut off'));
  });
