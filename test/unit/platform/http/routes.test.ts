import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLimiter } from '../../../../src/platform/http/limiter.ts';
import { type Endpoint, type HttpRequest, json, notFound, redirect } from '../../../../src/platform/http/route.ts';
import { type HttpServer, startHttp } from '../../../../src/platform/http/server.ts';
import { createTable } from '../../../../src/platform/http/table.ts';
import { sameToken } from '../../../../src/platform/http/tokens.ts';
import { silent } from '../../../support/database.ts';

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.stop(0);
  server = undefined;
});

const serve = async (endpoints: readonly Endpoint[], proxies = 0): Promise<string> => {
  const handle = createTable({ endpoints, proxies, log: silent });
  server = await startHttp({ port: 0, host: '127.0.0.1', handle, log: silent });
  return `http://127.0.0.1:${server.port}`;
};

/** An endpoint that notes what it was asked. */
const noting = (place: Omit<Endpoint, 'answer' | 'take'>) => {
  const answer = vi.fn(async (_request: HttpRequest) => json(200, { fine: true }));
  return { endpoint: { ...place, answer }, asked: () => answer.mock.calls.map(([request]) => request) };
};

/** As it is given, which fetch would tidy. */
const raw = (url: string, path: string, method = 'GET'): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(url);
    httpRequest({ host: '127.0.0.1', port, path, method }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });

describe('which route answers', () => {
  test('what varies in a path is handed over decoded; the query is no part of it', async () => {
    const { endpoint, asked } = noting({ method: 'GET', path: '/customers/:name/bills/:id' });
    const url = await serve([endpoint]);
    expect((await fetch(`${url}/customers/B%C3%BCro%20%2F%20Co/bills/7?x=1`)).status).toBe(200);
    expect(asked()[0]?.params).toEqual({ name: 'Büro / Co', id: '7' });
  });

  test('a path that is spelled out comes before one that varies', async () => {
    const { endpoint, asked } = noting({ method: 'GET', path: '/bills/:token' });
    const url = await serve([endpoint, { method: 'GET', path: '/bills/help', answer: async () => redirect('/help') }]);
    const answer = await fetch(`${url}/bills/help`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/help']);
    expect(asked()).toEqual([]);
  });

  test('unknown and malformed are answered alike, and reach no route', async () => {
    const { endpoint, asked } = noting({ method: 'GET', path: '/go/:id' });
    const url = await serve([endpoint, { method: 'GET', path: '/none/:id', answer: async () => notFound }]);
    const told = async (path: string) => {
      const answer = await fetch(url + path);
      return [answer.status, await answer.text(), answer.headers.get('content-type')];
    };
    const unknown = await told('/none/x');
    for (const path of ['/nowhere', '/go', '/go/', '/go/a/b', '/GO/a', '/go/%E0%A4%A', '/go/a%00b', '/go/%0a', '/:/a'])
      expect([path, ...(await told(path))]).toEqual([path, ...unknown]);
    for (const path of ['//', '/..', '/go/../..', '*', '/go/%'])
      expect([path, await raw(url, path)]).toEqual([path, 404]);
    expect(asked()).toEqual([]);
  });

  test('HEAD says what GET says, without the body; another method is told which there are', async () => {
    const { endpoint } = noting({ method: 'GET', path: '/bills/:token' });
    const url = await serve([endpoint, { ...endpoint, method: 'POST' }]);
    const got = await fetch(`${url}/bills/a`);
    const head = await fetch(`${url}/bills/a`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String((await got.text()).length));
    expect(await head.text()).toBe('');
    const refused = await fetch(`${url}/bills/a`, { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  test('two routes at one place, or a path that is none, are found when they are put together', () => {
    const { endpoint } = noting({ method: 'GET', path: '/go/:id' });
    const table =
      (...paths: readonly string[]) =>
      () =>
        createTable({ endpoints: paths.map((path) => ({ ...endpoint, path })), proxies: 0, log: silent });
    expect(table('/go/:id', '/go/:token')).toThrow('two routes answer GET /go/:');
    expect(table('go')).toThrow('is no path');
    expect(table('/go/:id/')).toThrow('is no path');
  });
});

describe('what is let in', () => {
  test('a body comes as it was sent, byte by byte', async () => {
    const { endpoint, asked } = noting({ method: 'POST', path: '/webhooks/:source' });
    const url = await serve([endpoint]);
    const sent = Buffer.from([0, 255, 13, 10, 123, 34, 128]);
    expect((await fetch(`${url}/webhooks/stripe`, { method: 'POST', body: sent })).status).toBe(200);
    expect(asked()[0]?.body).toEqual(sent);
  });

  test('one that is larger than the route allows is refused, whether it says so or not', async () => {
    const { endpoint, asked } = noting({ method: 'POST', path: '/in', body: { bytes: 10, milliseconds: 5000 } });
    const url = await serve([endpoint]);
    const post = (body: string | ReadableStream<Uint8Array>) =>
      fetch(`${url}/in`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect((await post('0123456789')).status).toBe(200);
    const large = await post('0123456789x');
    expect([large.status, await large.json()]).toEqual([413, { error: 'the body is too large' }]);
    const unsaid = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(Buffer.from('0123456789x'));
        controller.close();
      },
    });
    expect((await post(unsaid)).status).toBe(413);
    expect(asked()).toHaveLength(1);
  });

  test('one that is too large is heard out where the route says so, so that who still sends it reads its own sentence; nothing of it is handed over', async () => {
    const { endpoint, asked } = noting({
      ...{ method: 'POST', path: '/in', body: { bytes: 10, milliseconds: 5000, heardOut: 4_000_000 } },
      refusal: (status) => ({ status, body: `refused ${status}` }),
    });
    const url = await serve([endpoint]);
    const post = (bytes: number) => fetch(`${url}/in`, { method: 'POST', body: Buffer.alloc(bytes) });
    const heard = await post(3_000_000);
    expect([heard.status, await heard.text()]).toEqual([413, 'refused 413']);
    expect(asked()).toEqual([]);
    expect((await post(10)).status).toBe(200);
  });

  test('one that does not come to its end in time is refused, and its connection closed', async () => {
    const { endpoint, asked } = noting({ method: 'POST', path: '/in', body: { bytes: 10, milliseconds: 30 } });
    const { port } = new URL(await serve([endpoint]));
    const answer = await new Promise<string>((resolve, reject) => {
      let heard = '';
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('POST /in HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n01234'),
      );
      socket.on('data', (data) => {
        heard += data;
      });
      socket.once('error', reject).once('end', () => resolve(heard));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(asked()).toEqual([]);
  });

  test('too many by one address, or with one token, wait as long as they are told; others do not', async () => {
    const rate = { times: 2, seconds: 600 };
    const { endpoint } = noting({ method: 'GET', path: '/bills/:token', limits: { perToken: rate } });
    const api = noting({ method: 'GET', path: '/v1/licenses/:key', limits: { perToken: rate } });
    const login = noting({ method: 'GET', path: '/login', limits: { perAddress: rate } });
    const url = await serve([endpoint, api.endpoint, login.endpoint], 1);
    const ask = async (path: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(url + path, { headers });
      return answer.status === 429 ? Number(answer.headers.get('retry-after')) : answer.status;
    };
    expect([await ask('/bills/a'), await ask('/bills/a')]).toEqual([200, 200]);
    const wait = await ask('/bills/a');
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(300);
    expect(await ask('/bills/b')).toBe(200);
    const bearer = { authorization: 'Bearer abc' };
    expect([await ask('/v1/licenses/1', bearer), await ask('/v1/licenses/2', bearer)]).toEqual([200, 200]);
    expect(await ask('/v1/licenses/3', bearer)).toBeGreaterThan(200);
    expect(api.asked()[0]?.token).toBe('abc');
    // What stands before the proxy's own word, anybody can write.
    const from = (address: string) => ({ 'x-forwarded-for': `${Math.random()}, ${address}` });
    expect([await ask('/login', from('192.0.2.1')), await ask('/login', from('192.0.2.1'))]).toEqual([200, 200]);
    expect(await ask('/login', from('192.0.2.1'))).toBeGreaterThan(200);
    expect(await ask('/login', from('192.0.2.2'))).toBe(200);
    expect(login.asked().map(({ address }) => address)).toEqual(['192.0.2.1', '192.0.2.1', '192.0.2.2']);
  });

  test('a limit gives back a share at a time, and forgets those who ask no more', () => {
    let now = 1_000_000;
    const wait = createLimiter({ times: 3, seconds: 60 }, () => now);
    expect([wait('a'), wait('a'), wait('a'), wait('a')]).toEqual([0, 0, 0, 20]);
    now += 20_000;
    expect([wait('a'), wait('a')]).toEqual([0, 20]);
    for (let each = 0; each < 50_000; each += 1) wait(`made up ${each}`);
    now += 20_000;
    expect(wait('made up 49999')).toBe(0);
    expect([wait('b'), wait('b'), wait('b'), wait('b')]).toEqual([0, 0, 0, 20]);
  });

  test('a token is compared as a whole, of whatever length', () => {
    expect(sameToken('secret', 'secret')).toBe(true);
    for (const other of ['Secret', 'secre', 'secret ', '', undefined]) expect(sameToken(other, 'secret')).toBe(false);
    expect(sameToken(undefined, '')).toBe(false);
  });
});

describe('what goes out', () => {
  test('every answer is strict: not kept, not framed, not guessed at, nothing runs in it', async () => {
    const { endpoint } = noting({ method: 'GET', path: '/p/:token' });
    const page = { status: 200, headers: { 'content-type': 'text/html', 'cache-control': 'max-age=60' }, body: '<p>' };
    const url = await serve([endpoint, { method: 'GET', path: '/page', answer: async () => page }]);
    for (const path of ['/p/a', '/nowhere'])
      expect(Object.fromEntries((await fetch(url + path)).headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
    expect(Object.fromEntries((await fetch(`${url}/page`)).headers)).toMatchObject({
      'cache-control': 'max-age=60',
      'x-content-type-options': 'nosniff',
    });
  });

  test('a route that fails says so and nothing of why; what was secret in its address is not logged', async () => {
    const error = vi.spyOn(silent, 'error');
    const failing: Endpoint = {
      method: 'GET',
      path: '/bills/:token',
      answer: async () => {
        throw new Error('connection to 10.0.0.5 lost');
      },
    };
    const answer = await fetch(`${await serve([failing])}/bills/SECRET`);
    expect([answer.status, await answer.json()]).toEqual([500, { error: 'internal error' }]);
    expect(JSON.stringify(error.mock.calls)).not.toContain('SECRET');
  });
});
