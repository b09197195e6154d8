import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Subject } from '../../../core/subject.ts';
import { clip } from '../../../core/text/text.ts';
import type { Database } from '../../db/open.ts';
import type { SlotRef } from '../../work/work.ts';
import { type Restraint, restraintKey, restraints } from '../outbox/restraints.ts';

/** A message that cannot be sent as it is. */
export interface ParkedMessage {
  readonly id: string;
  readonly lane: string;
  readonly problem: string;
  /** How it begins; of a living message, what it is about. */
  readonly excerpt: string;
  readonly since: Date;
  /** What it shows, of one that is sent once. */
  readonly blocks?: readonly KnownBlock[] | undefined;
  /** The living message that it is, or in whose thread it was to stand. */
  readonly slot?: SlotRef | undefined;
  /** Of a letter. */
  readonly about?: Subject | undefined;
}

export interface HeldLane {
  readonly lane: string;
  readonly reason: string;
  readonly since: Date;
  readonly waiting: number;
}

/** A transport that sends nothing: until somebody releases it, or until the other side takes messages again. */
export interface Restrained extends Restraint {
  readonly transport: string;
  /** Names it in a button. */
  readonly key: string;
  /** What is not sent yet. */
  readonly waiting: number;
}

/** Everything about delivery that waits for an admin. */
export interface Problems {
  readonly restrained: readonly Restrained[];
  readonly parked: readonly ParkedMessage[];
  readonly parkedCount: number;
  readonly heldLanes: readonly HeldLane[];
  readonly heldCount: number;
  /** Roles without a channel that messages wait for. */
  readonly rolesWithoutChannel: readonly { readonly role: string; readonly waiting: number }[];
  /** How many messages are not sent yet, all together. */
  readonly waiting: number;
}

/** Of a message its text, of a letter to whom and about what. */
const begun = z.union([
  z.object({ to: z.string(), subject: z.string() }).transform(({ to, subject }) => `${to}: ${subject}`),
  z.object({ text: z.string() }).transform(({ text }) => text),
]);

/** What a letter is about. */
const named = z.object({ about: z.object({ type: z.string(), id: z.string() }) });

/** As Baton drew them. */
const shown = z.object({ blocks: z.custom<readonly KnownBlock[]>(Array.isArray) });

interface Row {
  readonly id: string;
  readonly lane: string;
  readonly problem: string | null;
  readonly payload: unknown;
  readonly kind: string | null;
  readonly created_at: Date;
}

interface ParkedRow extends Row {
  readonly subject_id: string | null;
  readonly part: string | null;
  readonly total: number;
}

const messageOf = (row: Row): ParkedMessage => ({
  id: row.id,
  lane: row.lane,
  problem: row.problem ?? '',
  excerpt: clip(begun.safeParse(row.payload).data ?? row.kind ?? '', 150),
  since: row.created_at,
});

const parkedOf = (row: ParkedRow): ParkedMessage => ({
  ...messageOf(row),
  blocks: shown.safeParse(row.payload).data?.blocks,
  about: named.safeParse(row.payload).data?.about,
  slot:
    row.kind !== null && row.subject_id !== null
      ? { kind: row.kind, subjectId: row.subject_id, ...(row.part === null ? {} : { part: row.part }) }
      : undefined,
});

/** @param page counts from 0; `size` bounds each list */
export const problems = async (db: Database, page = 0, size = 5): Promise<Problems> => {
  const parked = await db.prisma.$queryRaw<ParkedRow[]>`
    SELECT id, lane, problem, payload, kind, subject_id, part, created_at, (count(*) OVER ())::int AS total FROM (
      SELECT p.id, p.lane, p.problem, p.payload, s.kind, s.subject_id, s.part, p.seq, p.created_at
        FROM posts p LEFT JOIN message_slots s ON s.id = p.slot_id WHERE p.state = 'parked'
      UNION ALL
      SELECT id, lane, problem, NULL, kind, subject_id, part, seq, created_at FROM message_slots WHERE state = 'parked'
    ) u ORDER BY seq LIMIT ${size}::int OFFSET ${page * size}::int`;
  const lanes = await db.prisma.$queryRaw<
    { id: string; held_reason: string; held_since: Date; waiting: number; total: number }[]
  >`
    SELECT l.id, l.held_reason, l.held_since, (count(*) OVER ())::int AS total,
      (SELECT count(*) FROM posts p WHERE p.lane = l.id AND p.state IN ('pending', 'sending', 'unknown'))::int
      + (SELECT count(*) FROM message_slots s WHERE s.lane = l.id AND s.ts IS NULL AND s.state IN ('pending', 'sending', 'unknown'))::int AS waiting
    FROM lanes l WHERE l.held_reason IS NOT NULL ORDER BY l.held_since, l.id LIMIT ${size}::int`;
  const unsent = await db.prisma.$queryRaw<{ transport: string; role: string | null; waiting: number }[]>`
    SELECT transport, CASE WHEN lane LIKE 'role:%' THEN substr(lane, 6) END AS role, count(*)::int AS waiting FROM (
      SELECT transport, lane FROM posts WHERE state IN ('pending', 'sending', 'unknown')
      UNION ALL SELECT transport, lane FROM message_slots WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown')
    ) w GROUP BY 1, 2 ORDER BY 2, 1`;
  const waitingFor = (transport: string) =>
    unsent.filter((row) => row.transport === transport).reduce((sum, row) => sum + row.waiting, 0);
  return {
    restrained: [...(await restraints(db))].flatMap(([transport, each]) =>
      each.map((restraint) => ({
        ...restraint,
        transport,
        key: restraintKey(transport, restraint.kind),
        waiting: waitingFor(transport),
      })),
    ),
    parked: parked.map(parkedOf),
    parkedCount: parked[0]?.total ?? 0,
    heldLanes: lanes.map((row) => ({
      lane: row.id,
      reason: row.held_reason,
      since: row.held_since,
      waiting: row.waiting,
    })),
    heldCount: lanes[0]?.total ?? 0,
    rolesWithoutChannel: unsent.flatMap(({ role, waiting }) => (role === null ? [] : [{ role, waiting }])),
    waiting: unsent.reduce((sum, row) => sum + row.waiting, 0),
  };
};

/** What failed so often or more and is tried on, oldest first. */
export const failing = async (db: Database, attempts: number, size: number): Promise<readonly ParkedMessage[]> => {
  const rows = await db.prisma.$queryRaw<Row[]>`
    SELECT id, lane, problem, payload, kind, created_at FROM (
      SELECT id, lane, problem, payload, NULL AS kind, seq, created_at FROM posts
        WHERE state IN ('pending', 'sending', 'unknown') AND attempts >= ${attempts}::int
      UNION ALL
      SELECT id, lane, problem, NULL, kind, seq, created_at FROM message_slots
        WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown') AND attempts >= ${attempts}::int
      UNION ALL
      SELECT id, lane, problem, NULL, kind, seq, created_at FROM message_slots
        WHERE ts IS NOT NULL AND state IN ('pending', 'sending') AND attempts >= ${attempts}::int
    ) u ORDER BY seq LIMIT ${size}::int`;
  return rows.map(messageOf);
};
