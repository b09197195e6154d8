/** How projects, their turns and ticks are stored. Conditional updates answer whether they found the expected state. */

import { type Day, toDbDate } from '../../../core/time/calendar.ts';
import type { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Role } from '../../../platform/work/roles.ts';
import {
  type Handoff,
  type HandoffStatus,
  type Playbook,
  type ProjectDate,
  type ProjectStatus,
  storedSpelling,
} from '../../playbooks/index.ts';

/** Those of the roles that have a channel. */
export const rolesWithChannel = async (tx: Tx, roles: readonly Role[]): Promise<ReadonlySet<Role>> => {
  const rows = await tx.$queryRaw<{ role: Role }[]>`SELECT role FROM role_channels WHERE role = ANY(${[...roles]})`;
  return new Set(rows.map((row) => row.role));
};

export interface NewProject {
  readonly id: string;
  readonly customerId: string;
  readonly playbook: Playbook;
  readonly stage: string;
  readonly ownerId: string;
  readonly managerId: string;
  readonly currency: string;
  readonly targetGoLiveOn: Day | undefined;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** Answers the project's number. */
export const insertProject = async (tx: Tx, project: NewProject): Promise<number> => {
  const row = await tx.project.create({
    data: {
      ...project,
      playbookKey: project.playbook.key,
      playbook: storedSpelling(project.playbook) as Prisma.InputJsonValue,
      targetGoLiveOn: project.targetGoLiveOn ? toDbDate(project.targetGoLiveOn) : null,
    },
    select: { ref: true },
  });
  return row.ref;
};

export interface NewTurn {
  readonly handoff: Handoff;
  readonly desk: readonly Role[];
}

export const insertTurn = async (tx: Tx, projectId: string, { handoff, desk }: NewTurn): Promise<void> => {
  await tx.handoff.create({
    data: {
      id: handoff.id,
      projectId,
      turn: handoff.turn,
      stage: handoff.stage,
      desk: [...desk],
      cameFrom: handoff.cameFrom ?? null,
      cameBy: handoff.cameBy,
      reason: handoff.reason ?? null,
      openedBy: handoff.openedBy,
      openedAt: handoff.openedAt,
      assigneeId: handoff.assigneeId ?? null,
      remindOn: handoff.remindOn ? toDbDate(handoff.remindOn) : null,
      expectedOn: handoff.expectedOn ? toDbDate(handoff.expectedOn) : null,
      ...(handoff.blockedBy ? { blockedBy: [...handoff.blockedBy] } : {}),
    },
  });
};

export interface Decision {
  readonly handoffId: string;
  readonly state: HandoffStatus;
  readonly by: string;
  readonly at: Date;
  readonly reason?: string | undefined;
  readonly returnedTo?: string | undefined;
  /** Where the project is afterwards. */
  readonly stage: string;
  readonly project: ProjectStatus;
}

/**
 * Closes one turn, moves the project and opens the next turn, in one round trip: the hot path of every decision.
 * @returns false, with nothing written, when the turn was not open any more
 */
export const passFolder = async (tx: Tx, decision: Decision, next: NewTurn | undefined): Promise<boolean> => {
  const { at, by } = decision;
  const ended = decision.project === 'closed' ? at : null;
  const h = next?.handoff;
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    WITH decided AS (
      UPDATE handoffs SET state = ${decision.state}, decided_by = ${by}, decided_at = ${at}::timestamptz, remind_on = NULL,
             decision_reason = ${decision.reason ?? null}, returned_to = ${decision.returnedTo ?? null}
      WHERE id = ${decision.handoffId}::uuid AND state = 'open' RETURNING project_id),
    moved AS (
      UPDATE projects p SET stage = ${decision.stage}, state = ${decision.project}, ended_at = ${ended}::timestamptz
      FROM decided WHERE p.id = decided.project_id RETURNING p.id),
    opened AS (
      INSERT INTO handoffs (id, project_id, turn, stage, desk, state, came_from, came_by, reason, opened_by, opened_at, assignee_id, remind_on, expected_on, blocked_by)
      SELECT ${h?.id ?? null}::uuid, decided.project_id,
             ${h?.turn ?? 0}::int, ${h?.stage ?? ''}, ${[...(next?.desk ?? [])]}::text[], 'open', ${h?.cameFrom ?? null}, ${h?.cameBy ?? ''}, ${h?.reason ?? null},
             ${h?.openedBy ?? ''}, ${h?.openedAt ?? at}::timestamptz, ${h?.assigneeId ?? null}, ${h?.remindOn ?? null}::date, ${h?.expectedOn ?? null}::date,
             ${h?.blockedBy ? [...h.blockedBy] : null}::text[]
      FROM decided WHERE ${h !== undefined}::boolean RETURNING id)
    SELECT (SELECT count(*) FROM decided)::int AS count FROM (SELECT 1) one`;
  return row?.count === 1;
};

/** Takes back a turn that nobody of its desk touched. @returns false when somebody did, or it is no longer open */
export const undoTurn = async (tx: Tx, id: string, by: string, at: Date): Promise<boolean> => {
  const { count } = await tx.handoff.updateMany({
    where: { id, state: 'open', touchedAt: null },
    data: { state: 'undone', decidedBy: by, decidedAt: at, remindOn: null },
  });
  return count === 1;
};

/** Opens a decided turn again, as if it had not been decided: what it was expected by stands. */
export const reopenTurn = async (tx: Tx, turn: Handoff, at: Date, remindOn: Day): Promise<boolean> => {
  const { count } = await tx.handoff.updateMany({
    where: { id: turn.id, state: turn.state },
    data: {
      state: 'open',
      decidedBy: null,
      decidedAt: null,
      decisionReason: null,
      returnedTo: null,
      touchedAt: at,
      remindOn: toDbDate(remindOn),
    },
  });
  return count === 1;
};

export const touchHandoffs = async (tx: Tx, ids: readonly string[], at: Date): Promise<void> => {
  await tx.$executeRaw`
    UPDATE handoffs SET touched_at = ${at}::timestamptz WHERE id = ANY(${[...ids]}::uuid[]) AND touched_at IS NULL`;
};

/** By the turns' ids, in their order. */
export const storeBlockedBy = async (tx: Tx, blocking: ReadonlyMap<string, readonly string[]>): Promise<void> => {
  const rows = JSON.stringify([...blocking].map(([id, gates]) => ({ id, gates })));
  await tx.$executeRaw`
    UPDATE handoffs h SET blocked_by = ARRAY(SELECT jsonb_array_elements_text(r.gates))
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(id uuid, gates jsonb) WHERE h.id = r.id AND h.state = 'open'`;
};

export const assignTurn = async (tx: Tx, id: string, assigneeId: string): Promise<boolean> =>
  (await tx.$executeRaw`
    UPDATE handoffs SET assignee_id = ${assigneeId} WHERE id = ${id}::uuid AND state = 'open'`) === 1;

/** The project was cancelled while this desk had the folder. */
export const endTurn = async (
  tx: Tx,
  id: string,
  end: { readonly by: string; readonly at: Date; readonly reason: string },
): Promise<void> => {
  await tx.handoff.updateMany({
    where: { id, state: 'open' },
    data: { state: 'cancelled', decidedBy: end.by, decidedAt: end.at, decisionReason: end.reason, remindOn: null },
  });
};

/** Expects the desk to be done by this day, and reminds it from then on; never, while the project is on hold. */
export const expectTurn = async (tx: Tx, id: string, by: Day | undefined): Promise<void> => {
  const on = by ? toDbDate(by) : null;
  await tx.handoff.updateMany({ where: { id, state: 'open' }, data: { remindOn: on, expectedOn: on } });
};

/** Who had the folder when this stage was last decided. */
export const lastKeeper = async (tx: Tx, projectId: string, stage: string): Promise<string | undefined> => {
  const [row] = await tx.$queryRaw<{ keeper: string | null }[]>`
    SELECT coalesce(assignee_id, decided_by) AS keeper FROM handoffs
    WHERE project_id = ${projectId}::uuid AND stage = ${stage} AND state IN ('approved', 'returned') ORDER BY turn DESC LIMIT 1`;
  return row?.keeper ?? undefined;
};

/** @returns false when the project isn't in the expected state any more */
export const setStatus = async (
  tx: Tx,
  id: string,
  from: ProjectStatus,
  to: {
    readonly state: ProjectStatus;
    readonly stage?: string;
    readonly reason: string | undefined;
    readonly endedAt: Date | undefined;
  },
): Promise<boolean> => {
  const { count } = await tx.project.updateMany({
    where: { id, state: from },
    data: {
      state: to.state,
      stateReason: to.reason ?? null,
      endedAt: to.endedAt ?? null,
      ...(to.stage === undefined ? {} : { stage: to.stage }),
    },
  });
  return count === 1;
};

export const setTeam = async (
  tx: Tx,
  id: string,
  team: { readonly ownerId: string; readonly managerId: string },
): Promise<void> => {
  await tx.project.update({ where: { id }, data: { ...team }, select: { id: true } });
};

export const setDates = async (tx: Tx, id: string, dates: ReadonlyMap<ProjectDate, Day | undefined>): Promise<void> => {
  const data = Object.fromEntries([...dates].map(([date, on]) => [date, on ? toDbDate(on) : null]));
  await tx.project.update({ where: { id }, data, select: { id: true } });
};

export interface TickWrite {
  readonly item: string;
  readonly ticked: boolean;
  readonly value: string | undefined;
}

export const writeTicks = async (
  tx: Tx,
  of: { readonly projectId: string; readonly stage: string; readonly by: string; readonly at: Date },
  ticks: readonly TickWrite[],
): Promise<void> => {
  const rows = JSON.stringify(ticks.map(({ item, ticked, value }) => ({ item, ticked, value: value ?? null })));
  await tx.$executeRaw`
    INSERT INTO ticks (project_id, stage, item, ticked, value, by, at)
    SELECT ${of.projectId}::uuid, ${of.stage}, t.item, t.ticked, t.value, ${of.by}, ${of.at}::timestamptz
    FROM jsonb_to_recordset(${rows}::jsonb) AS t(item text, ticked boolean, value text)
    ON CONFLICT (project_id, stage, item) DO UPDATE
    SET ticked = excluded.ticked, value = excluded.value, by = excluded.by, at = excluded.at, reopened = NULL`;
};

/** A returned folder's desk goes through its ticks again; which ones is remembered for an undo. ONB-2, ALL-5 */
export const reopenTicks = async (tx: Tx, projectId: string, stage: string, turn: number): Promise<void> => {
  await tx.$executeRaw`
    UPDATE ticks SET ticked = false, reopened = ${turn}
    WHERE project_id = ${projectId}::uuid AND stage = ${stage} AND ticked`;
};

export const restoreTicks = async (tx: Tx, projectId: string, turn: number): Promise<void> => {
  await tx.tick.updateMany({ where: { projectId, reopened: turn }, data: { ticked: true, reopened: null } });
};
