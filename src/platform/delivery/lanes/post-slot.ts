import type { Engine } from '../engine.ts';
import type { Item } from '../outbox/items.ts';
import { recordSlot, type SlotResult, wantedVersion } from '../outbox/results.ts';
import { renderSlot, renderTrouble } from '../slots/render.ts';
import type { Outcome } from '../transport.ts';
import { triedInVain, type Verdict } from '../verdict.ts';
import { type Lane, noteNews, type Step } from './lane.ts';
import { putOff, send } from './send.ts';

/** Sends a slot's first message, in its lane's order, as its subject is at this moment. */
export const postSlot = async (engine: Engine, lane: Lane, item: Item): Promise<Step> => {
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
  const { outcome, verdict, step } = await send(engine, lane, item, content.message);
  const result = slotResult(engine, item, outcome, verdict, version);
  if (result) await save(result);
  // It may have changed while it was being posted.
  if (outcome.kind === 'sent') engine.wake();
  return step;
};

const slotResult = (
  engine: Engine,
  item: Item,
  outcome: Outcome,
  verdict: Verdict,
  version: number,
): SlotResult | undefined => {
  switch (outcome.kind) {
    case 'sent':
      return { state: 'posted', channel: outcome.channel, ts: outcome.ts, version };
    case 'unknown':
      return { state: 'unknown', problem: outcome.problem, lastTry: verdict === 'last' };
    case 'deferred':
      return verdict === 'last'
        ? { state: 'parked', problem: triedInVain(outcome.problem, item.attempts) }
        : { state: 'pending', problem: outcome.problem, nextAt: putOff(engine, item.attempts), counted: true };
    case 'refused':
      return { state: 'parked', problem: outcome.problem };
    case 'gone':
      return { state: 'parked', problem: 'There is no such message.' };
    case 'lost':
      return undefined;
    default:
      return { state: 'pending', ...('problem' in outcome ? { problem: outcome.problem } : {}) };
  }
};
