/**
 * What the commonest decisions cost in this version beside an earlier one: both on the same database, turn and turn about.
 *
 *   npm run bench -- versions                   beside the version before onboarding stopped knowing of money
 *   npm run bench -- versions --with COMMIT     beside another
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '../test/support/database.ts';
import { type Bench, startBaton } from './ack/bench.ts';
import { decide, wireFigures } from './ack/cost.ts';
import { type Kind, type Recording, record } from './ack/record.ts';
import { checkOut } from './support/earlier-version.ts';
import { type Figure, median, report } from './support/figures.ts';
import { openOffice } from './support/office.ts';
import { type BatonChild, helper } from './support/processes.ts';

const kinds = ['approve', 'payment', 'checklist'] as const satisfies readonly Kind[];
const rounds = 6;
const count = 300;

/** Each decides as many, the one after the other, first the one and then the other first. @returns processor time of a decision; ms */
const turns = async (bench: Bench, kind: Kind, versions: readonly BatonChild[]): Promise<number[][]> => {
  const first = await Promise.all(versions.map(() => bench.recording.copies(kind, (rounds + 1) * count)));
  const costs: number[][] = versions.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const at of order) {
      const { port, child } = versions[at] as BatonChild;
      const done = await decide(bench, { port, pid: child.pid }, kind, (first[at] ?? 0) + round * count, count);
      // The first round warms both up.
      if (round > 0) costs[at]?.push((done.cpu / count) * 1000);
    }
  }
  return costs;
};

const compare = async (bench: Bench, home: string): Promise<Figure[]> => {
  await bench.db.prisma.$executeRaw`ANALYZE`;
  const counted = [
    ...(await wireFigures(bench, kinds, { home, of: ' before' })),
    ...(await wireFigures(bench, kinds, { of: ' now' })),
  ];
  // Neither delivers nor runs jobs: what the one does must not be done by the other.
  const versions = [await startBaton(bench, { PROCESS: 'web' }, home), await startBaton(bench, { PROCESS: 'web' })];
  const figures: Figure[] = [];
  for (const kind of kinds) {
    const [before = [], now = []] = await turns(bench, kind, versions);
    figures.push(
      { name: `${kind}: processor time`, value: median(now), unit: 'ms', floor: median(before) },
      {
        name: `${kind}: against the version before`,
        value: median(now.map((each, at) => each / (before[at] ?? Number.NaN))),
        unit: 'times',
        atMost: 1.1,
      },
    );
  }
  for (const each of versions) await each.end();
  return [...figures, ...counted];
};

/** The form of a payment as both versions read it: with the invoice's id, and not what it showed. */
const asBothRead = ({ templates, ...rest }: Recording): Recording => ({
  ...rest,
  templates: new Map(
    [...templates].map(([kind, delivery]) => {
      const view = delivery.payload.view as { private_metadata: string } | undefined;
      if (kind !== 'payment' || !view) return [kind, delivery];
      const private_metadata = view.private_metadata.replace(/([0-9a-f-]{36}) [^"]+/, '$1');
      return [kind, { ...delivery, payload: { ...delivery.payload, view: { ...view, private_metadata } } }];
    }),
  ),
});

const at = process.argv.lastIndexOf('--with');
const earlier = checkOut(at < 0 ? 'b1a17b2f703ba0adf8e7738c307dbfcf1a4a181e' : (process.argv[at + 1] ?? ''));
const dir = mkdtempSync(join(tmpdir(), 'baton-versions-'));
const db = await testDatabase('postgres');
try {
  const office = await openOffice({ db });
  const recording = asBothRead(await record(db, office));
  await office.stop();
  const slack = await helper<{ apiUrl: string; baseUrl: string }>('load-slack.ts');
  report(await compare({ db, dir, quick: false, recording, slack }, earlier.home));
  await slack.close();
} finally {
  rmSync(dir, { recursive: true, force: true });
  await db.close();
  earlier.remove();
}
