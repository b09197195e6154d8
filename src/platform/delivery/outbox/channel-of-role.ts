import type { Tx } from '../../db/open.ts';

/**
 * Sends what is still unsent for a role to the channel it has now, in the order it was written, including what was
 * held until the role got a channel. What is in flight or of unknown outcome stays: it may be there already. A channel
 * that was held is tried again.
 */
export const channelOfRoleChanged = async (tx: Tx, role: string, channelId: string): Promise<void> => {
  await tx.$executeRaw`
    WITH moved AS (
      UPDATE message_slots SET lane = ${channelId}
      WHERE role = ${role} AND lane <> ${channelId} AND ts IS NULL AND state IN ('pending', 'parked')
      RETURNING id
    ), posts_moved AS (
      UPDATE posts SET lane = ${channelId}
      WHERE state IN ('pending', 'parked') AND lane <> ${channelId}
        AND ((slot_id IS NULL AND role = ${role}) OR slot_id IN (SELECT id FROM moved))
    )
    UPDATE lanes SET held_reason = NULL, held_since = NULL, failures = 0, next_at = NULL, updates_at = NULL
    WHERE id = ${channelId} AND held_reason IS NOT NULL`;
};
