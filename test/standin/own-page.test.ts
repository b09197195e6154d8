import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, slack } from './support.ts';

/** Only the sandbox's own page may steer it: the server listens on this machine, where any page in the browser can send to. */
afterEach(closeAll);

const ask = (url: string, path: string, headers: Record<string, string>, method = 'POST'): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject).end(method === 'POST' ? '{}' : undefined);
  });

const started = async () => {
  const reached: string[] = [];
  const at = await slack({
    routes: async (asked, response) => {
      if (!asked.url?.startsWith('/baton/') && asked.url !== '/') return false;
      reached.push(asked.url);
      response.end('{}');
      return true;
    },
  });
  const { port } = new URL(at.url);
  return { at, port, reached };
};

describe('the sandbox’s control', () => {
  it.each<[string, (port: string) => Record<string, string>]>([
    ['a page of another origin', () => ({ origin: 'https://evil.example' })],
    ['a page without an origin', () => ({ origin: 'null' })],
    ['a page that another server of this machine serves', () => ({ origin: 'http://localhost:1' })],
    ['the same address over HTTPS', (port) => ({ origin: `https://127.0.0.1:${port}` })],
    ['an origin that is none', () => ({ origin: 'nonsense' })],
    ['a link or picture of another site', () => ({ 'sec-fetch-site': 'cross-site' })],
    ['another port of this machine', () => ({ 'sec-fetch-site': 'same-site' })],
    ['a name that leads here by its DNS', (port) => ({ host: `evil.example:${port}` })],
    [
      'a name that leads here, as its own origin',
      (port) => ({
        host: `evil.example:${port}`,
        origin: `http://evil.example:${port}`,
        'sec-fetch-site': 'same-origin',
      }),
    ],
    ['a name that begins like this machine’s', (port) => ({ host: `localhost.evil.example:${port}` })],
  ])('is refused to %s', async (_who, headersFor) => {
    const { at, port, reached } = await started();
    const headers = headersFor(port);
    for (const path of ['/sandbox/act', '/sandbox/faults', '/baton/clock', '/baton/crash', '/baton/reset'])
      expect(await ask(at.url, path, headers), path).toBe(403);
    for (const path of ['/sandbox/state?as=U0SALES001', '/sandbox/stream', '/baton/state'])
      expect(await ask(at.url, path, headers, 'GET'), path).toBe(403);
    expect(reached).toEqual([]);
  });

  it.each<[string, (port: string) => Record<string, string>]>([
    ['its page', (port) => ({ origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' })],
    ['its page by the other name', (port) => ({ host: `localhost:${port}`, origin: `http://localhost:${port}` })],
    ['a forwarded port', () => ({ host: 'localhost:8080', origin: 'http://localhost:8080' })],
    ['who types the address', () => ({ 'sec-fetch-site': 'none' })],
    ['a shell', () => ({})],
  ])('is open to %s', async (_who, headersFor) => {
    const { at, port, reached } = await started();
    expect(await ask(at.url, '/sandbox/state?as=U0SALES001', headersFor(port), 'GET')).toBe(200);
    expect(await ask(at.url, '/baton/clock', headersFor(port))).toBe(200);
    expect(reached).toEqual(['/baton/clock']);
  });

  it('shows its page to whoever follows a link to it, and to no other name', async () => {
    const { at, port } = await started();
    expect(await ask(at.url, '/', { 'sec-fetch-site': 'cross-site' }, 'GET')).toBe(200);
    expect(await ask(at.url, '/', { host: `evil.example:${port}` }, 'GET')).toBe(403);
  });
});
