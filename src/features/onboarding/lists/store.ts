/** Reads for lists and Home. What they cost follows what is open, or one page. */
import { type Day, toDbDate } from '../../../core/time/calendar.ts';
import type { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { asModel } from '../../../platform/db/rows/as-model.ts';
import type { Role } from '../../../platform/work/roles.ts';

/** Which folders a list shows. */
export type ListFilter =
  | { readonly kind: 'mine'; readonly userId: string }
  | { readonly kind: 'waiting'; readonly userId: string; readonly desks: readonly Role[] }
  | { readonly kind: 'desk'; readonly role: Role }
  | { readonly kind: 'late'; readonly today: Day }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'all' }
  | { readonly kind: 'customer'; readonly customerId: string };

const whereOf = (filter: Exclude<ListFilter, { kind: 'blocked' }>): Prisma.HandoffWhereInput => {
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
      return {
        OR: [
          { expectedOn: { lte: toDbDate(filter.today) } },
          { expectedOn: null, remindOn: { lte: toDbDate(filter.today) } },
        ],
      };
    case 'customer':
      return { project: { customerId: filter.customerId } };
    case 'all':
      return {};
  }
};

export interface OpenTurn {
  readonly handoffId: string;
  readonly projectId: string;
}

interface Page {
  readonly skip: number;
  readonly take: number;
}

/** Where a shut gate keeps the desk from going on, or the project is on hold: each way has an index of its own. */
const blockedTurns = async (tx: Tx, { skip, take }: Page): Promise<readonly OpenTurn[]> => {
  const most = skip + take;
  return asModel<OpenTurn>(tx.$queryRaw`
    SELECT handoff_id, project_id FROM (
      (SELECT h.id AS handoff_id, h.project_id, h.opened_at FROM handoffs h
        WHERE h.state = 'open' AND h.blocked_by <> '{}' ORDER BY h.opened_at, h.id LIMIT ${most}::int)
      UNION
      (SELECT h.id, h.project_id, h.opened_at FROM projects p JOIN handoffs h ON h.project_id = p.id AND h.state = 'open'
        WHERE p.state = 'on_hold' ORDER BY h.opened_at, h.id LIMIT ${most}::int)) blocked
    ORDER BY opened_at, handoff_id OFFSET ${skip}::int LIMIT ${take}::int`);
};

/** Open turns, those that have waited longest first. */
export const openTurns = async (tx: Tx, filter: ListFilter, page: Page): Promise<readonly OpenTurn[]> => {
  if (filter.kind === 'blocked') return blockedTurns(tx, page);
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

export const projectByRef = async (tx: Tx, ref: number): Promise<ProjectSummary | undefined> => {
  const [row] = await asModel<ProjectSummary>(
    tx.$queryRaw`SELECT id, ref, customer_id, state, stage FROM projects WHERE ref = ${ref}`,
  );
  return row;
};

/** The days that are set for a customer's projects that are under way. */
export const projectDaysOf = (
  tx: Tx,
  customerId: string,
  take: number,
): Promise<readonly { readonly id: string; readonly ref: number; readonly what: ProjectDay; readonly on: Day }[]> =>
  tx.$queryRaw`
    SELECT p.id, p.ref, d.what, d."on"::text AS "on" FROM projects p
    CROSS JOIN LATERAL (VALUES ('targetGoLiveOn', p.target_go_live_on), ('etaOn', p.eta_on), ('goLiveOn', p.go_live_on)) AS d(what, "on")
    WHERE p.customer_id = ${customerId}::uuid AND p.state IN ('active', 'on_hold') AND p.went_live_on IS NULL AND d."on" IS NOT NULL
    ORDER BY d."on" LIMIT ${take}::int`;

export type ProjectDay = 'targetGoLiveOn' | 'etaOn' | 'goLiveOn';

/** These customers' projects, newest first. */
export const projectsOfCustomers = (
  tx: Tx,
  customerIds: readonly string[],
  take: number,
  skip = 0,
): Promise<readonly ProjectSummary[]> =>
  tx.project.findMany({
    where: { customerId: { in: [...customerIds] } },
    orderBy: { ref: 'desc' },
    take,
    skip,
    select: summary,
  });
