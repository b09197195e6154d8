import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sealAudit } from '../../../src/platform/audit/seal.ts';
import { verifyAudit } from '../../../src/platform/audit/verify.ts';
import { manifestOptions } from '../../../src/sandbox/manifest.ts';
import { startSlack } from '../../../src/sandbox/slack/index.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { batonEnv } from '../../support/office.ts';
import { heard } from '../../support/processes.ts';
import { fillRolesOf } from '../../support/roles.ts';
import { openObserver } from './snapshot.ts';
import type { Walked } from './walker.ts';

const entry = fileURLToPath(new URL('../../support/walk-baton.ts', import.meta.url));

/** A fresh database and workspace, and Baton in a process of its own. */
export const openWalkOffice = async () => {
  const db = await testDatabase('postgres');
  const url = db.url ?? '';
  // Nothing here survives a crash of PostgreSQL, and need not: it is Baton that is killed.
  await db.prisma.$executeRawUnsafe(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`);
  const slack = await startSlack({ ...manifestOptions(), mode: 'http', logSize: 5_000, retryMs: [50, 50, 50] });
  await fillRolesOf(db, slack);
  const observer = await openObserver(url);
  let now = new Date('2026-03-02T09:00:00Z');
  let child: ChildProcess;
  let port = 0;
  const start = async (): Promise<void> => {
    child = fork(entry, [], {
      execArgv: ['--import', 'tsx'],
      env: {
        ...process.env,
        ...batonEnv(slack),
        DATABASE_URL: url,
        DATABASE_POOL_SIZE: '6',
        MESSAGE_INTERVAL_MS: '0',
        TIME_ZONE: 'UTC',
        WALK_NOW: now.toISOString(),
      },
    });
    ({ port } = await heard<{ port: number }>(child));
    slack.setEventsUrl(`http://127.0.0.1:${port}/slack/events`);
  };
  await start();
  const ask = async (message: object): Promise<void> => {
    const answer = heard<{ now?: string; error?: string }>(child);
    child.send(message);
    const { now: later, error } = await answer;
    if (error) throw new Error(error);
    if (later) now = new Date(later);
  };
  let crashes = 0;
  const walked: Walked = {
    slack,
    now: () => now,
    idle: () => ask({ idle: true }),
    advance: (ms) => ask({ advance: ms }),
    license: (license) => ask({ license }),
    crash: async () => {
      crashes += 1;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      await start();
    },
    eventsUrl: () => `http://127.0.0.1:${port}/slack/events`,
  };
  return {
    walked,
    slack,
    observer,
    crashes: () => crashes,
    auditProblem: async (): Promise<string | undefined> => {
      await sealAudit(db, now);
      const verdict = await verifyAudit(db);
      return verdict.ok && verdict.unsealed === 0
        ? undefined
        : `the audit seal: ${verdict.ok ? `${verdict.unsealed} rows unsealed` : verdict.sentence}`;
    },
    close: async () => {
      child.kill('SIGKILL');
      await observer.close();
      await slack.close();
      await db.close();
    },
  };
};

export type WalkOffice = Awaited<ReturnType<typeof openWalkOffice>>;
