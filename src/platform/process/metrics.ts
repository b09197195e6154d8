import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * What `GET /metrics` shows, one set per running Baton. Times are seconds.
 * @param delivers whether this process sends to Slack: another cannot say how Slack is
 */
export const createMetrics = (delivers = true) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'baton_' });
  const registers = [registry];
  return {
    registry,
    ack: new Histogram({
      name: 'baton_ack_seconds',
      help: 'Time from a request of Slack to its ack, with everything it changed committed',
      labelNames: ['kind'] as const,
      buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
      registers,
    }),
    slackUp: new Gauge({ name: 'baton_slack_up', help: '1 while Slack answers', registers: delivers ? registers : [] }),
    databaseUp: new Gauge({ name: 'baton_database_up', help: '1 while the database answers', registers }),
    delivered: new Counter({
      name: 'baton_delivery_total',
      help: 'Messages by transport and how sending them ended',
      labelNames: ['transport', 'outcome'] as const,
      registers,
    }),
    waiting: new Gauge({
      name: 'baton_delivery_waiting',
      help: 'Messages not sent yet',
      labelNames: ['state'] as const,
      registers,
    }),
    jobs: new Counter({
      name: 'baton_job_runs_total',
      help: 'Job slots by how they ended',
      labelNames: ['job', 'outcome'] as const,
      registers,
    }),
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
