import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server of lists answers at a path. */
export type ListAnswer = string | ((response: ServerResponse) => void);

/** A real HTTP server on this machine; `set` says what it answers from then on. */
export const startListServer = async () => {
  const answers = new Map<string, ListAnswer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const answer = answers.get(path);
    if (typeof answer === 'function') return answer(response);
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(answer ?? 'not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    at: (path: string, host = '127.0.0.1') => `http://${host}:${port}${path}`,
    set: (path: string, answer: ListAnswer) => void answers.set(path, answer),
    /** The paths that were asked for. */
    asked: asked as readonly string[],
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

export type ListServer = Awaited<ReturnType<typeof startListServer>>;
