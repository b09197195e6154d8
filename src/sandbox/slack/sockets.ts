import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isObj, type Json, type Obj, parseJson, str } from './json.ts';
import { APP } from './workspace.ts';
import { problem, type World } from './world.ts';

/** Socket Mode: connections that the app opens, envelopes that go out on them in turn, acks that come back. */

export interface SocketReply {
  payload: Json | undefined;
  ackMs: number;
  error?: string;
}

export interface Sockets {
  count(): number;
  /** A single-use address, as `apps.connections.open` hands it out. */
  ticket(): string;
  send(
    type: 'events_api' | 'slash_commands' | 'interactive',
    payload: Obj,
    extra: Obj,
    onLate: (ms: number) => void,
  ): Promise<SocketReply>;
  /** Asks the app to reconnect, as Slack does every few hours. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Cuts every connection without a word. */
  cut(): void;
  close(): void;
}

const PING_MS = 10_000;
const MOST_CONNECTIONS = 10;

export const createSockets = (world: World, server: Server, refused: () => boolean): Sockets => {
  const wss = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const open: WebSocket[] = [];
  const waiting = new Map<string, { answer: (payload: Json | undefined) => void }>();
  let turn = 0;

  const forget = (socket: WebSocket) => {
    const at = open.indexOf(socket);
    if (at >= 0) open.splice(at, 1);
  };

  function receive(text: string): void {
    const message = parseJson(text);
    const envelope = isObj(message) ? str(message.envelope_id) : '';
    const pending = waiting.get(envelope);
    waiting.delete(envelope);
    if (envelope === '') problem(world, `socket: not an ack: ${text.slice(0, 200)}`);
    else if (!pending) problem(world, `socket: double or unknown ack of envelope ${envelope}`);
    else pending.answer(isObj(message) ? message.payload : undefined);
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'ws://localhost');
    const ticket = url.searchParams.get('ticket') ?? '';
    if (url.pathname !== '/link' || refused() || !tickets.delete(ticket) || open.length >= MOST_CONNECTIONS) {
      stream.destroy();
      return;
    }
    wss.handleUpgrade(request, stream, head, (socket) => {
      open.push(socket);
      const pulse = setInterval(() => socket.ping(`Ping from stand-in ${Date.now()}`), PING_MS);
      pulse.unref();
      socket.on('message', (data) => receive(String(data)));
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        clearInterval(pulse);
        forget(socket);
      });
      socket.send(
        JSON.stringify({
          type: 'hello',
          num_connections: open.length,
          debug_info: { host: 'standin', build_number: 1, approximate_connection_time: 18_060 },
          connection_info: { app_id: APP.id },
        }),
      );
      socket.ping('hello');
    });
  });

  return {
    count: () => open.length,
    ticket() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${world.baseUrl.replace(/^http/, 'ws')}/link?ticket=${ticket}&app_id=${APP.id}`;
    },
    send(type, payload, extra, onLate) {
      const started = performance.now();
      const socket = open[turn++ % Math.max(open.length, 1)];
      if (!socket) return Promise.resolve({ payload: undefined, ackMs: 0, error: 'connection_failed' });
      const envelope = randomUUID();
      return new Promise((resolve) => {
        const elapsed = () => performance.now() - started;
        const deadline = setTimeout(() => {
          waiting.set(envelope, { answer: () => onLate(elapsed()) });
          setTimeout(() => waiting.delete(envelope), 60_000).unref();
          resolve({ payload: undefined, ackMs: elapsed(), error: 'operation_timeout' });
        }, world.settings.ackTimeoutMs);
        waiting.set(envelope, {
          answer: (ack) => {
            clearTimeout(deadline);
            resolve({ payload: ack, ackMs: elapsed() });
          },
        });
        socket.send(
          JSON.stringify({
            envelope_id: envelope,
            type,
            payload,
            accepts_response_payload: type !== 'events_api',
            ...extra,
          }),
        );
      });
    },
    disconnect(reason) {
      for (const socket of [...open]) {
        forget(socket);
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'standin' } }));
        setTimeout(() => socket.close(1000), 1000).unref();
      }
    },
    cut() {
      for (const socket of [...open]) socket.terminate();
    },
    close() {
      for (const socket of [...open]) socket.terminate();
      wss.close();
    },
  };
};
