import { randomUUID } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { type Clock, systemClock } from './core/clock.ts';
import { runImports, sweepCases } from './features/collections/index.ts';
import { loadPlaybooks, rolesOf } from './features/onboarding/index.ts';
import { builtinRoles } from './features/roles.ts';
import { featureSlices } from './features/slices.ts';
import { reportFormats } from './integrations/report-formats.ts';
import { bootstrapAdmins } from './platform/admin/bootstrap.ts';
import { createAdminSlice } from './platform/admin/slice.ts';
import { type Background, createBackground } from './platform/background.ts';
import { migrate } from './platform/db/migrate.ts';
import { type Database, openDatabase } from './platform/db/open.ts';
import { type DeliveryOptions, deliveryClient, deliverySlice, startDelivery } from './platform/delivery/index.ts';
import { healthRoutes } from './platform/http/health.ts';
import { type HttpServer, type Routes, startHttp } from './platform/http/server.ts';
import { type NextSlot, startJobs } from './platform/jobs/index.ts';
import { createLogger } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import { platformSlice } from './platform/platform-slice.ts';
import { readPolicy } from './platform/policies.ts';
import { createRegistry, type Registry } from './platform/registry.ts';
import type { Role } from './platform/roles.ts';
import { createSlackApp } from './platform/slack/app.ts';
import { channelChanged, checkChannels } from './platform/slack/channels.ts';
import { answerClient } from './platform/slack/clients.ts';
import { createDirectory, type Directory } from './platform/slack/directory.ts';
import { request } from './platform/slack/dispatch.ts';
import { fileOpener } from './platform/slack/files.ts';
import { homeBlocks, publishHome } from './platform/slack/home.ts';
import { createIdentity } from './platform/slack/identity.ts';
import { userGroups } from './platform/slack/user-groups.ts';
import type { Slice } from './platform/slice.ts';
import { createTransact } from './platform/transact.ts';
import { systemWall } from './platform/wall.ts';
import type { Deps } from './platform/work.ts';

export interface StartOptions {
  readonly config: Config;
  /** Baton's idea of what day it is. Leases, timeouts and pacing always follow the machine's time. */
  readonly clock?: Clock;
  readonly log?: Logger;
  /** Already opened and migrated; Baton closes it when it stops. */
  readonly db?: Database;
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

const secretsOf = (config: Config): readonly string[] =>
  [config.SLACK_BOT_TOKEN, config.SLACK_SIGNING_SECRET, config.SLACK_APP_TOKEN, config.DATABASE_URL].filter(
    (secret) => secret !== undefined,
  );

const open = async (config: Config, log: Logger): Promise<Database> => {
  const db = await openDatabase({
    url: config.DATABASE_URL,
    embeddedDir: config.EMBEDDED_DATABASE_DIR,
    poolSize: config.DATABASE_POOL_SIZE,
    log,
  });
  try {
    const applied = await migrate(db);
    if (applied.length > 0) log.info({ migrations: applied }, 'the database was brought up to date');
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
};

interface Composed {
  readonly deps: Deps;
  readonly registry: Registry;
  readonly slices: readonly Slice[];
  readonly directory: Directory;
  readonly client: WebClient;
  readonly background: Background;
  readonly checkChannels: (roles: readonly Role[]) => Promise<void>;
  readonly channelChanged: (channel: string) => Promise<void>;
  readonly publishHome: (userId: string) => Promise<void>;
  /** What to call after each commit; nothing until somebody delivers. */
  readonly onCommit: (wake: () => void) => void;
}

/** Connects every part; nothing is started and nobody is asked yet. */
const compose = async ({ config, clock = systemClock, db: givenDb }: StartOptions, log: Logger): Promise<Composed> => {
  const background = createBackground(log);
  const playbooks = await loadPlaybooks(config.PLAYBOOKS_DIR);
  const db = givenDb ?? (await open(config, log));
  const client = answerClient({ token: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL, log });
  const channelParts = () => ({ db, client, registry, transact, log });
  const publish = async (userId: string): Promise<void> => {
    const asker = await request({ deps, directory }, userId, undefined);
    await publishHome(client, userId, await homeBlocks(registry, asker, log));
  };
  // The set-up slice shows the registry that it is part of, and asks for what is made below.
  const admin = createAdminSlice({
    registry: () => registry,
    userGroups: () => userGroups(client),
    checkChannels: (roles) => checkChannels(channelParts(), roles),
    refreshGroup: (groupId) => directory.refreshGroup(groupId),
    ensurePerson: (userId) => directory.ensure(userId),
    publishHome: publish,
    background: background.run,
  });
  // A web process leaves imports to the workers, which look for them every minute.
  const importQueued = (asked: Deps): void => {
    if (config.PROCESS !== 'web')
      background.run(
        runImports(asked, reportFormats)
          .then((done) => (done > 0 ? sweepCases(asked) : undefined))
          .then(() => undefined),
      );
  };
  const slices = [
    ...featureSlices({ playbooks, reportFormats, importQueued }),
    deliverySlice,
    platformSlice(() => directory.refresh()),
    admin,
  ];
  const registry = createRegistry(slices, [...builtinRoles, ...rolesOf(playbooks)]);
  let wake = (): void => undefined;
  const transact = createTransact({
    db,
    clock,
    timeZone: config.TIME_ZONE,
    reactions: slices.flatMap((slice) => slice.reactions ?? []),
    roleName: registry.roleName,
    committed: () => wake(),
  });
  const directory = createDirectory({ db, clock, client, timeZone: config.TIME_ZONE, transact });
  const deps: Deps = {
    db,
    clock,
    log,
    timeZone: config.TIME_ZONE,
    transact,
    policy: async (definition) =>
      readPolicy(definition, (await db.prisma.policy.findUnique({ where: { key: definition.key } }))?.value),
    membersOf: directory.membersOf,
    roles: registry.roles,
    roleName: registry.roleName,
    panels: registry.panels,
    openFile: fileOpener(client, config.SLACK_BOT_TOKEN),
  };
  return {
    deps,
    registry,
    slices,
    directory,
    client,
    background,
    checkChannels: (roles) => checkChannels(channelParts(), roles),
    channelChanged: (channel) => channelChanged(channelParts(), channel),
    publishHome: publish,
    onCommit: (next) => {
      wake = next;
    },
  };
};

/** For commands in a shell: everything that use cases need, on the configured database. What they want said is sent by a running Baton. */
export const withDeps = async <T>(config: Config, body: (deps: Deps) => Promise<T>): Promise<T> => {
  const { deps } = await compose({ config }, createLogger('warn', secretsOf(config)));
  try {
    return await body(deps);
  } finally {
    await deps.db.close();
  }
};

/** The composition root: the only place that knows every part and connects them. */
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
  const slack = createSlackApp(
    {
      botToken: config.SLACK_BOT_TOKEN,
      signingSecret: config.SLACK_SIGNING_SECRET,
      appToken: isWeb ? config.SLACK_APP_TOKEN : undefined,
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
      background: background.run,
      publishHome: composed.publishHome,
      channelChanged: composed.channelChanged,
      botUserId: () => identity.current().botUserId,
    },
  );

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
        connected: slack.connected(),
        answers: identity.slackAnswers(),
      },
      delivery: await delivery?.status(),
    }),
  });
  const routes: Routes = {
    ...health,
    ...(isWeb && slack.requestListener ? { 'POST /slack/events': slack.requestListener } : {}),
  };
  const leaving = new AbortController();
  let http: HttpServer | undefined;
  try {
    await bootstrapAdmins(transact, config.ADMIN_USER_IDS);
    http = await startHttp({ port: config.PORT, host: config.HOST, routes, log });
    if (isWeb) await slack.start();
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
      await Promise.allSettled([slack.stop(), http.stop(5_000)]);
      await background.settled(5_000);
      await Promise.allSettled([jobs.stop(), delivery?.stop()]);
      await db.close();
      log.info('Baton has stopped');
    },
  };
};
