/**
 * How fast letters with a PDF each leave Baton, on PostgreSQL, to a mail server in a process of its own.
 *
 *   npm run bench -- mail           1,000 letters, three times, about a minute
 *   npm run bench -- mail --quick   200, once
 *
 * The floor is nodemailer with its pool, as many connections, handing the same letters to the same server in the same run, turn
 * and turn about. The PDFs were made and kept before.
 */
import { randomBytes } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { newId } from '../src/core/ids.ts';
import type { Database } from '../src/platform/db/open.ts';
import { startDelivery } from '../src/platform/delivery/deliverer.ts';
import { mailTransport } from '../src/platform/delivery/transports/mail/transport.ts';
import { keepFile, readKept } from '../src/platform/files/kept-files.ts';
import { createMetrics } from '../src/platform/process/metrics.ts';
import { writeEffects } from '../src/platform/work/write-effects.ts';
import { testDatabase } from '../test/support/database.ts';
import { benchDeps, silent } from './support/deps.ts';
import { median, report } from './support/figures.ts';
import { type Asked, helper } from './support/processes.ts';

const isQuick = process.argv.includes('--quick');
const count = isQuick ? 200 : 1000;
const rounds = isQuick ? 1 : 3;
/** As large as an invoice's PDF with its fonts. */
const pdfBytes = 40_000;
const from = 'Baton <baton@ours.example>';
const text = 'Dear customer,\n\nthis is our invoice.\n\nKind regards';
const html = `<!doctype html><html><body>${'<p>this is our invoice.</p>'.repeat(40)}</body></html>`;
/** A customer has a domain of its own more often than not. */
const addressOf = (n: number): string => `ann${n}@d${n % 200}.example`;

type Server = Asked<{ readonly url: string }>;

const taken = async (server: Server): Promise<number> =>
  (await server.ask<{ letters: number }>({ kind: 'count' })).letters;

const bare = async (server: Server, pdfs: readonly Buffer[]): Promise<number> => {
  const transport = createTransport({ url: server.hello.url, pool: true, maxConnections: 5 } as never);
  const started = performance.now();
  await Promise.all(
    pdfs.map((content, n) =>
      transport.sendMail({
        from,
        to: addressOf(n),
        subject: `Invoice ${n}`,
        text,
        html,
        attachments: [{ filename: 'invoice.pdf', contentType: 'application/pdf', content }],
      }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  transport.close();
  return count / seconds;
};

const write = async (db: Database, pdfs: readonly Buffer[]): Promise<void> => {
  for (let at = 0; at < count; at += 100)
    await db.tx(async (tx) => {
      const now = new Date();
      const posts = [];
      for (const [n, pdf] of pdfs.slice(at, at + 100).entries()) {
        const { hash } = await keepFile(tx, { type: 'document', id: newId() }, [pdf], now);
        posts.push({
          id: newId(),
          to: { mail: addressOf(at + n) },
          content: {
            subject: `Invoice ${at + n}`,
            text,
            html,
            attachments: [{ name: 'invoice.pdf', type: 'application/pdf', hash }],
          },
        });
      }
      await writeEffects(tx, now, { slots: [], posts });
    });
};

const throughBaton = async (server: Server, pdfs: readonly Buffer[]): Promise<{ rate: number; there: number }> => {
  const db = await testDatabase('postgres');
  try {
    await write(db, pdfs);
    const started = performance.now();
    const delivery = startDelivery({
      deps: benchDeps(db),
      slots: new Map(),
      transports: [
        mailTransport({ url: server.hello.url, from, perMinute: 0, readFile: (hash) => readKept(db.prisma, hash) }),
      ],
      log: silent,
      metrics: createMetrics(),
    });
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const [left] = await db.prisma.$queryRaw<{ n: number }[]>`
        SELECT count(*)::int AS n FROM posts WHERE state IN ('pending', 'sending', 'unknown')`;
      if (left?.n === 0) break;
    }
    const seconds = (performance.now() - started) / 1000;
    await delivery.stop();
    return { rate: count / seconds, there: await taken(server) };
  } finally {
    await db.close();
  }
};

const server: Server = await helper('mail-child.ts');
try {
  const pdfs = Array.from({ length: count }, () => randomBytes(pdfBytes));
  const floors: number[] = [];
  const rates: number[] = [];
  let missing = 0;
  for (let round = 0; round < rounds; round++) {
    floors.push(await bare(server, pdfs));
    await taken(server);
    const { rate, there } = await throughBaton(server, pdfs);
    rates.push(rate);
    missing += Math.abs(count - there);
  }
  const floor = median(floors);
  const rate = median(rates);
  report([
    { name: 'Letters with a PDF each', value: rate, unit: 'letters/s', floor },
    { name: 'Of nodemailer’s rate', value: rate / floor, unit: '', atLeast: 0.5 },
    { name: 'Lost or twice', value: missing, unit: 'letters', atMost: 0 },
  ]);
} finally {
  await server.close();
}
