/**
 * What delivery by mail must survive, with counts. Runs alone:
 *
 *   npx tsx bench/soak/mail.ts          60 × kill -9 at a mail server's next step, on PostgreSQL
 */
import { pathToFileURL } from 'node:url';
import { newId } from '../../src/core/ids.ts';
import { writeEffects } from '../../src/platform/work/write-effects.ts';
import { testDatabase } from '../../test/support/database.ts';
import { startMailServer } from '../../test/support/mail-server.ts';
import { bundle } from '../support/bundle.ts';
import { report } from '../support/figures.ts';
import { childFile, life } from './experiment.ts';

export interface MailKillReport {
  readonly kills: number;
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

/** Kills by turns when the server hears the recipient, and when it has the letter but has not said so. */
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
    leaseMs: 2_500,
    requestTimeoutMs: 1_200,
    settleMs: 50,
  };
  try {
    const ids = Array.from({ length: letters }, () => newId());
    await db.tx((tx) =>
      writeEffects(tx, new Date(), {
        slots: [],
        posts: ids.map((id, n) => ({
          id,
          to: { mail: `ann@d${n % 5}.example` },
          content: { subject: String(n), text: 'Hello' },
        })),
      }),
    );
    let done = 0;
    while (done < kills) {
      const mine = life(options);
      const killed = new Promise<void>((resolve) => {
        let steps = Math.floor(done / 2) % 3;
        const kill = () => {
          if (steps-- !== 0) return;
          void mine.kill().then(resolve);
          return new Promise<void>((goOn) => setTimeout(goOn, 100));
        };
        if (done % 2 === 0) server.behaviour.taken = kill;
        else server.behaviour.recipient = () => void kill();
      });
      await mine.start();
      const ended = await Promise.race([killed.then(() => false), mine.empty.then(() => true)]);
      server.behaviour.taken = () => undefined;
      server.behaviour.recipient = () => undefined;
      await mine.kill();
      if (ended) break;
      done += 1;
    }
    const last = life(options);
    await last.start();
    await last.finished();
    await last.kill();
    const taken = new Map<string, number>();
    for (const { messageId = '' } of server.letters) taken.set(messageId, (taken.get(messageId) ?? 0) + 1);
    const rows = await db.prisma.post.findMany({ where: { id: { in: ids } }, select: { id: true, state: true } });
    const seen = rows.map(({ id, state }) => ({ state, there: taken.get(`<${id}@ours.example>`) ?? 0 }));
    const parked = seen.filter(({ state }) => state === 'parked');
    return {
      kills: done,
      letters,
      lost: seen.filter(({ state, there }) => there === 0 && state !== 'parked').length,
      twice: seen.filter(({ there }) => there > 1).length,
      parked: parked.length,
      parkedAndThere: parked.filter(({ there }) => there > 0).length,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await db.close();
    await server.close();
  }
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const kills = Number(process.argv[2] ?? 60);
  const found = await soakMailKills(kills, kills * 6);
  report([
    { name: 'Kills', value: found.kills, unit: 'kills', atLeast: kills },
    { name: 'Letters', value: found.letters, unit: 'letters' },
    { name: 'Lost', value: found.lost, unit: 'letters', atMost: 0 },
    { name: 'Twice', value: found.twice, unit: 'letters', atMost: 0 },
    { name: 'Of unknown fate: parked, an admin decides', value: found.parked, unit: 'letters', atLeast: 1 },
    { name: 'Of these the server had', value: found.parkedAndThere, unit: 'letters', atLeast: 1 },
  ]);
}
