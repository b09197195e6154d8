import type { Engine } from '../engine.ts';
import { type UnknownItem, unknownItems } from '../outbox/items.ts';
import { type PostResult, recordSlot, type SlotResult } from '../outbox/results.ts';
import { backoff, nextMessageAt } from '../settings.ts';
import type { Found, Outcome, Sent } from '../transport.ts';
import { triedInVain, verdictOn } from '../verdict.ts';
import { type Lane, laneResult, noteNews, type Step, tellNews } from './lane.ts';

type Finding = Sent | { readonly problem: string } | undefined;

const notKnown = ({ transport }: Engine, problem: string): string =>
  `${transport.title} may have this message or not, and Baton cannot look: ${problem.replace(/\.$/, '')}.`;

/** What a look says about one message: where it is, why that cannot be known, or that it never arrived. */
const findingOf = (engine: Engine, found: Exclude<Found, { kind: 'later' }>, id: string): Finding =>
  found.kind === 'unreadable' ? { problem: notKnown(engine, found.problem) } : found.sent.get(id);

const postResult = (id: string, finding: Finding): PostResult => {
  if (!finding) return { id, state: 'pending' };
  return 'problem' in finding ? { id, state: 'parked', ...finding } : { id, state: 'sent', ...finding };
};

/** What a found message shows isn't known any more, so it is drawn again. */
const slotResult = (finding: Finding): SlotResult => {
  if (!finding) return { state: 'pending' };
  return 'problem' in finding ? { state: 'parked', ...finding } : { state: 'posted', ...finding, version: null };
};

/** It is not there, and its tries are used up. */
const givenUp = ({ attempts, problem }: UnknownItem): { readonly problem: string } => ({
  problem: triedInVain(problem, attempts),
});

const label = (finding: Finding): string => (!finding ? 'not_found' : 'problem' in finding ? 'unreadable' : 'found');

/** Finds out what became of messages of unknown outcome. Nothing else is sent to the lane before. */
export const settle = async (engine: Engine, lane: Lane): Promise<Step> => {
  const items = await engine.query(() => unknownItems(engine.db, lane.id));
  const findings = new Map<string, Finding>();
  // Where each look begins is what was known before: what one finds is later than what another looks for.
  const known = { ...lane };
  const seen: string[] = [];
  for (const threadTs of new Set(items.map((item) => item.thread?.ts))) {
    const group = items.filter((item) => item.thread?.ts === threadTs);
    const found = await engine.gate(() => engine.transport.lookUp(known, group[0]?.thread, group));
    if (found.kind === 'later') return later(engine, lane, found.outcome, group);
    if (found.kind === 'read' && found.last !== undefined) seen.push(found.last);
    for (const item of group) {
      const finding = findingOf(engine, found, item.id) ?? (item.lastTry ? givenUp(item) : undefined);
      if (finding && 'problem' in finding) noteNews(lane, item, 'new');
      findings.set(item.id, finding);
    }
  }
  lane.lastTs = seen.sort((a, b) => Number(a) - Number(b)).at(-1) ?? lane.lastTs;
  for (const finding of findings.values()) {
    engine.count(label(finding));
    if (finding && !('problem' in finding)) lane.channel = finding.channel;
  }
  // It may have been taken just now, so the next one keeps its distance from this moment.
  lane.nextAt = nextMessageAt(engine.transport.pace, engine.now());
  await record(
    engine,
    lane,
    items,
    (id) => postResult(id, findings.get(id)),
    (id) => slotResult(findings.get(id)),
  );
  if (engine.transport.tellsFates) engine.fared();
  engine.wake();
  return 'on';
};

const record = async (
  engine: Engine,
  lane: Lane,
  items: readonly UnknownItem[],
  ofPost: (id: string) => PostResult,
  ofSlot: (id: string) => SlotResult,
): Promise<void> => {
  for (const { type, id } of items)
    if (type === 'slot') await engine.query(() => recordSlot(engine.db, engine.me, id, ofSlot(id)));
  const posts = items.filter((item) => item.type === 'post').map((item) => ofPost(item.id));
  await engine.record({ posts, lane: laneResult(lane, false) });
  tellNews(engine, lane);
};

/** It could not be looked up now. That too has an end, when others go meanwhile: nothing may wait for it for ever. */
const later = async (engine: Engine, lane: Lane, outcome: Outcome, items: readonly UnknownItem[]): Promise<Step> => {
  if (outcome.kind === 'paused') {
    await engine.pause(outcome.problem);
    return 'stop';
  }
  lane.failures += outcome.kind === 'rate_limited' ? 0 : 1;
  lane.nextAt =
    engine.now() +
    (outcome.kind === 'rate_limited' ? outcome.retryAfterMs : backoff(engine.timing, lane.failures, Math.random()));
  if (outcome.kind !== 'unknown') return 'stop';
  const unreadable = new Set<string>();
  for (const item of items) {
    const verdict = await verdictOn(engine, { attempts: item.attempts + 1, triedBefore: item.triedAt });
    if (verdict !== 'again') noteNews(lane, item, 'new');
    if (verdict === 'last') unreadable.add(item.id);
  }
  const result = (id: string) =>
    unreadable.has(id)
      ? ({ state: 'parked', problem: notKnown(engine, outcome.problem) } as const)
      : ({ state: 'unknown', problem: outcome.problem } as const);
  await record(engine, lane, items, (id) => ({ id, ...result(id) }), result);
  return 'stop';
};
