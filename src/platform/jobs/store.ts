import type { Database } from '../db/open.ts';

export interface Claimed {
  readonly job: string;
  readonly slotAt: Date;
  readonly attempts: number;
}

/** The latest slot that each job ever had. */
export const latestSlots = async (db: Database): Promise<ReadonlyMap<string, Date>> => {
  // By index, job after job: the table's size doesn't matter.
  const rows = await db.prisma.$queryRaw<{ job: string; slot_at: Date }[]>`
    WITH RECURSIVE j AS (
      (SELECT job, slot_at FROM job_slots ORDER BY job DESC, slot_at DESC LIMIT 1)
      UNION ALL
      SELECT n.job, n.slot_at FROM j CROSS JOIN LATERAL (
        SELECT x.job, x.slot_at FROM job_slots x WHERE x.job < j.job ORDER BY x.job DESC, x.slot_at DESC LIMIT 1) n
    ) SELECT job, slot_at FROM j`;
  return new Map(rows.map((row) => [row.job, row.slot_at]));
};

/** Writes down that these slots are due; those that another replica wrote already stay as they are. */
export const addSlots = async (db: Database, job: string, slots: readonly Date[]): Promise<void> => {
  await db.prisma.jobSlot.createMany({ data: slots.map((slotAt) => ({ job, slotAt })), skipDuplicates: true });
};

/** Where only the latest counts, a newer slot takes the place of those that never ran. */
export const skipOlder = async (db: Database, job: string, than: Date, now: Date): Promise<void> => {
  await db.prisma.jobSlot.updateMany({
    where: { job, state: 'due', slotAt: { lt: than } },
    data: { state: 'skipped', endedAt: now },
  });
};

/**
 * Takes the job's oldest open slot, unless it is running elsewhere or waits for its next attempt: the slots of one job
 * run in order and one at a time. A slot whose replica died is taken over when its lease is over.
 */
export const claimSlot = async (
  db: Database,
  job: string,
  me: string,
  now: Date,
  leaseUntil: Date,
): Promise<Claimed | undefined> => {
  const at = now.toISOString();
  const [row] = await db.prisma.$queryRaw<{ slot_at: Date; attempts: number }[]>`
    UPDATE job_slots j SET state = 'running', attempts = j.attempts + 1, leased_by = ${me},
      lease_until = ${leaseUntil.toISOString()}::timestamptz, started_at = ${at}::timestamptz, next_at = NULL
    FROM (
      SELECT s.slot_at FROM job_slots s
      WHERE s.job = ${job} AND s.state IN ('due', 'running')
        AND (CASE s.state WHEN 'due' THEN s.next_at IS NULL OR s.next_at <= ${at}::timestamptz ELSE s.lease_until <= ${at}::timestamptz END)
        AND NOT EXISTS (SELECT 1 FROM job_slots e WHERE e.job = s.job AND e.state IN ('due', 'running') AND e.slot_at < s.slot_at)
      FOR UPDATE SKIP LOCKED
    ) open
    WHERE j.job = ${job} AND j.slot_at = open.slot_at
    RETURNING j.slot_at, j.attempts`;
  return row && { job, slotAt: row.slot_at, attempts: row.attempts };
};

/** @returns false when the slot was taken over by another replica */
export const renewSlot = async (db: Database, slot: Claimed, me: string, leaseUntil: Date): Promise<boolean> => {
  const { count } = await db.prisma.jobSlot.updateMany({
    where: { job: slot.job, slotAt: slot.slotAt, state: 'running', leasedBy: me, attempts: slot.attempts },
    data: { leaseUntil },
  });
  return count > 0;
};

export interface Ending {
  readonly state: 'done' | 'failed' | 'due';
  readonly problem?: string;
  readonly nextAt?: Date;
}

/** Records how it ended, unless another replica took the slot over. */
export const endSlot = async (db: Database, slot: Claimed, me: string, now: Date, ending: Ending): Promise<void> => {
  await db.prisma.jobSlot.updateMany({
    where: { job: slot.job, slotAt: slot.slotAt, state: 'running', leasedBy: me, attempts: slot.attempts },
    data: {
      state: ending.state,
      endedAt: now,
      leasedBy: null,
      leaseUntil: null,
      nextAt: ending.nextAt ?? null,
      problem: ending.problem ?? null,
    },
  });
};
