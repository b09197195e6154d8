import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { type ComposeOptions, compose, secretsOf } from './compose.ts';
import { bootstrapAdmins } from './platform/admin/bootstrap.ts';
import {
  type DeliveryOptions,
  deliveryClient,
  freeLanes,
  mailTransport,
  slackTransport,
  startDelivery,
  tellTablesRefused,
} from './platform/delivery/index.ts';
import { readKept } from './platform/files/kept-files.ts';
import { startFront } from './platform/http/front.ts';
import type { HttpRequest } from './platform/http/route.ts';
import { type NextSlot, startJobs } from './platform/jobs/index.ts';
import { createLogger } from './platform/process/log.ts';
import { createMetrics } from './platform/process/metrics.ts';
import { systemWall } from './platform/process/wall.ts';
import { createSlackApp } from './platform/slack/receiving/app.ts';
import type { Registry } from './platform/slice/registry.ts';
import type { Role } from './platform/work/roles.ts';
import type { Deps } from './platform/work/work.ts';
import { listeningProblem, orSay } from './start-problem.ts';

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
  /** Where metrics and details of readiness are, if anywhere. */
  readonly innerPort: number | undefined;
  readonly checkChannels: (roles: readonly Role[]) => Promise<void>;
  /** Resolves when nothing is left that could be sent now. */
  readonly delivered: () => Promise<void>;
  /** Runs what is due by the clock now, as the minute's wake does. */
  readonly tick: () => Promise<void>;
  readonly nextJob: () => Promise<NextSlot | undefined>;
  /**
   * Stops taking work, finishes or releases what is under way, closes.
   * @param drain how long requests are still answered while `/readyz` sends balancers away; `signal` ends that early
   */
  readonly stop: (reason: string, drain?: { readonly ms: number; readonly signal: AbortSignal }) => Promise<void>;
}

/** Starts everything that a Baton process does. */
export const startBaton = async (options: StartOptions): Promise<Baton> => {
  const { config } = options;
  const log = options.log ?? createLogger(config.LOG_LEVEL, secretsOf(config));
  const isWeb = config.PROCESS !== 'worker';
  const isWorker = config.PROCESS !== 'web';
  const metrics = createMetrics(isWorker);
  const listening = startFront({
    outer: { port: config.PORT, host: config.HOST },
    inner: config.METRICS_PORT === undefined ? undefined : { port: config.METRICS_PORT, host: config.METRICS_HOST },
    proxies: config.PROXIES,
    metrics,
    log,
  });
  const front = await orSay(listening, (error) => listeningProblem(error, config));
  const composed = await compose({ ...options, entering: front.enter }, log).catch(async (error: unknown) => {
    await front.stop(0);
    throw error;
  });
  const { deps, registry, slices, directory, client, identity, background } = composed;
  const { db, transact } = deps;
  front.reach(db);
  const instanceId = randomUUID();
  const refusesTables = (): void => background.run(tellTablesRefused(deps));
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
          places: composed.places,
          directory,
          client,
          log,
          metrics,
          decisionMs: config.DECISION_TIMEOUT_MS,
          background: background.run,
          publishHome: composed.publishHome,
          refusesTables,
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
        transports: [
          slackTransport({
            client: deliveryClient({ token: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL }),
            // Without a pace for messages there is none for updates: both are for a Slack that limits.
            pace: {
              messageIntervalMs: config.MESSAGE_INTERVAL_MS,
              ...(config.MESSAGE_INTERVAL_MS === 0 ? { updatesPerMinute: 0 } : {}),
            },
            answers: (does) => metrics.slackUp.set(does ? 1 : 0),
            readFile: (hash) => readKept(db.prisma, hash),
            refusesTables,
          }),
          mailTransport({
            url: config.SMTP_URL,
            from: config.MAIL_FROM,
            perMinute: config.MAIL_PER_MINUTE,
            readFile: (hash) => readKept(db.prisma, hash),
          }),
        ],
        wall: systemWall,
        instanceId,
        ...(options.timing ? { timing: options.timing } : {}),
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

  const leaving = new AbortController();
  try {
    const stay = await bootstrapAdmins(transact, config.ADMIN_USER_IDS);
    if (stay.length > 0)
      log.warn({ users: stay }, 'ADMIN_USER_IDS names them no more; they stay admins, as nobody else would be one');
    await slack?.start();
  } catch (error) {
    await Promise.allSettled([jobs.stop(), delivery?.stop(), front.stop(0)]);
    await db.close();
    throw error;
  }
  const routes = isWeb ? registry.routes : [];
  front.open({
    endpoints: [
      ...(slack?.endpoint ? [slack.endpoint] : []),
      ...routes.map((route) => ({ ...route, answer: (request: HttpRequest) => route.answer(deps, request) })),
    ],
    details: async () => ({
      slack: {
        mode: config.SLACK_APP_TOKEN ? 'socket' : 'http',
        connected: slack?.connected() ?? false,
        answers: identity.slackAnswers(),
      },
      delivery: await delivery?.status(),
    }),
  });
  let isStopping = false;
  background.run(identity.find(leaving.signal).then(() => metrics.slackUp.set(identity.slackAnswers() ? 1 : 0)));
  log.info(
    { port: front.port, process: config.PROCESS, engine: db.engine, slack: config.SLACK_APP_TOKEN ? 'socket' : 'http' },
    'Baton is ready',
  );

  return {
    deps,
    registry,
    port: front.port,
    innerPort: front.innerPort,
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
    stop: async (reason, drain) => {
      if (isStopping) return;
      isStopping = true;
      log.info({ reason }, 'Baton stops: no new work is taken');
      leaving.abort();
      const jobsEnded = jobs.stop();
      if (drain) await front.drain(drain.ms, drain.signal);
      front.enter('stopping');
      await Promise.allSettled([slack?.stop(), front.stop(5_000)]);
      await background.settled(5_000);
      await Promise.allSettled([jobsEnded, delivery?.stop()]);
      await db.close();
      log.info('Baton has stopped');
    },
  };
};
