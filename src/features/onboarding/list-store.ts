/** Reads for lists, Home and the timeline. What they cost follows what is open, or one page. */
import type { Day } from '../../core/calendar.ts';
import { toDbDate } from '../../core/calendar.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { Role } from '../../platform/roles.ts';

/** Which folders a list shows. */
export type ListFilter =
  | { readonly kind: 'mine'; readonly userId: string }
  | { readonly kind: 'waiting'; readonly userId: string; readonly desks: readonly Role[] }
  | { readonly kind: 'desk'; readonly role: Role }
  | { readonly kind: 'late'; readonly today: Day }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'all' }
  | { readonly kind: 'customer'; readonly customerId: string };

const whereOf = (filter: ListFilter): Prisma.HandoffWhereInput => {
  switch (filter.kind) {
    case 'mine':
      return {
        OR: [
          { assigneeId: filter.userId },
          { project: { ownerId: filter.userId } },
          { project: { managerId: filter.userId } },
        ],
      };
    case 'waiting':
      return {
        project: { state: 'active' },
        OR: [{ assigneeId: filter.userId }, { assigneeId: null, desk: { hasSome: [...filter.desks] } }],
      };
    case 'desk':
      return { desk: { has: filter.role } };
    case 'late':
      return { remindOn: { lte: toDbDate(filter.today) } };
    case 'customer':
      return { project: { customerId: filter.customerId } };
    case 'blocked':
    case 'all':
      return {};
  }
};

export interface OpenTurn {
  readonly handoffId: string;
  readonly projectId: string;
}

/** Open turns, those that have waited longest first. */
export const openTurns = async (
  tx: Tx,
  filter: ListFilter,
  page: { readonly skip: number; readonly take: number },
): Promise<readonly OpenTurn[]> => {
  const rows = await tx.handoff.findMany({
    where: { state: 'open', ...whereOf(filter) },
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
    select: { id: true, projectId: true },
    ...page,
  });
  return rows.map(({ id, projectId }) => ({ handoffId: id, projectId }));
};

export interface ProjectSummary {
  readonly id: string;
  readonly ref: number;
  readonly customerId: string;
  readonly state: string;
  readonly stage: string;
}

const summary = { id: true, ref: true, customerId: true, state: true, stage: true } as const;

export const projectByRef = (tx: Tx, ref: number): Promise<ProjectSummary | null> =>
  tx.project.findUnique({ where: { ref }, select: summary });

/** These customers' projects, newest first. */
export const projectsOfCustomers = (
  tx: Tx,
  customerIds: readonly string[],
  take: number,
): Promise<readonly ProjectSummary[]> =>
  tx.project.findMany({
    where: { customerId: { in: [...customerIds] } },
    orderBy: { ref: 'desc' },
    take,
    select: summary,
  });

export interface TimelineEntry {
  readonly id: bigint;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
}

/** A page of what happened, newest first, and whether more lies before it. ONB-18 */
export const timelineOf = async (
  tx: Tx,
  projectId: string,
  page: { readonly before?: bigint | undefined; readonly take: number },
): Promise<{ readonly entries: readonly TimelineEntry[]; readonly more: boolean }> => {
  const rows = await tx.auditEntry.findMany({
    where: {
      subjectType: 'project',
      subjectId: projectId,
      ...(page.before === undefined ? {} : { id: { lt: page.before } }),
    },
    orderBy: { id: 'desc' },
    take: page.take + 1,
    select: { id: true, at: true, actor: true, action: true, before: true, after: true, reason: true },
  });
  return { entries: rows.slice(0, page.take), more: rows.length > page.take };
};

export interface ProjectNote {
  readonly text: string;
  readonly by: string;
  readonly at: Date;
}

/** ONB-12. Newest first. */
export const notesOf = (tx: Tx, projectId: string, take: number): Promise<readonly ProjectNote[]> =>
  tx.projectNote.findMany({
    where: { projectId },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take,
    select: { text: true, by: true, at: true },
  });

/** The last decision on the project: what its maker may still undo. */
export const lastDecision = (tx: Tx, projectId: string) =>
  tx.handoff.findFirst({
    where: { projectId, state: { in: ['approved', 'returned'] } },
    orderBy: { decidedAt: 'desc' },
    select: { id: true, state: true, decidedBy: true, decidedAt: true },
  });
