/** Reads one page of `/onboard list` and of Home. */

import { type Day, todayIn } from '../../../core/time/calendar.ts';
import type { SlackRequest } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { type GateDecision, type ProjectState, readerOf, stageOf } from '../../playbooks/index.ts';
import { checklistOf, gatesThatBlock, missingFor } from '../engine/checklist.ts';
import { loadProjects } from '../engine/load.ts';
import { whyOnly } from '../page/folder-only.ts';
import { holderText } from '../words.ts';
import { type ListFilter, openTurns } from './store.ts';

export interface ListRow {
  readonly project: ProjectState;
  /** Who has it, or whose desk; mrkdwn. */
  readonly holder: string;
  /** Why it can't go on: shut gates that something still undone waits for, plain text. */
  readonly blockedBy: readonly string[];
  readonly missing: number;
  readonly isLate: boolean;
}

/** How a gate's standing is told to who reads. */
type TellWhy = (decision: GateDecision) => string;

export interface ListPage {
  readonly rows: readonly ListRow[];
  /** Where the next page begins; none after the last. */
  readonly next: number | undefined;
}

const listPageSize = 8;

const rowOf = (
  project: ProjectState,
  today: Day,
  { roleName, why }: { readonly roleName: Deps['roleName']; readonly why: TellWhy },
): ListRow => {
  const stage = stageOf(project.playbook, project.stage);
  const items = stage ? checklistOf(project, stage) : [];
  const { expectedOn } = project.handoff;
  return {
    project,
    holder: holderText(project.handoff, stage?.desk ?? [], roleName),
    blockedBy: gatesThatBlock(items).map(([gate, decision]) => `${gate.name}: ${why(decision)}`),
    missing: missingFor(items).length,
    isLate: expectedOn !== undefined && expectedOn <= today,
  };
};

/** Oldest first. */
export const readList = async (
  deps: Deps,
  filter: ListFilter,
  skip: number,
  why: TellWhy = (decision) => decision.why,
): Promise<ListPage> => {
  const turns = await openTurns(deps.db.prisma, filter, { skip, take: listPageSize + 1 });
  const today = todayIn(deps.timeZone, deps.clock.now());
  const shown = turns.slice(0, listPageSize).map((turn) => turn.projectId);
  const projects = await loadProjects(readerOf(deps), shown, 'checklist');
  return {
    rows: projects.map((project) => rowOf(project, today, { roleName: deps.roleName, why })),
    next: turns.length > listPageSize ? skip + listPageSize : undefined,
  };
};

/** One page, as far as the reader may see it. ALL-8 */
export const readListFor = async ({ deps, roles }: SlackRequest, filter: ListFilter, skip: number): Promise<ListPage> =>
  readList(deps, filter, skip, (await roles()).size > 0 ? ({ why }) => why : whyOnly);
