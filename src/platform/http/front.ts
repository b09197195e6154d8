import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Metrics } from '../process/metrics.ts';
import { type HealthParts, healthEndpoints, type Phase } from './health.ts';
import { type Endpoint, type HttpAnswer, json } from './route.ts';
import { type HttpServer, startHttp } from './server.ts';
import { createTable } from './table.ts';

export interface Address {
  readonly port: number;
  readonly host: string;
}

/** What stands behind the front once there is a database. */
export interface Behind extends Pick<HealthParts, 'details'> {
  /** What else is answered; none in a process that only works. */
  readonly endpoints: readonly Endpoint[];
}

export interface Front {
  readonly port: number;
  /** undefined where there is no inner port. */
  readonly innerPort: number | undefined;
  readonly enter: (phase: Phase) => void;
  readonly reach: (db: ReturnType<HealthParts['db']>) => void;
  readonly open: (behind: Behind) => void;
  /** Answers as before, while `/readyz` says that it will not for long. @param ms longer than a balancer asks for that */
  readonly drain: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly stop: (graceMs: number) => Promise<void>;
}

/**
 * Listens before anything else is done, so that whoever watches sees what Baton is at. A request that comes too early is
 * not taken and says so (503): a balancer hands it to a replica that is ready, Slack sends an event again,
 * and a person who clicked is told by Slack that it did not work. Taken, it could only be lost.
 */
export const startFront = async (options: {
  readonly outer: Address;
  readonly inner: Address | undefined;
  readonly proxies: number;
  readonly metrics: Metrics;
  readonly log: Logger;
}): Promise<Front> => {
  const { metrics, proxies, log } = options;
  let phase: Phase = 'starting';
  let db: ReturnType<HealthParts['db']>;
  let behind: Behind | undefined;
  const health = healthEndpoints({
    metrics,
    phase: () => phase,
    db: () => db,
    details: async () => behind?.details() ?? {},
  });
  const tooEarly = (): HttpAnswer => {
    const answer = json(503, { error: phase });
    return { ...answer, headers: { ...answer.headers, 'retry-after': '1' } };
  };
  let handle = createTable({ endpoints: health.outer, otherwise: tooEarly, proxies, log });
  const outer = await startHttp({ ...options.outer, handle: (request, response) => handle(request, response), log });
  let inner: HttpServer | undefined;
  try {
    const details = createTable({ endpoints: health.inner, proxies, log });
    inner = options.inner && (await startHttp({ ...options.inner, handle: details, log }));
  } catch (error) {
    await outer.stop(0);
    throw error;
  }
  return {
    port: outer.port,
    innerPort: inner?.port,
    enter: (next) => {
      phase = next;
    },
    reach: (found) => {
      db = found;
    },
    open: (next) => {
      handle = createTable({ endpoints: [...health.outer, ...next.endpoints], proxies, log });
      behind = next;
      phase = 'ready';
    },
    drain: async (ms, signal) => {
      phase = 'stopping';
      outer.sendAway();
      // Where nothing comes by HTTP, nobody has to be sent away.
      if (behind?.endpoints.length) await sleep(ms, undefined, { signal }).catch(() => undefined);
    },
    stop: async (graceMs) => void (await Promise.all([outer.stop(graceMs), inner?.stop(0)])),
  };
};
