import type { Condition } from '../db/condition.ts';
import type { Database } from '../db/open.ts';
import type { Metrics } from '../process/metrics.ts';
import { type Routes, sendJson } from './server.ts';

/** What a process is at, until it is `ready` and when it leaves. */
export type Phase = 'starting' | 'waiting for the database' | 'migrating' | 'ready' | 'stopping';

export interface HealthParts {
  readonly metrics: Metrics;
  readonly phase: () => Phase;
  /** undefined until it is open. */
  readonly db: () => Pick<Database, 'condition'> | undefined;
  /** What does not decide: an outage of Slack must not take bills and licenses down. */
  readonly details: () => Promise<Readonly<Record<string, unknown>>>;
}

interface Readiness {
  readonly ready: boolean;
  readonly reason?: string;
}

const reasons: Readonly<Record<Exclude<Condition, 'up'>, string>> = {
  down: 'the database does not answer',
  full: 'the database is full',
  'read-only': 'the database takes no writes',
};

const alive: Routes = { 'GET /healthz': (_request, response) => sendJson(response, 200, { alive: true }) };

/**
 * `/healthz`: the process lives. `/readyz`: it can work, which means that the database answers and takes writes.
 * The public answers say no more than that; what stands behind it, and `/metrics` for Prometheus, is for the inner port.
 */
export const healthRoutes = ({ metrics, phase, db, details }: HealthParts) => {
  const readiness = async (): Promise<Readiness> => {
    const now = phase();
    const condition = await db()?.condition();
    metrics.databaseUp.set(condition === 'up' ? 1 : 0);
    if (now !== 'ready') return { ready: false, reason: now };
    return condition === 'up' || !condition ? { ready: true } : { ready: false, reason: reasons[condition] };
  };
  const outer: Routes = {
    ...alive,
    'GET /readyz': async (_request, response) => {
      const answer = await readiness();
      sendJson(response, answer.ready ? 200 : 503, answer);
    },
  };
  const inner: Routes = {
    ...alive,
    'GET /readyz': async (_request, response) => {
      const answer = await readiness();
      sendJson(response, answer.ready ? 200 : 503, { ...answer, ...(await details().catch(() => ({}))) });
    },
    'GET /metrics': async (_request, response) => {
      await readiness();
      response.writeHead(200, { 'content-type': metrics.registry.contentType });
      response.end(await metrics.registry.metrics());
    },
  };
  return { outer, inner };
};
