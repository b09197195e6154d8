import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Handler } from './table.ts';

export interface HttpServer {
  readonly port: number;
  /** From now on each answer ends its connection: whoever keeps some looks for another place in time. */
  sendAway(): void;
  /** Takes no new connections, lets the requests at hand finish, then closes what is left after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

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
  readonly handle: Handler;
  readonly log: Logger;
}): Promise<HttpServer> => {
  let isLeaving = false;
  const server = createServer(
    // Longer than a load balancer keeps an idle connection (60 s is usual): a request must not meet one that is being closed.
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 75_000 },
    (request, response) => {
      if (isLeaving) response.setHeader('connection', 'close');
      void options.handle(request, response);
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
