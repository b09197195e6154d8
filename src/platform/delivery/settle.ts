import type { Engine } from './engine.ts';
import { type Lane, laneResult, type Step } from './lane-state.ts';
import { type Found, lookUp } from './lookup.ts';
import type { Outcome } from './outcome.ts';
import { type PostResult, recordSlot, type SlotResult } from './record.ts';
import { backoff, nextMessageAt } from './settings.ts';
import { unknownItems } from './store.ts';

type Finding = { readonly ts: string; readonly channel: string } | { readonly problem: string } | undefined;

/** What a lookup says about one message: where it is, why that cannot be known, or that it never arrived. */
const findingOf = (found: Exclude<Found, { kind: 'later' }>, id: string): Finding => {
  if (found.kind === 'unreadable')
    return { problem: `Slack may have this message or not, and Baton cannot look: ${found.problem}.` };
  const ts = found.ts.get(id);
  return ts === undefined ? undefined : { ts, channel: found.channel };
};

const postResult = (id: string, finding: Finding): PostResult => {
  if (!finding) return { id, state: 'pending' };
  return 'problem' in finding ? { id, state: 'parked', ...finding } : { id, state: 'sent', ...finding };
};

/** What a found message shows isn't known any more, so it is drawn again. */
const slotResult = (finding: Finding): SlotResult => {
  if (!finding) return { state: 'pending' };
  return 'problem' in finding ? { state: 'parked', ...finding } : { state: 'posted', ...finding, version: null };
};

const label = (finding: Finding): string => (!finding ? 'not_found' : 'problem' in finding ? 'unreadable' : 'found');

/** Finds out what became of messages of unknown outcome. Nothing else is posted to the lane before. */
export async function settle(engine: Engine, lane: Lane): Promise<Step> {
  const items = await engine.query(() => unknownItems(engine.db, lane.id));
  const findings = new Map<string, Finding>();
  for (const threadTs of new Set(items.map((item) => item.threadTs))) {
    const group = items.filter((item) => item.threadTs === threadTs);
    const found = await lookUp(engine, lane, threadTs, group);
    if (found.kind === 'later') return later(engine, lane, found.outcome);
    for (const { id } of group) findings.set(id, findingOf(found, id));
  }
  for (const finding of findings.values()) {
    engine.metrics.delivered.inc({ outcome: label(finding) });
    if (!finding || 'problem' in finding) continue;
    lane.channel = finding.channel;
    if (lane.lastTs === undefined || Number(finding.ts) > Number(lane.lastTs)) lane.lastTs = finding.ts;
  }
  for (const { type, id } of items) {
    if (type === 'slot') await engine.query(() => recordSlot(engine.db, engine.me, id, slotResult(findings.get(id))));
  }
  // It may have been posted just now, so the next one keeps its distance from this moment.
  lane.nextAt = nextMessageAt(engine.pace, engine.now());
  const posts = items.filter((item) => item.type === 'post').map((item) => postResult(item.id, findings.get(item.id)));
  await engine.record({ posts, lane: laneResult(lane, false) });
  engine.wake();
  return 'on';
}

async function later(engine: Engine, lane: Lane, outcome: Outcome): Promise<Step> {
  if (outcome.kind === 'paused') {
    await engine.pause(outcome.problem);
    return 'stop';
  }
  lane.failures += outcome.kind === 'rate_limited' ? 0 : 1;
  lane.nextAt =
    engine.now() +
    (outcome.kind === 'rate_limited' ? outcome.retryAfterMs : backoff(engine.timing, lane.failures, Math.random()));
  return 'stop';
}
