import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestDatabase } from '../../test/support/database.ts';
import type { Plan, Sent } from '../support/load-child.ts';
import type { Known } from '../support/load-slack.ts';
import { batonEnv } from '../support/office.ts';
import { type Asked, type BatonChild, cpuSeconds, heard, helper, startBatonChild } from '../support/processes.ts';
import type { Recording } from './record.ts';
import type { Requests } from './requests.ts';

export const secret = 'bench-signing-secret';

/** What all parts of the bench share. */
export interface Bench {
  readonly db: TestDatabase;
  readonly dir: string;
  readonly quick: boolean;
  readonly recording: Recording;
  readonly slack: Asked<{ apiUrl: string; baseUrl: string }>;
}

/**
 * Baton with everything on (delivery at Slack's pace, jobs), unless told otherwise, on the bench's database.
 * @param home where another version's sources are
 */
export const startBaton = (
  { db, slack }: Bench,
  env: Readonly<Record<string, string>> = {},
  home?: string,
): Promise<BatonChild> => {
  const given = {
    ...batonEnv({ botToken: 'xoxb-standin-bot-token', signingSecret: secret, apiUrl: slack.hello.apiUrl }),
    DATABASE_URL: db.url ?? '',
    // As it is in production: whoever is kept waiting for longer is refused, and counted.
    DECISION_TIMEOUT_MS: '2000',
    ...env,
    ...JSON.parse(process.env.BENCH_BATON_ENV ?? '{}'),
  };
  return startBatonChild(given, 60_000, home);
};

export interface Loaded {
  readonly sent: readonly Sent[];
  readonly seconds: number;
  /** Processor time that the process which answered used meanwhile; seconds. */
  readonly cpu: number;
}

/** Sends the requests, each when its time has come, or one by one on so many connections. */
export const load = async (
  { db, dir, recording, slack }: Bench,
  target: { readonly port: number; readonly pid: number | undefined },
  requests: Requests,
  connections?: number,
): Promise<Loaded> => {
  const [known, file] = [join(dir, 'known'), join(dir, 'plan')];
  // The messages of copies, too: Baton believes that it posted them.
  const slots = await db.prisma.messageSlot.findMany({
    where: { ts: { not: null } },
    select: { channel: true, ts: true },
  });
  const messages = slots.map(({ channel, ts }) => [channel ?? '', ts ?? ''] as const);
  writeFileSync(known, JSON.stringify({ messages, requests: requests.known } satisfies Known));
  await slack.ask({ learn: known });
  const templates = Object.fromEntries(
    [...recording.templates].map(([kind, { kind: how, payload }]) => [
      kind,
      { form: how === 'command' ? 'fields' : 'payload', payload },
    ]),
  );
  writeFileSync(
    file,
    JSON.stringify({ port: target.port, secret, templates, requests: requests.planned } as unknown as Plan),
  );
  const generator = await helper<never>('load-child.ts', {}, false);
  await generator.ask(connections ? { order: 'one-by-one', file, connections } : { order: 'plan', file });
  await slack.ask({ begin: true });
  const answer = heard<{ sent: Sent[]; seconds: number }>(generator.child);
  const before = cpuSeconds(target.pid);
  generator.child.send({ go: true });
  const { sent, seconds } = await answer;
  const cpu = cpuSeconds(target.pid) - before;
  await generator.close();
  return { sent, seconds, cpu };
};
