/**
 * The load generator, in a process of its own. Every request is made and signed before the first is sent; then each goes
 * at its appointed time whether or not earlier ones are answered (open loop), and its latency counts from that time.
 */
import { readFileSync } from 'node:fs';
import { asForm } from '../../src/sandbox/slack/transport.ts';
import { copied } from './copies.ts';
import { openPool, signedRequest } from './http-load.ts';

/** A request as the stand-in made it once, and what to put in its place. */
export interface Planned {
  readonly kind: string;
  /** By which Baton remembers that it was carried out. */
  readonly key: string;
  readonly template: string;
  readonly replace: readonly (readonly [string, string])[];
  /** Which copy of the template's records it is about. */
  readonly copy: number;
  /** Milliseconds after the start. */
  readonly at: number;
}

export interface Plan {
  readonly port: number;
  readonly secret: string;
  readonly templates: Readonly<
    Record<string, { readonly form: 'fields' | 'payload'; readonly payload: Record<string, string> }>
  >;
  readonly requests: readonly Planned[];
}

export interface Sent {
  readonly kind: string;
  /** Which of the planned requests. */
  readonly n: number;
  readonly ms: number;
  readonly status: number;
  /** What the ack said, when it was not empty. */
  readonly body: string;
}

export type Order =
  | { readonly order: 'plan'; readonly file: string }
  /** Each connection sends its next request when the last is answered (closed loop). */
  | { readonly order: 'one-by-one'; readonly file: string; readonly connections: number }
  | {
      readonly order: 'saturate';
      readonly port: number;
      readonly secret: string;
      readonly body: string;
      readonly connections: number;
      readonly seconds: number;
    };

const requestOf = (plan: Plan, planned: Planned): Buffer => {
  const template = plan.templates[planned.template];
  if (!template) throw new Error(`no template ${planned.template}`);
  let text = copied(JSON.stringify(template.payload), planned.copy);
  for (const [from, to] of planned.replace) text = text.replaceAll(from, to);
  const payload = JSON.parse(text) as Record<string, string>;
  const { body } = asForm(template.form === 'payload' ? { payload: text } : payload);
  return signedRequest(plan.port, plan.secret, body);
};

const oneByOne = async ({ file, connections }: Extract<Order, { order: 'one-by-one' }>): Promise<void> => {
  const plan = JSON.parse(readFileSync(file, 'utf8')) as Plan;
  const requests = plan.requests.map((planned) => requestOf(plan, planned));
  const pool = openPool(plan.port, connections);
  process.send?.({ ready: true });
  await new Promise((resolve) => process.once('message', resolve));
  const sent: Sent[] = [];
  const start = performance.now();
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < requests.length; n = next++) {
      const [planned, request] = [plan.requests[n], requests[n]];
      if (!planned || !request) return;
      const from = performance.now();
      const { status, body } = await pool.send(request);
      sent.push({ kind: planned.kind, n, ms: performance.now() - from, status, body: body.slice(0, 200) });
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - start) / 1000;
  pool.close();
  await new Promise((resolve) => process.send?.({ sent, seconds }, resolve));
};

const run = async ({ file }: Extract<Order, { order: 'plan' }>): Promise<void> => {
  const plan = JSON.parse(readFileSync(file, 'utf8')) as Plan;
  const requests = plan.requests.map((planned) => requestOf(plan, planned));
  const pool = openPool(plan.port, 200);
  process.send?.({ ready: true });
  await new Promise((resolve) => process.once('message', resolve));
  const sent: Sent[] = [];
  const start = performance.now();
  let next = 0;
  await new Promise<void>((resolve) => {
    const pump = () => {
      for (; next < requests.length; next++) {
        const planned = plan.requests[next];
        const request = requests[next];
        if (!planned || !request) break;
        const wait = start + planned.at - performance.now();
        if (wait > 0) {
          setTimeout(pump, Math.max(1, Math.floor(wait)));
          return;
        }
        const n = next;
        void pool.send(request).then(({ status, body }) => {
          sent.push({
            kind: planned.kind,
            n,
            ms: performance.now() - start - planned.at,
            status,
            body: body.slice(0, 200),
          });
          if (sent.length === requests.length) resolve();
        });
      }
    };
    pump();
  });
  pool.close();
  await new Promise((resolve) => process.send?.({ sent, seconds: (performance.now() - start) / 1000 }, resolve));
};

const saturate = async ({
  port,
  secret,
  body,
  connections,
  seconds,
}: Extract<Order, { order: 'saturate' }>): Promise<void> => {
  const pool = openPool(port, connections);
  const request = signedRequest(port, secret, body);
  let count = 0;
  let wrong = 0;
  const end = performance.now() + seconds * 1000;
  const start = performance.now();
  const worker = async () => {
    while (performance.now() < end) {
      const { status } = await pool.send(request);
      if (status === 200) count += 1;
      else wrong += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  pool.close();
  const rate = count / ((performance.now() - start) / 1000);
  await new Promise((resolve) => process.send?.({ rate, wrong }, resolve));
};

process.once('message', (order: Order) => {
  const work = { plan: run, 'one-by-one': oneByOne, saturate }[order.order] as (order: Order) => Promise<void>;
  void work(order).then(() => process.disconnect());
});
