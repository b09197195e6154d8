import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { type ComposeOptions, compose, secretsOf } from './compose.ts';
import { bootstrapAdmins } from './platform/admin/bootstrap.ts';
import { type DeliveryOptions, deliveryClient, freeLanes, startDelivery } from './platform/delivery/index.ts';
import { healthRoutes } from './platform/http/health.ts';
import { type HttpServer, type Routes, startHttp } from './platform/http/server.ts';
import { type NextSlot, startJobs } from './platform/jobs/index.ts';
import { createLogger } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import type { Registry } from './platform/registry.ts';
import type { Role } from './platform/roles.ts';
import { createSlackApp } from './platform/slack/app.ts';
import { createIdentity } from './platform/slack/identity.ts';
import { systemWall } from './platform/wall.ts';
import type { Deps } from './platform/work.ts';

export interface StartOptions extends ComposeOptions {
  readonly log?: Logger;
  /** Shorter leases and waits than a real Slack needs, for the soak tests. */
  readonly timing?: DeliveryOptions['timing'];
}

export interface Baton {
  readonly deps: Deps;
  readonly registry: Registry;
  /** Where it listens; PORT=0 takes any free one. */
  readonly port: number;
  readonly checkChannels: (roles: readonly Role[]) => Promise<void>;
  /** Resolves when nothing is left that could be sent now. */
  readonly delivered: () => Promise<void>;
  /** Runs what is due by the clock now, as the minute's wake does. */
  readonly tick: () => Promise<void>;
  readonly nextJob: () => Promise<NextSlot | undefined>;
  /** Stops taking work, finishes or releases what is under way, closes. */
  readonly stop: (reason: string) => Promise<void>;
}

/** Starts everything that a Baton process does. */
export const startBaton = async (options: StartOptions): Promise<Baton> => {
  const { config } = options;
  const log = options.log ?? createLogger(config.LOG_LEVEL, secretsOf(config));
  const { deps, registry, slices, directory, client, background, ...composed } = await compose(options, log);
  const { db, transact } = deps;
  const instanceId = randomUUID();
  const metrics = createMetrics();
  const isWeb = config.PROCESS !== 'worker';
  const isWorker = config.PROCESS !== 'web';
  const identity = createIdentity(client, log);
  const slack = isWeb
    ? createSlackApp(
        {
          botToken: config.SLACK_BOT_TOKEN,
          signingSecret: config.SLACK_SIGNING_SECRET,
          appToken: config.SLACK_APP_TOKEN,
          apiUrl: config.SLACK_API_URL,
          requestLimitBytes: config.REQUEST_LIMIT_KB * 1024,
          identity: identity.current,
          log,
        },
        {
          deps,
          registry,
          directory,
          client,
          log,
          metrics,
          // What must still be said then has half a second.
          patienceMs: config.DECISION_TIMEOUT_MS + 500,
          background: background.run,
          publishHome: composed.publishHome,
          channelChanged: composed.channelChanged,
          botUserId: () => identity.current().botUserId,
        },
      )
    : undefined;
  // Only one process can work on an embedded database.
  if (db.engine === 'embedded') await freeLanes(db);
  const delivery = isWorker
    ? startDelivery({
        db,
        deps,
        slots: registry.slots,
        client: deliveryClient({ token: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL }),
        wall: systemWall,
        instanceId,
        ...(options.timing ? { timing: options.timing } : {}),
        // Without a pace for messages there is none for updates: both are for a Slack that limits.
        pace: {
          messageIntervalMs: config.MESSAGE_INTERVAL_MS,
          ...(config.MESSAGE_INTERVAL_MS === 0 ? { updatesPerMinute: 0 } : {}),
        },
        hold: config.DELIVERY_HOLD === '1',
        log,
        metrics,
      })
    : undefined;
  composed.onCommit(() => delivery?.wake());
  const jobs = startJobs({
    deps,
    jobs: slices.flatMap((slice) => slice.jobs ?? []),
    wall: systemWall,
    instanceId,
    log,
    metrics,
    awake: isWorker,
  });

  let stopping = false;
  const health = healthRoutes({
    db,
    metrics,
    stopping: () => stopping,
    details: async () => ({
      slack: {
        mode: config.SLACK_APP_TOKEN ? 'socket' : 'http',
        connected: slack?.connected() ?? false,
        answers: identity.slackAnswers(),
      },
      delivery: await delivery?.status(),
    }),
  });
  const routes: Routes = {
    ...health,
    ...(slack?.requestListener ? { 'POST /slack/events': slack.requestListener } : {}),
  };
  const leaving = new AbortController();
  let http: HttpServer | undefined;
  try {
    await bootstrapAdmins(transact, config.ADMIN_USER_IDS);
    http = await startHttp({ port: config.PORT, host: config.HOST, routes, log });
    await slack?.start();
  } catch (error) {
    await Promise.allSettled([jobs.stop(), delivery?.stop(), http?.stop(0)]);
    await db.close();
    throw error;
  }
  background.run(identity.find(leaving.signal));
  log.info(
    { port: http.port, process: config.PROCESS, engine: db.engine, slack: config.SLACK_APP_TOKEN ? 'socket' : 'http' },
    'Baton is ready',
  );

  return {
    deps,
    registry,
    port: http.port,
    checkChannels: composed.checkChannels,
    delivered: async () => {
      await background.settled(10_000);
      await delivery?.idle();
    },
    tick: async () => {
      await jobs.tick();
      delivery?.wake();
    },
    nextJob: jobs.next,
    stop: async (reason) => {
      if (stopping) return;
      stopping = true;
      log.info({ reason }, 'Baton stops: no new work is taken');
      leaving.abort();
      await Promise.allSettled([slack?.stop(), http.stop(5_000)]);
      await background.settled(5_000);
      await Promise.allSettled([jobs.stop(), delivery?.stop()]);
      await db.close();
      log.info('Baton has stopped');
    },
  };
};
