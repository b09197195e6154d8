import { startHttp } from '../../src/platform/http/server.ts';
import { createTable } from '../../src/platform/http/table.ts';
import { linkTo } from '../../src/platform/links/index.ts';
import { silent } from './database.ts';
import type { Harness } from './harness.ts';

export const publicUrl = 'https://baton.example';

export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** Baton's own HTTP server, with what the harness' slices answer; customers are browsers without a script. */
export const servePages = async (h: Harness) => {
  const endpoints = h.registry.routes.map((route) => ({
    ...route,
    answer: (request: Parameters<typeof route.answer>[1]) => route.answer(h.deps, request),
  }));
  // One proxy in front: a customer's address is what it says.
  const server = await startHttp({
    port: 0,
    host: '127.0.0.1',
    handle: createTable({ endpoints, proxies: 1, log: silent }),
    log: silent,
  });
  const origin = `http://127.0.0.1:${server.port}`;
  let addresses = 0;
  const ask = async (path: string, init: RequestInit = {}, from?: string): Promise<Seen> => {
    addresses += 1;
    const response = await fetch(`${origin}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...init.headers, 'x-forwarded-for': from ?? `198.51.100.${addresses % 250}` },
    });
    return { status: response.status, headers: response.headers, html: await response.text() };
  };
  const hiddenIn = (html: string, what: string): Record<string, string> => {
    const form = html.split('<form ').find((each) => each.includes(`name="what" value="${what}"`)) ?? '';
    return Object.fromEntries(
      [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    );
  };
  const post = (path: string, fields: Readonly<Record<string, string>>, from?: string): Promise<Seen> =>
    ask(path, { method: 'POST', body: new URLSearchParams(fields) }, from);
  return {
    origin,
    ask,
    post,
    /** The path of a thing's page. */
    pathTo: async (type: string, id: string): Promise<string> => {
      const link = await linkTo(h.deps.contributions, h.db.prisma, { type, id });
      if (!link?.url?.startsWith(publicUrl)) throw new Error('there is no link');
      return link.url.slice(publicUrl.length);
    },
    /** Fills in a form as the page has it, and sends it. */
    send: async (path: string, what: string, fields: Readonly<Record<string, string>> = {}, from?: string) => {
      const { html } = await ask(path);
      return post(path, { ...hiddenIn(html, what), ...fields }, from);
    },
    /** The same with a file. */
    sendFile: async (path: string, name: string, bytes: Uint8Array) => {
      const { html } = await ask(path);
      const body = new FormData();
      for (const [field, value] of Object.entries(hiddenIn(html, 'file'))) body.set(field, value);
      body.set('file', new File([new Uint8Array(bytes)], name));
      return ask(path, { method: 'POST', body });
    },
    hiddenIn,
    close: () => server.stop(0),
  };
};

export type Pages = Awaited<ReturnType<typeof servePages>>;
