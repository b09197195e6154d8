import type { Engine } from '../engine.ts';
import { holdLane } from '../hold-lane.ts';
import type { Item } from '../outbox/items.ts';
import type { Result } from '../outbox/results.ts';
import { backoff, nextMessageAt } from '../settings.ts';
import { attempt, type Outcome } from '../transport.ts';
import { triedInVain, type Verdict, verdictOn } from '../verdict.ts';
import { type Lane, noteNews, type Step } from './lane.ts';

export interface Attempted {
  /** What it means for the lane. */
  readonly step: Step;
  /** For its row; none where the lane is somebody else's, who will find out. */
  readonly result: Result | undefined;
}

/** A request that starts now ends, one way or the other, while the lane is still ours. */
const mayGo = (engine: Engine, lane: Lane) => () => lane.leaseUntil - engine.now() > engine.timing.requestTimeoutMs;

/** Sends one message by the lane's transport, once, and says what that means for it and for its lane. */
export const send = async (engine: Engine, lane: Lane, item: Item, content: unknown): Promise<Attempted> => {
  const { transport } = engine;
  const guard = mayGo(engine, lane);
  const message = { id: item.id, lane: item.lane, content, ...(item.thread ? { thread: item.thread } : {}) };
  const outcome = await engine.gate(() => attempt(transport, guard, () => transport.send(message, guard)));
  const verdict = await verdictOfOutcome(engine, lane, item, outcome);
  const step = await react(engine, lane, outcome, verdict);
  return { step, result: resultOf(engine, item, outcome, verdict) };
};

const resultOf = (engine: Engine, item: Item, outcome: Outcome, verdict: Verdict): Result | undefined => {
  switch (outcome.kind) {
    case 'sent':
      return { state: 'sent', channel: outcome.channel, ts: outcome.ts };
    case 'unknown':
      return { state: 'unknown', problem: outcome.problem, lastTry: verdict === 'last' };
    case 'deferred': {
      const { problem } = outcome;
      if (verdict === 'last') return { state: 'parked', problem: triedInVain(problem, item.attempts) };
      return { state: 'pending', problem, nextAt: engine.now() + backoff(engine.timing, item.attempts, Math.random()) };
    }
    case 'refused':
      return { state: 'parked', problem: outcome.problem, ...(outcome.isBounce ? { isBounce: true } : {}) };
    case 'gone':
      return { state: 'parked', problem: 'The message it answers is no longer there.' };
    case 'lost':
      return undefined;
    default:
      return { state: 'pending', ...('problem' in outcome ? { problem: outcome.problem } : {}) };
  }
};

/** Whether the message has tries left, and whether the admins must hear of it. */
const verdictOfOutcome = async (engine: Engine, lane: Lane, item: Item, outcome: Outcome): Promise<Verdict> => {
  engine.count(outcome.kind);
  if (outcome.kind === 'sent' && item.attempts > 1) noteNews(lane, item, 'old');
  if (outcome.kind === 'refused' || outcome.kind === 'gone') noteNews(lane, item, 'new');
  if (outcome.kind !== 'unknown' && outcome.kind !== 'deferred') return 'again';
  const verdict = await verdictOn(engine, item);
  if (verdict !== 'again') noteNews(lane, item, 'new');
  return verdict;
};

/** What an outcome means for the lane as a whole. */
const react = async (engine: Engine, lane: Lane, outcome: Outcome, verdict: Verdict): Promise<Step> => {
  const { timing, transport } = engine;
  switch (outcome.kind) {
    case 'sent':
      lane.nextAt = nextMessageAt(transport.pace, engine.now());
      lane.failures = 0;
      lane.unheld = lane.held;
      lane.held = false;
      lane.channel = outcome.channel;
      // What was put aside may be there before it, and is looked for behind what was known then.
      if (lane.settleAt === 0) lane.lastTs = outcome.ts;
      lane.takenAt = engine.now();
      return 'on';
    case 'deferred':
    case 'refused':
    case 'gone':
      return 'on';
    case 'lost':
      return 'lost';
    case 'rate_limited':
      lane.nextAt = engine.now() + outcome.retryAfterMs;
      return 'stop';
    case 'unreachable':
      return backOff(engine, lane);
    case 'unknown':
      lane.failures += 1;
      lane.settleAt = engine.now() + Math.max(timing.settleMs, backoff(timing, lane.failures, Math.random()));
      // At once, so that no end of an outage lies between the failure and the next one's luck.
      if (verdict !== 'again') return 'on';
      lane.nextAt = lane.settleAt;
      return 'stop';
    case 'held':
      if (outcome.canJoin && (await transport.join?.(lane.id))) return backOff(engine, lane);
      lane.nextAt = engine.now() + timing.holdRetryMs;
      await holdLane(engine, lane.id, outcome.problem);
      lane.held = true;
      return 'stop';
    case 'paused':
      await engine.pause(outcome.problem);
      return 'stop';
  }
};

const backOff = (engine: Engine, lane: Lane): Step => {
  lane.failures += 1;
  lane.nextAt = engine.now() + backoff(engine.timing, lane.failures, Math.random());
  return 'stop';
};
