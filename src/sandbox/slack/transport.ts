import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { LiveFault } from './faults.ts';
import type { Obj } from './json.ts';
import type { World } from './world.ts';

/** One request to the app, over real HTTP and really signed. */

export interface Outgoing {
  contentType: string;
  body: string;
  headers?: Record<string, string>;
}

export interface Reply {
  status: number;
  body: string;
  ackMs: number;
  error?: string;
  headers: http.IncomingHttpHeaders;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

export const asJson = (payload: Obj): Outgoing => ({ contentType: 'application/json', body: JSON.stringify(payload) });

export const asForm = (fields: Record<string, string>): Outgoing => ({
  contentType: 'application/x-www-form-urlencoded',
  body: new URLSearchParams(fields).toString(),
});

/** Slack's v0 signature; faults can spoil it or make it too old. */
export const signed = (secret: string, body: string, fault?: LiveFault): Record<string, string> => {
  const age = fault?.kind === 'old_timestamp' ? 600 : 0;
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  const key = fault?.kind === 'bad_signature' ? `${secret}-not` : secret;
  const digest = createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
};

const CONNECTION_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EHOSTUNREACH']);

/**
 * Resolves at the ack or at the deadline, whichever comes first, and never rejects. An answer after the deadline goes to
 * `onLate`: the person has seen an error by then, and the app's developer should learn of it.
 */
export const send = (
  world: World,
  url: string,
  request: Outgoing,
  onLate: (ms: number) => void,
  fault?: LiveFault,
): Promise<Reply> => {
  const started = performance.now();
  const target = new URL(url);
  return new Promise((resolve) => {
    let settled = false;
    const settle = (reply: Omit<Reply, 'ackMs' | 'headers'> & { headers?: http.IncomingHttpHeaders }) => {
      const ackMs = performance.now() - started;
      if (settled) {
        if (reply.status > 0) onLate(ackMs);
        return;
      }
      settled = true;
      clearTimeout(deadline);
      resolve({ headers: {}, ...reply, ackMs });
    };
    const deadline = setTimeout(
      () => settle({ status: 0, body: '', error: 'operation_timeout' }),
      world.settings.ackTimeoutMs,
    );
    const go = (again: boolean): void => {
      // Slack hangs up at its deadline; listening on for as long again tells a late ack from none.
      const hangUp = setTimeout(() => outgoing.destroy(), world.settings.ackTimeoutMs * 2);
      const outgoing = (target.protocol === 'https:' ? https : http).request(
        target,
        {
          method: 'POST',
          ...(target.protocol === 'https:' || again ? {} : { agent }),
          headers: {
            'content-type': request.contentType,
            'content-length': Buffer.byteLength(request.body),
            'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
            ...signed(world.settings.signingSecret, request.body, fault),
            ...request.headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', () => settle({ status: 0, body: '', error: 'connection_failed' }));
          response.on('end', () =>
            settle({
              status: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString(),
              headers: response.headers,
            }),
          );
        },
      );
      outgoing.on('close', () => clearTimeout(hangUp));
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // A kept-alive connection that the app had just closed says nothing about the app: the request never got there.
        if (outgoing.reusedSocket && error.code === 'ECONNRESET' && !again && !settled) return go(true);
        settle({
          status: 0,
          body: '',
          error: CONNECTION_ERRORS.has(error.code ?? '') ? 'connection_failed' : 'http_error',
        });
      });
      outgoing.end(request.body);
    };
    go(false);
  });
};
