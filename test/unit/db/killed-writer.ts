/** Opens the embedded database in DIR, commits numbers one by one and says each, until it is killed. */
import { pino } from 'pino';
import { openDatabase } from '../../../src/platform/db/open.ts';

const db = await openDatabase({ embeddedDir: process.argv[2] ?? '', log: pino({ level: 'silent' }) });
await db.prisma.$executeRaw`CREATE TABLE IF NOT EXISTS counted (n serial PRIMARY KEY)`;
for (;;) {
  const [row] = await db.tx(
    async (tx) => tx.$queryRaw<{ n: number }[]>`INSERT INTO counted DEFAULT VALUES RETURNING n`,
  );
  process.stdout.write(`${row?.n}\n`);
}
