import { newId } from '../../core/ids.ts';
import { writeEffects } from '../work/write-effects.ts';
import type { Engine } from './engine.ts';
import { heldNotice } from './parked/notice.ts';

/** Notes that a lane takes no messages, and tells the admins, once per reason. What waits for it is kept. */
export const holdLane = async (engine: Engine, lane: string, problem: string): Promise<void> => {
  const since = new Date(engine.now());
  await engine.db.tx(async (tx) => {
    const held = await tx.lane.updateMany({
      where: { id: lane, OR: [{ heldReason: null }, { heldReason: { not: problem } }] },
      data: { heldReason: problem, heldSince: since },
    });
    if (held.count === 0) return;
    engine.log.warn({ lane, problem }, 'a lane is held: it takes no messages');
    await writeEffects(tx, engine.deps.clock.now(), {
      slots: [],
      posts: [{ id: newId(), ...heldNotice(lane, problem, since) }],
    });
  });
  engine.wake();
};
