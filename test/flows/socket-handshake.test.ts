import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createSlackApp } from '../../src/platform/slack/receiving/app.ts';
import type { EventParts } from '../../src/platform/slack/receiving/events.ts';
import { silent } from '../support/database.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const portOf = (server: { address(): AddressInfo | string | null }): number => (server.address() as AddressInfo).port;

test('Socket Mode: an address that accepts and then says nothing is given up, and another is asked for', async () => {
  const held: Socket[] = [];
  const mute = createServer((socket) => {
    socket.on('error', () => undefined);
    held.push(socket);
  }).listen(0, '127.0.0.1');
  const speaking = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  speaking.on('connection', (socket) =>
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } })),
  );
  let asked = 0;
  const api = createHttpServer((_request, response) => {
    asked += 1;
    const port = asked === 1 ? portOf(mute) : portOf(speaking);
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/` }));
  }).listen(0, '127.0.0.1');
  closing.push(
    () => {
      for (const socket of held) socket.destroy();
    },
    () => mute.close(),
    () => speaking.close(),
    () => api.close(),
  );
  await expect.poll(() => api.listening && mute.listening).toBe(true);

  const slack = createSlackApp(
    {
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
      apiUrl: `http://127.0.0.1:${portOf(api)}/api/`,
      requestLimitBytes: 1000,
      identity: () => ({}),
      log: silent,
      handshakeMs: 100,
    },
    {} as EventParts,
  );
  closing.unshift(() => slack.stop());
  await slack.start();
  await expect.poll(() => held.length, { timeout: 5_000 }).toBe(1);
  await expect.poll(() => slack.connected(), { timeout: 10_000 }).toBe(true);
  expect(asked).toBeGreaterThan(1);
});
