import type { SlotRef } from './work.ts';

/** A slot's unique key: `kind:subjectId[:part]`. */
export const slotKey = (slot: SlotRef): string =>
  [slot.kind, slot.subjectId, ...(slot.part === undefined ? [] : [slot.part])].join(':');
