import type { IncomingMessage } from 'node:http';
import type { Endpoint } from './route.ts';

const usual = { bytes: 64 * 1024, milliseconds: 10_000 };

/** @returns the body; or the status it is refused with, when no more of it is read */
export const readBody = (request: IncomingMessage, limits: Endpoint['body'] = usual): Promise<Buffer | number> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (result: Buffer | number): void => {
      clearTimeout(timer);
      request.removeAllListeners('data').pause();
      resolve(result);
    };
    const timer = setTimeout(() => end(408), limits.milliseconds);
    if (Number(request.headers['content-length'] ?? 0) > limits.bytes) return end(413);
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.bytes) end(413);
      else chunks.push(chunk);
    });
    request.once('end', () => end(Buffer.concat(chunks, size)));
    // Cut off: nobody hears the answer.
    request.once('error', () => end(400));
    request.once('close', () => end(400));
  });
