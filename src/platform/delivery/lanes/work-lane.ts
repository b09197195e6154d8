import type { Engine } from '../engine.ts';
import type { Item, LeasedLane } from '../outbox/lanes.ts';
import { type PostResult, recordSlot, type SlotResult, wantedVersion } from '../outbox/results.ts';
import { backoff, claimLeadMs, nextMessageAt } from '../settings.ts';
import { renderSlot, renderTrouble } from '../slots/render.ts';
import { rejoined } from '../transports/slack/join.ts';
import { inWords, type Outcome } from '../transports/slack/outcome.ts';
import { postMessage } from '../transports/slack/send.ts';
import { holdLane } from './hold-lane.ts';
import { type Lane, laneResult, type Step } from './lane.ts';
import { noteNews, tellNews } from './news.ts';
import { settle } from './settle.ts';
import { type Verdict, verdictOn } from './verdict.ts';

/**
 * Works on one lane until it is empty, must wait for long, or delivery stops: settles what is of unknown outcome, then
 * posts strictly in order. What is about to be sent is marked and committed before; what came of it is recorded after.
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
    if (wait > 2 * engine.pace.messageIntervalMs) break;
    if (wait > claimLeadMs) await engine.sleep(wait - claimLeadMs);
    if (engine.stopping()) break;
    if (!(await keepLease(engine, lane))) return;
    // A channel that refused is tried with one message.
    const items = await engine.claim({ lane: lane.id, n: lane.held ? 1 : engine.capacity.batch });
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

/** A request that starts now ends, one way or the other, while the lane is still ours. */
const mayGo = (engine: Engine, lane: Lane) => () => lane.leaseUntil - engine.now() > engine.timing.requestTimeoutMs;

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
  if (item.type === 'post') {
    const outcome = await engine.gate(() => postMessage(engine, item, item.payload, mayGo(engine, lane)));
    return settlePost(engine, lane, item, outcome, results);
  }
  return sendSlot(engine, lane, item);
};

const settlePost = async (
  engine: Engine,
  lane: Lane,
  item: Item,
  outcome: Outcome,
  results: PostResult[],
): Promise<Step> => {
  const verdict = await verdictOfOutcome(engine, lane, item, outcome);
  const step = await react(engine, lane, outcome, verdict);
  const { id } = item;
  switch (outcome.kind) {
    case 'sent':
      results.push({ id, state: 'sent', channel: outcome.channel, ts: outcome.ts });
      break;
    case 'unknown':
      results.push({ id, state: 'unknown', problem: outcome.problem, lastTry: verdict === 'last' });
      break;
    case 'refused':
      results.push({ id, state: 'parked', problem: inWords(outcome.problem) });
      break;
    case 'gone':
      results.push({ id, state: 'parked', problem: 'The message it answers is no longer there.' });
      break;
    case 'lost':
      break;
    default:
      results.push({ id, state: 'pending', ...('problem' in outcome ? { problem: outcome.problem } : {}) });
  }
  return step;
};

const sendSlot = async (engine: Engine, lane: Lane, item: Item): Promise<Step> => {
  const save = (result: SlotResult) => engine.query(() => recordSlot(engine.db, engine.me, item.id, result));
  // What it should show is read before it is drawn: a change in between asks for one more drawing.
  const version = await engine.query(() => wantedVersion(engine.db, item.id));
  const content = await engine.query(() => renderSlot(engine, item));
  if (content.kind === 'failed') {
    // Its neighbours need not wait for a message that cannot be drawn.
    const trouble = await renderTrouble(engine, item.attempts, content.problem);
    if (trouble.state === 'parked') noteNews(lane, item, 'new');
    await save(trouble);
    return 'on';
  }
  if (content.kind === 'nothing') {
    await save({ state: 'settled', version });
    return 'on';
  }
  const outcome = await engine.gate(() => postMessage(engine, item, content.message, mayGo(engine, lane)));
  const verdict = await verdictOfOutcome(engine, lane, item, outcome);
  const step = await react(engine, lane, outcome, verdict);
  if (outcome.kind === 'sent') {
    await save({ state: 'posted', channel: outcome.channel, ts: outcome.ts, version });
    // It may have changed while it was being posted.
    engine.wake();
  } else if (outcome.kind === 'unknown')
    await save({ state: 'unknown', problem: outcome.problem, lastTry: verdict === 'last' });
  else if (outcome.kind === 'refused') await save({ state: 'parked', problem: inWords(outcome.problem) });
  else if (outcome.kind === 'gone') await save({ state: 'parked', problem: 'Slack says there is no such message.' });
  else if (outcome.kind !== 'lost')
    await save({ state: 'pending', ...('problem' in outcome ? { problem: outcome.problem } : {}) });
  return step;
};

/** Whether the message has tries left, and whether the admins must hear of it. */
const verdictOfOutcome = async (engine: Engine, lane: Lane, item: Item, outcome: Outcome): Promise<Verdict> => {
  engine.metrics.delivered.inc({ outcome: outcome.kind });
  if (outcome.kind === 'sent' && item.attempts > 1) noteNews(lane, item, 'old');
  if (outcome.kind === 'refused' || outcome.kind === 'gone') noteNews(lane, item, 'new');
  if (outcome.kind !== 'unknown') return 'again';
  const verdict = await verdictOn(engine, item);
  if (verdict !== 'again') noteNews(lane, item, 'new');
  return verdict;
};

/** What an outcome means for the lane as a whole. */
const react = async (engine: Engine, lane: Lane, outcome: Outcome, verdict: Verdict): Promise<Step> => {
  const { timing } = engine;
  switch (outcome.kind) {
    case 'sent':
      lane.nextAt = nextMessageAt(engine.pace, engine.now());
      lane.failures = 0;
      lane.unheld = lane.held;
      lane.held = false;
      lane.channel = outcome.channel;
      lane.lastTs = outcome.ts;
      lane.takenAt = engine.now();
      return 'on';
    case 'refused':
    case 'gone':
      return 'on';
    case 'lost':
      return 'lost';
    case 'rate_limited':
      lane.nextAt = engine.now() + outcome.retryAfterMs;
      return 'stop';
    case 'unreachable':
      lane.failures += 1;
      lane.nextAt = engine.now() + backoff(timing, lane.failures, Math.random());
      return 'stop';
    case 'unknown':
      lane.failures += 1;
      lane.settleAt = engine.now() + Math.max(timing.settleMs, backoff(timing, lane.failures, Math.random()));
      // At once, so that no end of an outage lies between the failure and the next one's luck.
      if (verdict !== 'again') return 'on';
      lane.nextAt = lane.settleAt;
      return 'stop';
    case 'held':
      if (await rejoined(engine, lane.id, outcome.problem)) {
        lane.failures += 1;
        lane.nextAt = engine.now() + backoff(timing, lane.failures, Math.random());
        return 'stop';
      }
      lane.nextAt = engine.now() + timing.holdRetryMs;
      await holdLane(engine, lane.id, outcome.problem);
      lane.held = true;
      return 'stop';
    case 'paused':
      await engine.pause(outcome.problem);
      return 'stop';
  }
};
