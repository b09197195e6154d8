import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** So many requests in so many seconds, spread evenly after a first burst; counted by each process for itself. */
export interface Rate {
  readonly times: number;
  readonly seconds: number;
}

export interface HttpRequest {
  /** What stands in the place of `:name` in the path, decoded; never empty, no control characters. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** As it came, for signatures. Empty for GET. */
  readonly body: Buffer;
  /** Who asks: the connection's address, or what the proxies in front say (PROXIES). */
  readonly address: string;
  /** The path's `:token`, else what the header `Authorization: Bearer` says. To be compared with `sameToken`. */
  readonly token: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Over the strict ones that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Too slow, too large, too often. */
export type Refusal = 408 | 413 | 429;

interface Place {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/go/:id`: lower-case words, and names for what varies. HEAD is answered wherever GET is. */
  readonly path: string;
  /**
   * What a body may be and how long it may take to come; default 64 KB within 10 s. A larger one is 413, a slower one 408. A browser
   * that is cut off while it sends shows no answer: so many more bytes (`heardOut`) are let come, and kept nowhere.
   */
  readonly body?: { readonly bytes: number; readonly milliseconds: number; readonly heardOut?: number };
  /** Beyond these: 429 with Retry-After, before the body is read. */
  readonly limits?: { readonly perAddress?: Rate; readonly perToken?: Rate };
  /** What is said to whom it refuses for that; unless told otherwise a word for programs. */
  readonly refusal?: (status: Refusal) => HttpAnswer;
}

/** An address that Baton answers at, and how. */
export interface Answering extends Place {
  readonly answer: (request: HttpRequest) => Promise<HttpAnswer>;
}

/** One that a library answers by itself. The body is read already, within its limits. */
export interface HandedOver extends Place {
  readonly take: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;
}

export type Endpoint = Answering | HandedOver;

export const json = (status: number, value: object): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

/** For what is unknown and for what is malformed alike: nobody learns which of both it was. */
export const notFound: HttpAnswer = json(404, { error: 'not found' });

/** For now: the next time it may lead elsewhere. */
export const redirect = (location: string): HttpAnswer => ({ status: 302, headers: { location } });
