import { NotFound } from '../../core/errors.ts';
import type { Table } from '../block-kit/table.ts';
import type { Database, Tx } from '../db/open.ts';
import type { ChunkDone, Counts } from './run-kind.ts';

export type RunState = 'queued' | 'running' | 'previewed' | 'done' | 'failed' | 'cancelled';

export interface Run {
  readonly id: string;
  readonly kind: string;
  readonly parameters: unknown;
  readonly state: RunState;
  readonly isPreview: boolean;
  readonly cursor: unknown;
  readonly counts: Counts;
  /** What the chunk that is under way has done so far. */
  readonly progress: Counts | null;
  readonly told: readonly string[];
  readonly tables: readonly Table[];
  readonly problem: string | null;
  readonly tries: number;
  readonly isShown: boolean;
  readonly cancelledBy: string | null;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly fileHash: string | null;
  /** Bytes. */
  readonly fileSize: bigint | null;
}

/** A run that is this process's until its lease ends. */
export interface Claimed extends Run {
  readonly lease: string;
}

export interface Parked {
  readonly item: string;
  readonly reason: string;
}

/** Seconds. A worker that says nothing for so long has lost its run; the time is the database's, shared by all. */
const leaseSeconds = 30;
/** Seconds after which a run that is still under way gets a message. */
const shownAfter = 5;

const select = {
  id: true,
  kind: true,
  parameters: true,
  state: true,
  isPreview: true,
  cursor: true,
  counts: true,
  progress: true,
  told: true,
  tables: true,
  problem: true,
  tries: true,
  isShown: true,
  cancelledBy: true,
  startedBy: true,
  startedAt: true,
  endedAt: true,
  fileHash: true,
  fileSize: true,
} as const;

export const runById = async (tx: Tx, id: string): Promise<Run | undefined> =>
  ((await tx.run.findUnique({ where: { id }, select })) ?? undefined) as Run | undefined;

/** Locks a run until the transaction ends. @throws NotFound */
export const lockRun = async (tx: Tx, id: string): Promise<Run> => {
  await tx.$queryRaw`SELECT 1 FROM runs WHERE id = ${id}::uuid FOR UPDATE`;
  const run = await runById(tx, id);
  if (!run) throw new NotFound('run');
  return run;
};

export const parkedOf = (tx: Tx, runId: string, take: number): Promise<readonly Parked[]> =>
  tx.parkedItem.findMany({
    where: { runId },
    orderBy: { item: 'asc' },
    take,
    select: { item: true, reason: true },
  });

export const countParked = (tx: Tx, runId: string): Promise<number> => tx.parkedItem.count({ where: { runId } });

/**
 * Takes up the oldest run that nobody works on. Only kinds that this process knows: a replica of another version may know more.
 * @param only this run, just started, and no other
 */
export const claimRun = async (
  db: Database,
  lease: string,
  kinds: readonly string[],
  only?: string,
): Promise<Claimed | undefined> => {
  const [claimed] = await db.prisma.$queryRaw<{ id: string; isTakenOver: boolean }[]>`
    WITH next AS (
      SELECT id, state FROM runs WHERE state IN ('queued', 'running') AND kind = ANY(${[...kinds]}::text[])
        AND CASE WHEN ${only ?? null}::uuid IS NULL THEN lease_until IS NULL OR lease_until < now() ELSE id = ${only ?? null}::uuid END
      ORDER BY started_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    UPDATE runs r SET state = 'running', lease = ${lease}::uuid, lease_until = now() + make_interval(secs => ${leaseSeconds}),
      tries = r.tries + 1, taken_up_at = coalesce(r.taken_up_at, now())
    FROM next WHERE r.id = next.id RETURNING r.id, next.state = 'running' AS "isTakenOver"`;
  if (!claimed) return undefined;
  // Whoever had it has died, or froze within a chunk, and its session would keep what it has locked.
  if (claimed.isTakenOver)
    await db.prisma.$queryRaw`
      SELECT pg_terminate_backend(pid)::text FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (classid::bigint << 32 | objid::bigint) = hashtextextended(${claimed.id}, 0)`;
  const run = await runById(db.prisma, claimed.id);
  return run && { ...run, lease };
};

/** Whether `claimRun` would find one. */
export const isAnyWaiting = async (db: Database, kinds: readonly string[]): Promise<boolean> => {
  const rows = await db.prisma.$queryRaw<object[]>`
    SELECT 1 FROM runs WHERE state IN ('queued', 'running') AND (lease_until IS NULL OR lease_until < now())
      AND kind = ANY(${[...kinds]}::text[]) LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return rows.length > 0;
};

/** This transaction works on the run: whoever takes it over ends the session (`claimRun`). */
export const markSession = async (tx: Tx, id: string): Promise<void> => {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${id}, 0))::text`;
};

export interface Heard {
  readonly cancelled: boolean;
  readonly isShown: boolean;
}

/** The worker lives, and is so far. @returns undefined when the run is not its own any more */
export const keepLease = async (
  db: Database,
  { id, lease }: Claimed,
  progress: Counts | undefined,
): Promise<Heard | undefined> => {
  const [row] = await db.prisma.$queryRaw<Heard[]>`
    UPDATE runs SET progress = coalesce(${progress === undefined ? null : JSON.stringify(progress)}::jsonb, progress), 
      lease_until = now() + make_interval(secs => ${leaseSeconds}),
      is_shown = is_shown OR taken_up_at < now() - make_interval(secs => ${shownAfter})
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid AND state = 'running'
    RETURNING cancelled_by IS NOT NULL AS cancelled, is_shown AS "isShown"`;
  return row;
};

/**
 * The fence: within the chunk's own transaction, at its end. A run that somebody else took over, or that is to stop, is not
 * changed, and the caller rolls back.
 */
export const advance = async (
  tx: Tx,
  { id, lease }: Claimed,
  to: {
    readonly state: RunState;
    readonly counts: Counts;
    readonly at: Date;
    readonly cursor?: ChunkDone['cursor'] | undefined;
    readonly told?: ChunkDone['told'] | undefined;
    readonly tables?: ChunkDone['tables'] | undefined;
  },
): Promise<{ readonly isShown: boolean } | undefined> => {
  const isOver = to.state !== 'running';
  const endedAt = to.state === 'done' ? to.at : null;
  const [row] = await tx.$queryRaw<{ isShown: boolean }[]>`
    UPDATE runs SET state = ${to.state}, cursor = ${to.cursor === undefined ? null : JSON.stringify(to.cursor)}::jsonb,
      counts = ${JSON.stringify(to.counts)}::jsonb, progress = NULL, told = told || ${[...(to.told ?? [])]}::text[],
      tables = coalesce(${to.tables ? JSON.stringify(to.tables) : null}::jsonb, tables), tries = 0,
      lease_until = CASE WHEN ${isOver} THEN NULL ELSE clock_timestamp() + make_interval(secs => ${leaseSeconds}) END,
      ended_at = ${endedAt}::timestamptz,
      is_shown = is_shown OR ${to.state === 'previewed'} OR taken_up_at < clock_timestamp() - make_interval(secs => ${shownAfter})
        OR EXISTS (SELECT 1 FROM run_parked_items p WHERE p.run_id = id)
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid AND state = 'running' AND cancelled_by IS NULL
    RETURNING is_shown AS "isShown"`;
  return row;
};

/** What a preview counted was not done. */
const forgetPreview = ({ isPreview }: Run) => (isPreview ? { counts: {}, told: [], tables: [] } : {});

const waiting = { state: 'queued', problem: null, tries: 0, leaseUntil: null, endedAt: null };

/** What failed goes on where it stopped; a preview is one still. */
export const queueAgain = (tx: Tx, { id }: Run) => tx.run.update({ where: { id }, data: waiting });

/** What a preview showed is done from now on. */
export const queueConfirmed = (tx: Tx, run: Run) =>
  tx.run.update({ where: { id: run.id }, data: { ...waiting, ...forgetPreview(run), isPreview: false } });

/** @returns whether it was ended at once: whoever runs it looks for it otherwise */
export const askToStop = async (tx: Tx, run: Run, by: string, at: Date): Promise<boolean> => {
  const isIdle = run.state !== 'running';
  const end = isIdle ? { state: 'cancelled', endedAt: at, ...forgetPreview(run) } : {};
  await tx.run.update({ where: { id: run.id }, data: { cancelledBy: by, ...end } });
  return isIdle;
};

export interface NewRun extends Pick<Run, 'id' | 'kind' | 'isPreview' | 'startedBy' | 'startedAt'> {
  readonly parameters: object;
  /** Whoever starts it works through it, too (`claimRun`, `only`): others do when nobody has within a lease. */
  readonly isForMe: boolean;
}

export const createRun = async (tx: Tx, { isForMe, ...run }: NewRun): Promise<void> => {
  await tx.run.create({ data: run, select: { id: true } });
  if (isForMe)
    await tx.$executeRaw`
      UPDATE runs SET lease_until = now() + make_interval(secs => ${leaseSeconds}) WHERE id = ${run.id}::uuid`;
};

export const park = async (tx: Tx, runId: string, parked: readonly Parked[], at: Date): Promise<void> => {
  if (parked.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO run_parked_items (run_id, item, reason, parked_at)
    SELECT ${runId}::uuid, item, reason, ${at}::timestamptz
    FROM unnest(${parked.map(({ item }) => item)}::text[], ${parked.map(({ reason }) => reason)}::text[]) AS p(item, reason)
    ON CONFLICT (run_id, item) DO UPDATE SET reason = excluded.reason`;
};

export const unpark = async (tx: Tx, runId: string, item: string): Promise<boolean> =>
  (await tx.parkedItem.deleteMany({ where: { runId, item } })).count === 1;

/** Ends a run that this process has. @returns undefined when it has it no more */
export const endClaimed = async (
  tx: Tx,
  { id, lease }: Claimed,
  end: { readonly state: 'failed' | 'cancelled'; readonly problem?: string; readonly at: Date },
): Promise<{ readonly isShown: boolean } | undefined> => {
  const [row] = await tx.$queryRaw<{ isShown: boolean }[]>`
    UPDATE runs SET state = ${end.state}, problem = ${end.problem ?? null}, progress = NULL, lease_until = NULL,
      ended_at = ${end.at}::timestamptz
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid AND state = 'running' RETURNING is_shown AS "isShown"`;
  return row;
};

/** Puts a run whose chunk failed back, to be taken up again after a while. */
export const putBack = async (db: Database, { id, lease }: Claimed, minutes: number): Promise<void> => {
  await db.prisma.$executeRaw`
    UPDATE runs SET state = 'queued', progress = NULL, lease_until = now() + make_interval(mins => ${minutes}::int)
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid AND state = 'running'`;
};

/** Within the transaction that keeps it, under the same fence as a chunk. @returns false when the run is somebody else's, or is to stop */
export const noteFile = async (
  tx: Tx,
  { id, lease }: Claimed,
  { fileHash, fileSize }: { readonly fileHash: string; readonly fileSize: bigint },
): Promise<boolean> => {
  const noted = await tx.$executeRaw`
    UPDATE runs SET file_hash = ${fileHash}, file_size = ${fileSize}, tries = 0,
      lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    WHERE id = ${id}::uuid AND lease = ${lease}::uuid AND state = 'running' AND cancelled_by IS NULL`;
  return noted === 1;
};
