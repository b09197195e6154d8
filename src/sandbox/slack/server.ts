import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createDispatcher } from './api/dispatch.ts';
import { createLimiter } from './api/limits.ts';
import { readBody, readBuffer } from './body.ts';
import { createControl } from './control.ts';
import { createDeliverer, type Deliverer } from './deliver.ts';
import { parseJson } from './json.ts';
import { isOwnHost, isOwnPage } from './own-page.ts';
import { type Actor, createActor } from './people/actor.ts';
import { spendResponseUrl } from './responses.ts';
import { createSockets, type Sockets } from './sockets.ts';
import type { SlackOptions } from './types.ts';
import { count, problem, tracked, type World } from './world.ts';

/** One port for everything: Web API, response URLs, file downloads, Socket Mode and the page's JSON. */

export interface Running {
  deliverer: Deliverer;
  sockets: Sockets;
  as: (userId: string) => Actor;
  close(): Promise<void>;
}

const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to your workspace</body></html>';

const download = (world: World, req: http.IncomingMessage, res: http.ServerResponse, path: string): void => {
  const id = /^\/files-pri\/[^-]+-([^/]+)\//.exec(path)?.[1] ?? '';
  const file = world.files.get(id);
  const allowed =
    req.headers.authorization === `Bearer ${world.settings.botToken}` &&
    world.settings.scopes.has('files:read') &&
    !world.tokenError;
  count(world, 'download');
  if (!file || !allowed || !file.seenByApp) {
    // Slack doesn't refuse: it redirects to its login page, and careless apps store that.
    res.writeHead(file ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(LOGIN_PAGE);
    return;
  }
  res.writeHead(200, { 'content-type': file.mimetype, 'content-length': file.content.length }).end(file.content);
};

const respond = async (
  world: World,
  req: http.IncomingMessage,
  res: http.ServerResponse,
  path: string,
): Promise<void> => {
  const payload = parseJson(await readBody(req));
  const where = { method: 'response_url' };
  const fault = world.faults.take(['error_500', 'drop'], where);
  if (fault?.kind === 'drop') return void res.socket?.destroy();
  if (fault) return void res.writeHead(500).end('error');
  const outcome = spendResponseUrl(world, path, payload);
  count(world, 'response_url');
  if (outcome.status !== 200) problem(world, `response_url: ${outcome.body}`);
  res
    .writeHead(outcome.status, { 'content-type': outcome.body === 'ok' ? 'text/html' : 'application/json' })
    .end(outcome.body);
};

/** The bytes of a file that the app said it would hand over. */
const upload = async (world: World, req: http.IncomingMessage, res: http.ServerResponse, id: string): Promise<void> => {
  const asked = world.uploads.get(id);
  const content = await readBuffer(req);
  count(world, 'upload');
  if (!asked || content.length !== asked.length) return void res.writeHead(asked ? 400 : 404).end('error');
  asked.content = content;
  res.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${content.length}`);
};

/** What a link to a file leads a person to. */
const openFile = (world: World, res: http.ServerResponse, path: string): void => {
  const file = world.files.get(path.split('/')[3] ?? '');
  if (!file) return void res.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  res.writeHead(200, {
    'content-type': file.mimetype,
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
  });
  res.end(file.content);
};

export const listen = async (world: World, options: SlackOptions): Promise<Running> => {
  const down = () => world.faults.active('down');
  const open = new Set<Socket>();
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (req, res) => {
    void route(req, res).catch((error: unknown) => {
      // A caller that went away, say because it was killed, is no failure of ours.
      if (req.destroyed && !req.complete) return;
      if (!res.headersSent) res.writeHead(500, { 'content-type': 'text/plain' });
      res.end('internal error');
      problem(world, `stand-in failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  const sockets = createSockets(world, server, down);
  const deliverer = createDeliverer(world, sockets);
  world.sendEvent = deliverer.event;
  const actors = new Map<string, Actor>();
  const as = (userId: string): Actor => {
    const known = actors.get(userId) ?? createActor(world, deliverer, userId);
    actors.set(userId, known);
    return known;
  };
  const dispatch = createDispatcher(world, sockets, createLimiter(world));
  const control = createControl(world, as);

  async function route(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://localhost');
    const isControl = /^\/(baton|sandbox)\//.test(url.pathname);
    if (!(isControl ? isOwnPage(req) : isOwnHost(req))) {
      res.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify({ error: 'foreign_origin' }));
      return;
    }
    if (options.routes && (await options.routes(req, res))) return;
    if (url.pathname.startsWith('/sandbox/')) return control(req, res, url);
    if (world.faults.take(['down'], {})) return void req.socket.destroy();
    if (url.pathname.startsWith('/api/')) return dispatch(req, res, url.pathname.slice('/api/'.length));
    if (url.pathname.startsWith('/response/')) return tracked(world, () => respond(world, req, res, url.pathname));
    if (url.pathname.startsWith('/upload/v1/'))
      return tracked(world, () => upload(world, req, res, url.pathname.slice('/upload/v1/'.length)));
    if (url.pathname.startsWith('/files/')) return openFile(world, res, url.pathname);
    if (url.pathname.startsWith('/files-pri/')) return download(world, req, res, url.pathname);
    res.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  }

  world.faults.onAdd((fault) => {
    if (fault.kind === 'down') sockets.cut();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(world.settings.port, '127.0.0.1', resolve);
  });
  world.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    deliverer,
    sockets,
    as,
    async close() {
      deliverer.close();
      sockets.close();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
      world.changes.removeAllListeners();
    },
  };
};
