import { newId } from '../../../core/ids.ts';
import { section } from '../../block-kit/blocks.ts';
import { adminRole } from '../../work/roles.ts';
import { writeEffects } from '../../work/write-effects.ts';
import type { Engine } from '../engine.ts';
import { inWords } from '../transports/slack/outcome.ts';

/** `C…`, `G…`, `D…` are conversations, `U…`, `W…` people. */
export const laneName = (lane: string): string => (/^[UW]/.test(lane) ? `<@${lane}>` : `<#${lane}>`);

/** Also of what waits until its role has a channel. */
export const place = (lane: string): string => (lane.startsWith('role:') ? `role ${lane.slice(5)}` : laneName(lane));

/** Notes that a channel takes no messages, and tells the admins, once per reason. What waits for it is kept. */
export const holdLane = async (engine: Engine, lane: string, problem: string): Promise<void> => {
  const since = new Date(engine.now());
  const words = inWords(problem);
  await engine.db.tx(async (tx) => {
    const held = await tx.lane.updateMany({
      where: { id: lane, OR: [{ heldReason: null }, { heldReason: { not: words } }] },
      data: { heldReason: words, heldSince: since },
    });
    if (held.count === 0) return;
    engine.log.warn({ lane, problem }, 'messages to a channel are held');
    const text = `Messages to ${laneName(lane)} are held: ${words}. They are sent once that is mended; the Home tab lists them.`;
    await writeEffects(tx, engine.deps.clock.now(), {
      slots: [],
      posts: [
        {
          id: newId(),
          to: { role: adminRole },
          content: { text, blocks: [section(text)] },
          key: `delivery.held:${lane}:${since.getTime()}`,
          priority: 1,
        },
      ],
    });
  });
  engine.wake();
};
