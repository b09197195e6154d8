/**
 * What a click costs and how long people wait, on PostgreSQL, everything switched on, each change committed before its ack.
 *
 *   npm run bench -- ack            about five minutes
 *   npm run bench -- ack --quick    a little of each part, to see that it works
 *
 * Figures that travel between machines: processor time beside a floor measured turn and turn about, and waiting at half of the
 * capacity measured in the same run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '../test/support/database.ts';
import { type Bench, startBaton } from './ack/bench.ts';
import { capacityFigures } from './ack/capacity.ts';
import { type Change, changesOf, unwatch, watchChanges } from './ack/changes.ts';
import { costFigures, type Decisions, wireFigures } from './ack/cost.ts';
import { helpFigures } from './ack/help.ts';
import { type Kind, type Recording, record } from './ack/record.ts';
import { keyOf } from './ack/requests.ts';
import { report } from './support/figures.ts';
import { openOffice } from './support/office.ts';
import { helper } from './support/processes.ts';

const measured = ['approve', 'payment', 'checklist'] as const satisfies readonly Kind[];

const main = async (): Promise<void> => {
  const db = await testDatabase('postgres');
  const dir = mkdtempSync(join(tmpdir(), 'baton-ack-'));
  try {
    await watchChanges(db);
    const office = await openOffice({ db });
    const recording: Recording = await record(db, office);
    await office.stop();
    const decisions = new Map<Kind, readonly Change[]>();
    for (const kind of measured) {
      const delivery = recording.templates.get(kind);
      const changes = delivery ? await changesOf(db, keyOf(delivery)) : [];
      if (changes.length === 0) throw new Error(`nothing is known of what ${kind} wrote`);
      decisions.set(kind, changes);
    }
    await unwatch(db);
    const slack = await helper<{ apiUrl: string; baseUrl: string }>('load-slack.ts');
    const bench: Bench = { db, dir, quick: process.argv.includes('--quick'), recording, slack };
    report(await measure(bench, decisions));
    await slack.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
    await db.close();
  }
};

const measure = async (bench: Bench, decisions: Decisions) => {
  // As the server does by itself with tables that fill day by day.
  await bench.db.prisma.$executeRaw`ANALYZE`;
  const wire = await wireFigures(bench, measured);
  const baton = await startBaton(bench);
  try {
    const figures = [
      ...(await costFigures(bench, baton, decisions)),
      ...wire,
      ...(await capacityFigures(bench, baton)),
      ...(await helpFigures(bench, baton)),
    ];
    const trouble = baton
      .log()
      .split('\n')
      .filter((line) => /"level":(40|50|60)/.test(line));
    if (trouble.length > 0)
      process.stdout.write(`       ${trouble.length} warnings, such as ${trouble[0]?.slice(0, 500)}\n`);
    return figures;
  } finally {
    await baton.end();
  }
};

await main();
