import { sealAudit } from '../../../src/platform/audit/seal.ts';
import { verifyAudit } from '../../../src/platform/audit/verify.ts';
import { manifestOptions } from '../../../src/sandbox/manifest.ts';
import { startSlack } from '../../../src/sandbox/slack/index.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { batonEnv } from '../../support/office.ts';
import { fillRolesOf } from '../../support/roles.ts';
import type { ToWalkBaton } from '../../support/walk-baton.ts';
import type { BatonProcess } from './process.ts';
import { openObserver } from './snapshot.ts';
import type { Walked } from './walker.ts';

/**
 * A fresh database and workspace, and Baton in that process.
 * @param migrations an earlier version's, if it is one that runs there
 */
export const openWalkOffice = async (first: BatonProcess, migrations?: string) => {
  let baton = first;
  const db = await testDatabase('postgres', migrations);
  const url = db.url ?? '';
  // Nothing here survives a crash of PostgreSQL, and need not: it is Baton that is killed.
  const name = new URL(url).pathname.slice(1);
  await db.prisma.$executeRawUnsafe(`ALTER DATABASE ${name} SET synchronous_commit = off`);
  // Tables are small and processes die young: most of PostgreSQL's time would go into planning.
  await db.prisma.$executeRawUnsafe(`ALTER DATABASE ${name} SET plan_cache_mode = force_generic_plan`);
  // What was sent is compared with what Slack shows, however far the walks have moved the clock.
  await db.prisma
    .$executeRaw`INSERT INTO policies (key, value, updated_at, updated_by) VALUES ('retention', '{"messageDays":3650}', now(), 'baton')`;
  const slack = await startSlack({ ...manifestOptions(), mode: 'http', logSize: 5_000, retryMs: [50, 50, 50] });
  await fillRolesOf(db, slack);
  const observer = await openObserver(url);
  let now = new Date('2026-03-02T09:00:00Z');
  let port = 0;
  const env = {
    ...batonEnv(slack),
    DATABASE_URL: url,
    DATABASE_POOL_SIZE: '6',
    MESSAGE_INTERVAL_MS: '0',
    TIME_ZONE: 'UTC',
  };
  const start = async (): Promise<void> => {
    ({ port = 0 } = await baton.ask({ open: env, now: now.toISOString() }));
    slack.setEventsUrl(`http://127.0.0.1:${port}/slack/events`);
  };
  await start();
  const ask = async (message: ToWalkBaton): Promise<void> => {
    const { now: later } = await baton.ask(message);
    if (later) now = new Date(later);
  };
  let crashes = 0;
  const walked: Walked = {
    slack,
    now: () => now,
    idle: () => ask({ idle: true }),
    advance: (ms) => ask({ advance: ms }),
    license: (license) => ask({ license }),
    project: (project) =>
      ask({
        project: {
          ...project,
          people: Object.fromEntries(slack.people.flatMap(({ role, id }) => (role ? [[role, id]] : []))),
        },
      }),
    crash: async () => {
      crashes += 1;
      await baton.kill();
      await start();
    },
    eventsUrl: () => `http://127.0.0.1:${port}/slack/events`,
  };
  return {
    walked,
    slack,
    observer,
    crashes: () => crashes,
    /** Goes on with another version, on what the first has left. */
    upgrade: async (next: BatonProcess): Promise<void> => {
      await baton.ask({ close: true });
      baton = next;
      await start();
    },
    auditProblem: async (): Promise<string | undefined> => {
      await sealAudit(db, now);
      const verdict = await verifyAudit(db);
      return verdict.ok && verdict.unsealed === 0
        ? undefined
        : `the audit seal: ${verdict.ok ? `${verdict.unsealed} rows unsealed` : verdict.sentence}`;
    },
    close: async () => {
      await baton.ask({ close: true }).catch(() => baton.kill());
      await observer.close();
      await slack.close();
      await db.close();
    },
  };
};

export type WalkOffice = Awaited<ReturnType<typeof openWalkOffice>>;
