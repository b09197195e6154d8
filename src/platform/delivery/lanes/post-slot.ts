import type { Engine } from '../engine.ts';
import type { Item } from '../outbox/items.ts';
import { recordSlot, type SlotResult, wantedVersion } from '../outbox/results.ts';
import { renderSlot, renderTrouble } from '../slots/render.ts';
import { type Lane, noteNews, type Step } from './lane.ts';
import { send } from './send.ts';

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
  const { step, result } = await send(engine, lane, item, content.message);
  if (result?.state === 'sent') {
    await save({ ...result, state: 'posted', version });
    // It may have changed while it was being posted.
    engine.wake();
  } else if (result) await save(result);
  return step;
};
