import { setTimeout as sleep } from 'node:timers/promises';
import { compareWithSlack, isUnsent, shownById, type Written, writtenSql } from '../../support/compare.ts';
import { buttonsOf } from './filling.ts';
import type { WalkOffice } from './office.ts';

/** Compares what Baton wrote down with what stands in the channels: everything is there, exactly once, and nothing else. */
export const shownInSlack = async ({
  slack,
  observer,
  walked,
}: WalkOffice): Promise<{ messages: number; problems: string[] }> => {
  slack.faults.clear();
  let rows = await observer.query<Written>(writtenSql);
  for (let n = 0; n < 200 && rows.some((row) => isUnsent(row) || row.stale); n++) {
    await walked.idle();
    await sleep(100);
    rows = await observer.query<Written>(writtenSql);
  }
  const { messages, problems } = compareWithSlack(slack, rows);
  const seen = shownById(slack);
  const decided = await observer.query<{ id: string; slot: string }>(
    `SELECT h.id::text, s.id::text AS slot FROM handoffs h JOIN message_slots s ON s.key = 'handoff:' || h.id WHERE h.state <> 'open'`,
  );
  for (const { id, slot } of decided) {
    if (buttonsOf(seen.get(slot)?.[0]?.blocks).some((button) => button.action.startsWith('handoff.')))
      problems.push(`the message of the decided turn ${id} still has buttons`);
  }
  return { messages, problems };
};
