/** What a decision costs Baton in processor time, beside a floor that writes the very same rows, turn and turn about. */

import { type Figure, median } from '../support/figures.ts';
import type { FloorOrder } from '../support/floor-child.ts';
import type { BatonChild } from '../support/processes.ts';
import { helper } from '../support/processes.ts';
import { startWire } from '../support/wire.ts';
import { type Bench, type Loaded, load, secret, startBaton } from './bench.ts';
import type { Change } from './changes.ts';
import { statementsOf } from './changes.ts';
import type { Kind } from './record.ts';
import { requestsFor } from './requests.ts';

/** The decisions whose cost is measured, with what each of them wrote. */
export type Decisions = ReadonlyMap<Kind, readonly Change[]>;

const connections = 8;

/** Sends so many decisions of a kind; throws when one is refused. */
export const decide = async (
  bench: Bench,
  target: { readonly port: number; readonly pid: number | undefined },
  kind: Kind,
  first: number,
  count: number,
  atOnce = connections,
): Promise<Loaded> => {
  const wanted = Array.from({ length: count }, (_, n) => ({ kind, copy: first + n, at: n }));
  const loaded = await load(bench, target, requestsFor(bench.recording, bench.slack.hello.baseUrl, wanted), atOnce);
  const refused = loaded.sent.find((each) => each.status !== 200 || /response_action/.test(each.body));
  if (refused) throw new Error(`${kind} was refused: ${refused.status} ${refused.body}`);
  return loaded;
};

export const costFigures = async (bench: Bench, baton: BatonChild, decisions: Decisions): Promise<Figure[]> => {
  const [rounds, count] = bench.quick ? [1, 60] : [5, 300];
  const warm = bench.quick ? 30 : 300;
  const floor = await helper<number>('floor-child.ts', {
    SLACK_SIGNING_SECRET: secret,
    DATABASE_URL: bench.db.url ?? '',
  });
  const figures: Figure[] = [];
  for (const [kind, changes] of decisions) {
    const each = warm + rounds * count;
    const [mine, its] = [await bench.recording.copies(kind, each), await bench.recording.copies(kind, each)];
    const order: FloorOrder = { statements: await statementsOf(bench.db, changes), from: its };
    await floor.ask(order);
    const [onBaton, onFloor] = [
      { port: baton.port, pid: baton.child.pid },
      { port: floor.hello, pid: floor.child.pid },
    ];
    let done = 0;
    const turn = async (n: number) => {
      const own = await decide(bench, onBaton, kind, mine + done, n);
      const bare = await decide(bench, onFloor, kind, its + done, n);
      done += n;
      return { own: (own.cpu / n) * 1000, bare: (bare.cpu / n) * 1000 };
    };
    await turn(warm);
    const turns: { own: number; bare: number }[] = [];
    for (let round = 0; round < rounds; round++) turns.push(await turn(count));
    figures.push(
      {
        name: `${kind}: processor time of Baton`,
        value: median(turns.map(({ own }) => own)),
        unit: 'ms',
        floor: median(turns.map(({ bare }) => bare)),
      },
      {
        name: `${kind}: against writing the same ${changes.length} rows (aim: 4)`,
        value: median(turns.map(({ own, bare }) => own / bare)),
        unit: 'times',
        atMost: 6,
      },
    );
  }
  await floor.close();
  return figures;
};

/** Statements (BEGIN and COMMIT among them) and round trips to the database, as counted on the wire. @param home another version's */
export const wireFigures = async (
  bench: Bench,
  kinds: readonly Kind[],
  { home, of = '' }: { readonly home?: string; readonly of?: string } = {},
): Promise<Figure[]> => {
  const url = new URL(bench.db.url ?? '');
  const wire = await startWire(url.hostname, Number(url.port || 5432));
  url.hostname = '127.0.0.1';
  url.port = String(wire.port);
  const baton = await startBaton(bench, { DATABASE_URL: url.href, PROCESS: 'web' }, home);
  const target = { port: baton.port, pid: baton.child.pid };
  const figures: Figure[] = [];
  const count = 40;
  for (const kind of kinds) {
    const first = await bench.recording.copies(kind, 2 * count);
    await decide(bench, target, kind, first, count, 1);
    const before = wire.counts();
    await decide(bench, target, kind, first + count, count, 1);
    const after = wire.counts();
    figures.push(
      { name: `${kind}: statements${of}`, value: (after.statements - before.statements) / count, unit: 'a decision' },
      { name: `${kind}: round trips${of}`, value: (after.roundTrips - before.roundTrips) / count, unit: 'a decision' },
    );
  }
  await baton.end();
  await wire.close();
  return figures;
};
