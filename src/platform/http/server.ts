import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** `METHOD /path` → handler. Paths are exact. */
export type Routes = Readonly<Record<string, Handler>>;

export const sendJson = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

export interface HttpServer {
  readonly port: number;
  /** From now on each answer ends its connection: whoever keeps some looks for another place in time. */
  sendAway(): void;
  /** Takes no new connections, lets the requests at hand finish, then closes what is left after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

const dispatch = (routes: Routes, log: Logger): Handler => {
  const paths = new Set(Object.keys(routes).map((route) => route.split(' ')[1]));
  return async (request, response) => {
    // Not as a URL: `//` is none, and anybody may ask for it.
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    const handler = routes[`${request.method} ${path}`];
    if (!handler)
      return sendJson(response, paths.has(path) ? 405 : 404, {
        error: paths.has(path) ? 'method not allowed' : 'not found',
      });
    try {
      await handler(request, response);
    } catch (error) {
      log.error({ err: error, path }, 'an HTTP request failed');
      if (!response.headersSent) sendJson(response, 500, { error: 'internal error' });
      else response.destroy();
    }
  };
};

const close = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });

export const startHttp = (options: {
  readonly port: number;
  readonly host: string;
  readonly routes: Routes;
  readonly log: Logger;
}): Promise<HttpServer> => {
  let isLeaving = false;
  const handle = dispatch(options.routes, options.log);
  const server = createServer(
    // Longer than a load balancer keeps an idle connection (60 s is usual): a request must not meet one that is being closed.
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 75_000 },
    (request, response) => {
      if (isLeaving) response.setHeader('connection', 'close');
      void handle(request, response);
    },
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.removeListener('error', reject);
      server.on('error', (error) => options.log.error({ err: error }, 'the HTTP server reported an error'));
      const { port } = server.address() as AddressInfo;
      const sendAway = () => {
        isLeaving = true;
      };
      resolve({ port, sendAway, stop: (graceMs) => close(server, graceMs) });
    });
  });
};
