import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 64 * 1024 * 1024;

export const readBuffer = async (req: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    const part = chunk as Buffer;
    size += part.length;
    if (size > MAX_BYTES) throw new Error('request body too large');
    chunks.push(part);
  }
  return chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
};

export const readBody = async (req: IncomingMessage): Promise<string> => (await readBuffer(req)).toString();
