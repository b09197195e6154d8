/**
 * What delivery by mail must survive, with counts. Runs alone:
 *
 *   npm run soak -- mail          200 × kill -9 while 500 letters at a time leave, on PostgreSQL; a slow server; one that closes
 */
import { pathToFileURL } from 'node:url';
import { newId } from '../../src/core/ids.ts';
import type { Database } from '../../src/platform/db/open.ts';
import { writeEffects } from '../../src/platform/work/write-effects.ts';
import { testDatabase } from '../../test/support/database.ts';
import { type Behaviour, type MailServer, startMailServer } from '../../test/support/mail-server.ts';
import { bundle } from '../support/bundle.ts';
import { report } from '../support/figures.ts';
import { childFile, type Life, life } from './experiment.ts';

export interface MailKillReport {
  readonly kills: number;
  /** By where the server was. */
  readonly killed: Readonly<Record<Place, number>>;
  readonly letters: number;
  /** Neither with the server nor parked. */
  readonly lost: number;
  readonly twice: number;
  /** Of unknown fate: an admin sees them. */
  readonly parked: number;
  /** Of these the server had. */
  readonly parkedAndThere: number;
  readonly seconds: number;
}

/** Where the mail server is when Baton is killed. */
const places = ['recipient', 'taken', 'answered'] as const;
type Place = (typeof places)[number];

const quiet = () => undefined;

const addressOf = (n: number): string => `ann@d${n % 5}.example`;

const write = async (db: Database, letters: number): Promise<readonly string[]> => {
  const ids = Array.from({ length: letters }, () => newId());
  await db.tx((tx) =>
    writeEffects(tx, new Date(), {
      slots: [],
      posts: ids.map((id, n) => ({ id, to: { mail: addressOf(n) }, content: { subject: String(n), text: 'Hello' } })),
    }),
  );
  return ids;
};

/** What became of the letters, and what the server has of them. */
const judge = async (db: Database, server: MailServer, ids: readonly string[]) => {
  const taken = new Map<string, number>();
  for (const { messageId = '' } of server.letters) taken.set(messageId, (taken.get(messageId) ?? 0) + 1);
  const rows = await db.prisma.post.findMany({ where: { id: { in: [...ids] } }, select: { id: true, state: true } });
  const seen = rows.map(({ id, state }) => ({ state, there: taken.get(`<${id}@ours.example>`) ?? 0 }));
  const parked = seen.filter(({ state }) => state === 'parked');
  return {
    letters: ids.length,
    lost: seen.filter(({ state, there }) => there === 0 && state !== 'parked').length,
    twice: seen.filter(({ there }) => there > 1).length,
    parked: parked.length,
    parkedAndThere: parked.filter(({ there }) => there > 0).length,
  };
};

/** Kills when the server has heard the `n`th recipient of a life, has its letter and has not said so, or has just said so. */
const killAt = (server: MailServer, mine: Life, place: Place, n: number): Promise<false> =>
  new Promise((resolve) => {
    let steps = n;
    const kill = () => {
      if (steps-- !== 0) return;
      void mine.kill().then(() => resolve(false));
      return new Promise<void>((goOn) => setTimeout(goOn, 100));
    };
    server.behaviour.taken = place === 'taken' ? kill : quiet;
    server.behaviour.recipient = place === 'recipient' ? () => void kill() : quiet;
    server.behaviour.answered = place === 'answered' ? () => void kill() : quiet;
  });

/** @param letters written at a time, and again when none is left, until so many kills are counted */
export const soakMailKills = async (kills: number, letters: number): Promise<MailKillReport> => {
  bundle(childFile);
  const started = performance.now();
  const server = await startMailServer();
  const db = await testDatabase('postgres');
  const options = {
    url: db.url ?? '',
    apiUrl: 'http://127.0.0.1:1/api/',
    token: 'xoxb-none',
    smtpUrl: server.url,
    // A server on a busy machine must have the time to answer: what it does not answer is of unknown fate too.
    leaseMs: 4_500,
    requestTimeoutMs: 2_000,
    settleMs: 50,
  };
  const calm = () => {
    server.behaviour.taken = quiet;
    server.behaviour.recipient = quiet;
    server.behaviour.answered = quiet;
  };
  try {
    const ids = [...(await write(db, letters))];
    const killed = { recipient: 0, taken: 0, answered: 0 };
    let [done, lives] = [0, 0];
    let next = life(options);
    while (done < kills) {
      const mine = next;
      next = life(options);
      const place = places[lives % 3] ?? 'taken';
      const gone = killAt(server, mine, place, Math.floor(lives / 3) % 3);
      lives += 1;
      // What it found may be lost with it, where it is killed that soon.
      await Promise.race([gone, mine.start()]);
      const ended = await Promise.race([gone, mine.empty.then(() => true)]);
      calm();
      await mine.kill();
      if (ended) ids.push(...(await write(db, letters)));
      else {
        done += 1;
        killed[place] += 1;
      }
      // Whoever held them is dead: their time is cut short.
      await db.prisma.$executeRaw`UPDATE lanes SET lease_until = '2020-01-01' WHERE lease_until IS NOT NULL`;
    }
    await next.start();
    await next.finished();
    await next.kill();
    return {
      ...(await judge(db, server, ids)),
      kills: done,
      killed,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await db.close();
    await server.close();
  }
};

/** A whole life with a server that behaves so. @returns what became of the letters */
const liveWith = async (behaviour: Behaviour, letters: number, requestTimeoutMs: number) => {
  const server = await startMailServer();
  const db = await testDatabase('postgres');
  try {
    Object.assign(server.behaviour, behaviour);
    const ids = await write(db, letters);
    const mine = life({
      url: db.url ?? '',
      apiUrl: 'http://127.0.0.1:1/api/',
      token: 'xoxb-none',
      smtpUrl: server.url,
      leaseMs: requestTimeoutMs * 2 + 1_000,
      requestTimeoutMs,
      settleMs: 50,
    });
    await mine.start();
    await mine.finished();
    await mine.kill();
    return await judge(db, server, ids);
  } finally {
    await db.close();
    await server.close();
  }
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const kills = Number(process.argv[2] ?? 200);
  const minute = () => new Promise<void>((resolve) => setTimeout(resolve, 61_000));
  const slow = liveWith({ taken: minute }, 5, 180_000);
  const found = await soakMailKills(kills, 500);
  const closing = await liveWith({ closesAt: 100 }, 1000, 20_000);
  const { lost, twice, parked } = await slow;
  report([
    { name: 'Kills', value: found.kills, unit: 'kills', atLeast: kills },
    ...places.map((place) => ({
      name: `Kills when the server ${{ recipient: 'had heard the recipient', taken: 'had the letter and had not said so', answered: 'had said that it took it' }[place]}`,
      value: found.killed[place],
      unit: 'kills',
      atLeast: Math.floor(kills / 6),
    })),
    { name: 'Letters', value: found.letters, unit: 'letters' },
    { name: 'Lost', value: found.lost, unit: 'letters', atMost: 0 },
    { name: 'Twice', value: found.twice, unit: 'letters', atMost: 0 },
    { name: 'Of unknown fate: parked, an admin decides', value: found.parked, unit: 'letters', atLeast: 1 },
    { name: 'Of these the server had', value: found.parkedAndThere, unit: 'letters', atLeast: 1 },
    {
      name: 'A server that answers after a minute: lost, twice or parked',
      value: lost + twice + parked,
      unit: 'letters',
      atMost: 0,
    },
    {
      name: 'A server that closes at 100 messages, 1,000 letters: lost, twice or parked',
      value: closing.lost + closing.twice + closing.parked,
      unit: 'letters',
      atMost: 0,
    },
  ]);
}
