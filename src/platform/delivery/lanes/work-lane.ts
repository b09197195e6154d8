import type { Engine } from '../engine.ts';
import { take } from '../outbox/budget.ts';
import type { Item } from '../outbox/items.ts';
import type { LeasedLane } from '../outbox/lanes.ts';
import { type PostResult, recordSlot } from '../outbox/results.ts';
import { claimLeadMs } from '../settings.ts';
import { type Lane, laneResult, type Step, tellNews } from './lane.ts';
import { postSlot } from './post-slot.ts';
import { send } from './send.ts';
import { settle } from './settle.ts';

/**
 * Works on one lane until it is empty, must wait for long, or delivery stops: settles what is of unknown outcome, then
 * sends strictly in order. What is about to be sent is marked and committed before; what came of it is recorded after.
 * Ends without writing anything more when the lane has gone to another replica.
 */
export const workLane = async (engine: Engine, leased: LeasedLane, leaseUntil: number): Promise<void> => {
  const lane: Lane = {
    id: leased.id,
    leaseUntil,
    nextAt: 0,
    failures: leased.failures,
    held: leased.held,
    unheld: false,
    channel: leased.channel ?? undefined,
    lastTs: leased.lastTs ?? undefined,
    takenAt: undefined,
    settleAt: 0,
    news: undefined,
  };
  let step: Step = leased.unsettled ? await settle(engine, lane) : 'on';
  let worked = leased.unsettled;
  while (step === 'on' && !engine.stopping()) {
    const wait = lane.nextAt - engine.now();
    if (wait > 2 * engine.transport.pace.messageIntervalMs) break;
    if (wait > claimLeadMs) await engine.sleep(wait - claimLeadMs);
    if (engine.stopping()) break;
    if (!(await keepLease(engine, lane))) return;
    // A lane that refused is tried with one message.
    const items = await engine.claim({ lane: lane.id, n: lane.held ? 1 : engine.transport.capacity.batch });
    if (items.length === 0) {
      // What is left cannot go yet (its root isn't posted, its slot is being changed): look again with the next poll.
      if (!worked) lane.nextAt = Math.max(lane.nextAt, engine.now() + engine.timing.pollMs);
      break;
    }
    worked = true;
    step = await sendAll(engine, lane, items);
  }
  if (step !== 'lost') await engine.record({ posts: [], lane: laneResult(lane, true) });
};

const keepLease = async (engine: Engine, lane: Lane): Promise<boolean> => {
  if (lane.leaseUntil - engine.now() > engine.timing.leaseMs * 0.6) return true;
  lane.leaseUntil = await engine.renew(lane.id);
  return lane.leaseUntil > 0;
};

const sendAll = async (engine: Engine, lane: Lane, items: readonly Item[]): Promise<Step> => {
  const results: PostResult[] = [];
  let step: Step = 'on';
  for (const item of items) {
    if (step === 'on') step = await sendNext(engine, lane, item, results);
    else if (step === 'stop') await putBack(engine, item, results);
  }
  // A lane that is lost is not written to, but what is known to be sent is.
  await engine.record({ posts: results, ...(step === 'lost' ? {} : { lane: laneResult(lane, false) }) });
  // What its messages should show by now may be sent as well.
  if (lane.unheld) engine.wake();
  lane.unheld = false;
  tellNews(engine, lane);
  if (engine.transport.tellsFates && results.some(({ state }) => state === 'sent' || state === 'parked'))
    engine.fared();
  return step;
};

const putBack = async (engine: Engine, item: Item, results: PostResult[]): Promise<void> => {
  if (item.type === 'slot') await engine.query(() => recordSlot(engine.db, engine.me, item.id, { state: 'pending' }));
  else results.push({ id: item.id, state: 'pending' });
};

const sendNext = async (engine: Engine, lane: Lane, item: Item, results: PostResult[]): Promise<Step> => {
  const wait = lane.nextAt - engine.now();
  if (wait > 0) await engine.sleep(wait);
  if (engine.stopping() || lane.nextAt > engine.now()) {
    await putBack(engine, item, results);
    return 'stop';
  }
  if (!(await keepLease(engine, lane))) return 'lost';
  const { messages } = engine.transport.pace;
  if (messages && (await take(engine.db, messages, engine.now(), 1)) === 0) {
    lane.nextAt = engine.now() + messages.everyMs;
    await putBack(engine, item, results);
    return 'stop';
  }
  if (item.type === 'slot') return postSlot(engine, lane, item);
  const { step, result } = await send(engine, lane, item, item.payload);
  if (result) results.push({ id: item.id, ...result });
  return step;
};
