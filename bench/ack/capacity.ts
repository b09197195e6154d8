/** How many requests Baton carries, and how long people wait at half of that. */
import type { Database } from '../../src/platform/db/open.ts';
import { type Figure, median, percentile } from '../support/figures.ts';
import type { Planned, Sent } from '../support/load-child.ts';
import type { BatonChild } from '../support/processes.ts';
import { seeded } from '../support/random.ts';
import { type Bench, load } from './bench.ts';
import { type Kind, mix } from './record.ts';
import { type Requests, requestsFor } from './requests.ts';

const drawn = seeded(1);

/** So many requests in the mix's shares, sent at these times. */
export const draw = async ({ recording, slack }: Bench, times: readonly number[]): Promise<Requests> => {
  const kinds = times.map(() => drawn.weighted(mix, ({ share }) => share).kind);
  const next = new Map<Kind, number>();
  for (const { kind } of mix)
    next.set(kind, await recording.copies(kind, Math.max(1, kinds.filter((each) => each === kind).length)));
  const wanted = kinds.map((kind, n) => {
    const copy = next.get(kind) ?? 0;
    next.set(kind, copy + 1);
    return { kind, copy, at: times[n] ?? 0 };
  });
  return requestsFor(recording, slack.hello.baseUrl, wanted);
};

/** Poisson arrivals: the next request comes whenever it comes, as people's do. */
export const arrivals = (perSecond: number, seconds: number): number[] => {
  const times: number[] = [];
  for (let at = 0; at < seconds * 1000; at += (-Math.log(1 - drawn.next()) * 1000) / perSecond) times.push(at);
  return times;
};

export const isRefused = ({ status, body }: Sent): boolean => status !== 200 || /response_action/.test(body);

/** Every acknowledged change is there: each stored its request's id in the transaction of its change. */
const verify = async (db: Database, requests: readonly Planned[], sent: readonly Sent[]): Promise<Figure[]> => {
  const refused = sent.filter(isRefused);
  for (const each of refused.slice(0, 3))
    process.stdout.write(`       refused: ${each.kind} ${each.status} ${each.body}\n`);
  const keys = new Set((await db.prisma.$queryRaw<{ key: string }[]>`SELECT key FROM inbox`).map(({ key }) => key));
  const decided = await db.prisma.$queryRaw<
    { request_id: string }[]
  >`SELECT DISTINCT request_id FROM audit_log WHERE request_id IS NOT NULL`;
  const audited = new Set(decided.map((row) => row.request_id));
  const changing = sent.filter((each) => mix.find(({ kind }) => kind === each.kind)?.commits && !isRefused(each));
  const keyOf = ({ n }: Sent): string => requests[n]?.key ?? '';
  return [
    { name: 'Refused or not answered', value: refused.length, unit: 'requests', atMost: 0 },
    { name: 'Changes acknowledged', value: changing.length, unit: 'requests' },
    {
      name: 'Acknowledged and not stored',
      value: changing.filter((each) => !keys.has(keyOf(each))).length,
      unit: 'requests',
      atMost: 0,
    },
    {
      name: 'Stored without an audit row',
      value: changing.filter((each) => keys.has(keyOf(each)) && !audited.has(keyOf(each))).length,
      unit: 'requests',
      atMost: 0,
    },
  ];
};

export interface Target {
  readonly port: number;
  readonly pid: number | undefined;
}

/** As many as it takes on sixteen connections, after half as many to warm it up. */
export const closedLoop = async (bench: Bench, target: Target, count: number) => {
  const many = async (wanted: number) =>
    load(
      bench,
      target,
      await draw(
        bench,
        Array.from({ length: wanted }, (_, n) => n),
      ),
      16,
    );
  const warm = await many(count / 2);
  const full = await many(count);
  return { warm, full, perSecond: full.sent.length / full.seconds };
};

export const capacityFigures = async (bench: Bench, baton: BatonChild): Promise<Figure[]> => {
  const target = { port: baton.port, pid: baton.child.pid };
  const ms = (sent: readonly Sent[]): number[] => sent.map((each) => each.ms);
  const count = bench.quick ? 200 : 3000;
  const { warm, full, perSecond: capacity } = await closedLoop(bench, target, count);
  const idle = await load(
    bench,
    target,
    await draw(
      bench,
      Array.from({ length: count / 10 }, (_, n) => n),
    ),
    1,
  );
  const seconds = bench.quick ? 5 : 60;
  const rate = capacity / 2;
  const requests = await draw(bench, arrivals(rate, seconds));
  const half = await load(bench, target, requests);
  const trouble = [...warm.sent, ...full.sent, ...idle.sent].filter(isRefused).length;
  return [
    { name: 'Capacity, the mix, closed loop', value: capacity, unit: 'requests/s' },
    { name: 'Refused or not answered in closed loop', value: trouble, unit: 'requests', atMost: 0 },
    { name: 'Idle, one at a time: half within', value: median(ms(idle.sent)), unit: 'ms' },
    { name: `Half of the capacity for ${seconds} s, open loop`, value: half.sent.length / seconds, unit: 'requests/s' },
    { name: 'Half of the capacity: half within', value: median(ms(half.sent)), unit: 'ms' },
    { name: 'Half of the capacity: 99 % within', value: percentile(ms(half.sent), 99), unit: 'ms' },
    { name: 'Half of the capacity: the slowest', value: Math.max(...ms(half.sent)), unit: 'ms' },
    {
      name: 'Half of the capacity: 99 % against the idle median',
      value: percentile(ms(half.sent), 99) / median(ms(idle.sent)),
      unit: 'times',
      atMost: 10,
    },
    { name: 'Half of the capacity: processor time a request', value: (half.cpu * 1000) / half.sent.length, unit: 'ms' },
    ...(await verify(bench.db, requests.planned, half.sent)),
  ];
};
