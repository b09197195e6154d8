import type { Database } from '../../db/open.ts';
import type { SlotRef } from '../../work/work.ts';

/** Which slot a message is, for replies in its thread; undefined for any other message. `ts` is the root's. */
export const findSlotByMessage = async (db: Database, channel: string, ts: string): Promise<SlotRef | undefined> => {
  const slot = await db.prisma.messageSlot.findFirst({
    where: { channel, ts },
    select: { kind: true, subjectId: true, part: true },
  });
  if (!slot) return undefined;
  return { kind: slot.kind, subjectId: slot.subjectId, ...(slot.part === null ? {} : { part: slot.part }) };
};
