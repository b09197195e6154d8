import type { SlotContent } from './content.ts';
import type { Engine } from './engine.ts';
import type { SlotResult } from './record.ts';
import { backoff } from './settings.ts';

const mostRenderings = 5;

export type Rendering =
  | { readonly kind: 'drawn'; readonly message: SlotContent }
  /** Its subject is gone. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed'; readonly problem: string };

/** Draws a slot's message from the state of this moment. */
export async function renderSlot(
  engine: Engine,
  slot: { readonly kind?: string; readonly subjectId?: string; readonly part?: string },
): Promise<Rendering> {
  const kind = slot.kind === undefined ? undefined : engine.slots.get(slot.kind);
  if (!kind || slot.subjectId === undefined)
    return { kind: 'failed', problem: `nobody draws messages of the kind "${slot.kind}"` };
  try {
    const message = await kind.render(engine.deps, slot.subjectId, slot.part);
    return message ? { kind: 'drawn', message } : { kind: 'nothing' };
  } catch (error) {
    engine.log.error({ err: error, kind: slot.kind, subject: slot.subjectId }, 'a message could not be drawn');
    return { kind: 'failed', problem: 'it could not be drawn; the log says why' };
  }
}

/** The database may be away for a moment; a mistake in a view stays, and is shown to the admins. */
export const renderTrouble = (
  engine: Engine,
  attempts: number,
  problem: string,
): SlotResult & { state: 'pending' | 'parked' } =>
  attempts < mostRenderings
    ? { state: 'pending', problem, nextAt: engine.now() + backoff(engine.timing, attempts, Math.random()) }
    : { state: 'parked', problem };
