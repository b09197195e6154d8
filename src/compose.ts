import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { type Clock, systemClock } from './core/time/clock.ts';
import { loadPlaybooks, requireNames, rolesOf } from './features/playbooks/index.ts';
import { builtinRoles } from './features/roles.ts';
import { featureSlices } from './features/slices.ts';
import { reportFormats } from './integrations/report-formats.ts';
import { platformSlice } from './platform/admin/platform-slice.ts';
import { createAdminSlice } from './platform/admin/slice.ts';
import { auditKeys } from './platform/audit/keys.ts';
import { migrate } from './platform/db/migrate.ts';
import { type Database, openDatabase } from './platform/db/open.ts';
import { deliverySlice, mailReportsSlice, mailServerSlice } from './platform/delivery/index.ts';
import type { Phase } from './platform/http/health.ts';
import { type Background, createBackground } from './platform/process/background.ts';
import { createLogger } from './platform/process/log.ts';
import { runsSlice, workThroughRuns } from './platform/runs/index.ts';
import { homeOf, publishHome } from './platform/slack/answers/home.ts';
import { answerClient } from './platform/slack/api/clients.ts';
import { fileOpener } from './platform/slack/api/files.ts';
import { createIdentity, type Identity } from './platform/slack/api/identity.ts';
import { channelChanged, checkChannels } from './platform/slack/directory/channels.ts';
import { createDirectory, type Directory } from './platform/slack/directory/directory.ts';
import { userGroups } from './platform/slack/directory/user-groups.ts';
import { createRegistry, type Registry } from './platform/slice/registry.ts';
import type { Slice } from './platform/slice/slice.ts';
import { goRoute } from './platform/windows/go.ts';
import type { Places } from './platform/windows/places.ts';
import { windowsSlice } from './platform/windows/windows-slice.ts';
import { readPolicy } from './platform/work/policies.ts';
import type { Role } from './platform/work/roles.ts';
import { createTransact } from './platform/work/transact.ts';
import type { Deps } from './platform/work/work.ts';
import { databaseProblem, mayComeLater, orSay, playbooksProblem } from './start-problem.ts';

export interface ComposeOptions {
  readonly config: Config;
  /** Baton's idea of what day it is. Leases, timeouts and pacing always follow the machine's time. */
  readonly clock?: Clock | undefined;
  /** Already opened and migrated; Baton closes it when it stops. */
  readonly db?: Database | undefined;
  /** Told what is being done until the database can be used, which is waited for then; without it, one that does not answer is an error. */
  readonly entering?: ((phase: Phase) => void) | undefined;
  /** Works through the runs that wait; within this process unless told otherwise. */
  readonly workRuns?: ((deps: Deps) => Promise<void>) | undefined;
}

export const secretsOf = (config: Config): readonly string[] =>
  [
    config.SLACK_BOT_TOKEN,
    config.SLACK_SIGNING_SECRET,
    config.SLACK_APP_TOKEN,
    config.DATABASE_URL,
    config.SMTP_URL,
    config.MAIL_WEBHOOK_SECRET,
    ...(config.AUDIT_KEY?.split(',').map((key) => key.trim()) ?? []),
  ].filter((secret) => secret !== undefined);

/** How long a server that does not answer is left alone between two tries; milliseconds. */
const pauseMs = 1000;

/** A database server may come up later than Baton. */
const untilItAnswers = async (db: Database, config: Config, log: Logger): Promise<void> => {
  for (let tries = 0; ; tries++) {
    try {
      return await db.dedicated(async (client) => void (await client.query('SELECT 1')));
    } catch (error) {
      if (!mayComeLater(error)) throw error;
      if (tries % 30 === 0)
        log.warn({ reason: databaseProblem(error, { url: config.DATABASE_URL }) }, 'waiting for the database');
      await sleep(pauseMs);
    }
  }
};

const open = async (config: Config, log: Logger, entering?: (phase: Phase) => void): Promise<Database> => {
  const db = await openDatabase({
    url: config.DATABASE_URL,
    embeddedDir: config.EMBEDDED_DATABASE_DIR,
    poolSize: config.DATABASE_POOL_SIZE,
    log,
  });
  try {
    if (entering) {
      entering('waiting for the database');
      await untilItAnswers(db, config, log);
      entering('migrating');
    }
    const applied = await migrate(db, { log });
    if (applied.length > 0) log.info({ migrations: applied }, 'the database was brought up to date');
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
};

export interface Composed {
  readonly deps: Deps;
  readonly registry: Registry;
  readonly slices: readonly Slice[];
  readonly directory: Directory;
  readonly client: WebClient;
  readonly identity: Identity;
  readonly places: Places;
  readonly background: Background;
  readonly checkChannels: (roles: readonly Role[]) => Promise<void>;
  readonly channelChanged: (channel: string) => Promise<void>;
  readonly publishHome: (userId: string) => Promise<void>;
  /** What to call after each commit; nothing until somebody delivers. */
  readonly onCommit: (wake: () => void) => void;
}

/** The composition root: connects every slice and the platform; nothing is started and nobody is asked yet. */
export const compose = async (
  { config, clock = systemClock, db: givenDb, ...options }: ComposeOptions,
  log: Logger,
): Promise<Composed> => {
  const background = createBackground(log);
  const playbooks = await orSay(loadPlaybooks(config.PLAYBOOKS_DIR), playbooksProblem);
  const where = { url: config.DATABASE_URL, embeddedDir: config.EMBEDDED_DATABASE_DIR };
  const db = givenDb ?? (await orSay(open(config, log, options.entering), (error) => databaseProblem(error, where)));
  const client = answerClient({ token: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL, log });
  const identity = createIdentity(client, log);
  const places: Places = { workspace: identity.workspace, publicUrl: config.PUBLIC_URL };
  const channelParts = () => ({ db, client, registry, transact, log });
  const publish = async (userId: string): Promise<void> => {
    await publishHome(client, userId, await homeOf({ deps, directory, registry, log }, userId));
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
  const workRuns = options.workRuns ?? (async (asked: Deps) => void (await workThroughRuns(asked)));
  // A web process leaves runs to the workers, which look for them every minute.
  const wakeRuns = (asked: Deps): void => {
    if (config.PROCESS !== 'web') background.run(workRuns(asked));
  };
  const openFile = fileOpener(client, config.SLACK_BOT_TOKEN, config.SLACK_API_URL);
  // An embedded database that Baton opens itself needs no set-up: its key is made with it.
  const [auditKey] = auditKeys(
    config.AUDIT_KEY,
    config.DATABASE_URL || givenDb ? undefined : config.EMBEDDED_DATABASE_DIR,
  );
  const slices = [
    ...featureSlices({
      playbooks,
      reportFormats,
      openFile,
      wakeRuns,
      fontsDir: config.FONTS_DIR,
      publicUrl: config.PUBLIC_URL,
      cardUpdateUrl: config.CARD_UPDATE_URL,
      reportsDir: config.REPORTS_DIR,
    }),
    runsSlice({ work: workRuns, wake: wakeRuns }),
    deliverySlice,
    mailServerSlice(config.SMTP_URL !== undefined),
    mailReportsSlice(config.MAIL_WEBHOOK_SECRET),
    platformSlice({ refreshPeople: () => directory.refresh(), auditKey }),
    windowsSlice(goRoute(() => registry, places)),
    admin,
  ];
  const registry = createRegistry(slices, [...builtinRoles, ...rolesOf(playbooks)]);
  requireNames(playbooks, registry.contributions);
  let wake = (): void => undefined;
  const transact = createTransact({
    db,
    clock,
    timeZone: config.TIME_ZONE,
    reactions: slices.flatMap((slice) => slice.reactions ?? []),
    contributions: registry.contributions,
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
    policy: async (definition) => {
      const [row] = await db.prisma.$queryRaw<{ value: unknown }[]>`
        SELECT value FROM policies WHERE key = ${definition.key}`;
      return readPolicy(definition, row?.value);
    },
    contributions: registry.contributions,
    roleName: registry.roleName,
  };
  return {
    deps,
    registry,
    slices,
    directory,
    client,
    identity,
    places,
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
