import type { Condition } from '../db/failures/condition.ts';
import type { Database } from '../db/open.ts';
import type { Metrics } from '../process/metrics.ts';
import { type Endpoint, type HttpAnswer, json } from './route.ts';

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

const get = (path: string, answer: () => Promise<HttpAnswer>): Endpoint => ({ method: 'GET', path, answer });

const alive = get('/healthz', async () => json(200, { alive: true }));

/**
 * `/healthz`: the process lives. `/readyz`: it can work, which means that the database answers and takes writes.
 * The public answers say no more than that; what stands behind it, and `/metrics` for Prometheus, is for the inner port.
 */
export const healthEndpoints = ({ metrics, phase, db, details }: HealthParts) => {
  const readiness = async (): Promise<Readiness> => {
    const now = phase();
    const condition = await db()?.condition();
    metrics.databaseUp.set(condition === 'up' ? 1 : 0);
    if (now !== 'ready') return { ready: false, reason: now };
    return condition === 'up' || !condition ? { ready: true } : { ready: false, reason: reasons[condition] };
  };
  const outer = [
    alive,
    get('/readyz', async () => {
      const answer = await readiness();
      return json(answer.ready ? 200 : 503, answer);
    }),
  ];
  const inner = [
    alive,
    get('/readyz', async () => {
      const answer = await readiness();
      return json(answer.ready ? 200 : 503, { ...answer, ...(await details().catch(() => ({}))) });
    }),
    get('/metrics', async () => {
      await readiness();
      const { contentType } = metrics.registry;
      return { status: 200, headers: { 'content-type': contentType }, body: await metrics.registry.metrics() };
    }),
  ];
  return { outer, inner };
};
