import type { SlotContent } from '../../work/content.ts';
import type { Engine } from '../engine.ts';
import { backoff } from '../settings.ts';
import { mostAttempts } from '../verdict.ts';

export type Rendering =
  | { readonly kind: 'drawn'; readonly message: SlotContent }
  /** Its subject is gone. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed'; readonly problem: string };

/** Draws a slot's message from the state of this moment. */
export const renderSlot = async (
  engine: Engine,
  slot: { readonly kind?: string; readonly subjectId?: string; readonly part?: string },
): Promise<Rendering> => {
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
};

/** A message that could not be drawn is put off, and parked in the end. */
export type Trouble =
  | { readonly state: 'pending'; readonly problem: string; readonly nextAt: number; readonly counted: true }
  | { readonly state: 'parked'; readonly problem: string };

/** The database may be away for a moment; a mistake in a view stays, and is shown to the admins. */
export const renderTrouble = async (engine: Engine, attempts: number, problem: string): Promise<Trouble> => {
  if (attempts >= (await mostAttempts(engine))) return { state: 'parked', problem };
  const nextAt = engine.now() + backoff(engine.timing, attempts, Math.random());
  return { state: 'pending', problem, nextAt, counted: true };
};
