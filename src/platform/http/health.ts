import type { Database } from '../db/open.ts';
import type { Metrics } from '../metrics.ts';
import { type Routes, sendJson } from './server.ts';

interface Parts {
  readonly db: Database;
  readonly metrics: Metrics;
  /** Details that do not decide: an outage of Slack must not take bills and licenses down. */
  readonly details: () => Promise<Readonly<Record<string, unknown>>>;
  readonly stopping: () => boolean;
}

/** `/healthz`: the process lives. `/readyz`: it can work, which means that the database answers. `/metrics`: for Prometheus. */
export const healthRoutes = ({ db, metrics, details, stopping }: Parts): Routes => ({
  'GET /healthz': (_request, response) => sendJson(response, 200, { alive: true }),
  'GET /readyz': async (_request, response) => {
    const database = await db.condition();
    metrics.databaseUp.set(database === 'up' ? 1 : 0);
    const ready = database === 'up' && !stopping();
    const more = database === 'up' ? await details().catch(() => ({})) : {};
    sendJson(response, ready ? 200 : 503, {
      ready,
      database,
      ...(stopping() ? { stopping: true } : {}),
      ...more,
    });
  },
  'GET /metrics': async (_request, response) => {
    metrics.databaseUp.set((await db.condition()) === 'up' ? 1 : 0);
    response.writeHead(200, { 'content-type': metrics.registry.contentType });
    response.end(await metrics.registry.metrics());
  },
});
