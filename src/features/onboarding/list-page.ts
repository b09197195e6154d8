/** Reads one page of `/onboard list` and of Home. */

import { todayIn } from '../../core/calendar.ts';
import type { Deps } from '../../platform/work.ts';
import { checklistOf, gatesOf, isBlocked, missingFor } from './checklist.ts';
import { projectFacts } from './facts.ts';
import { type ListFilter, openTurns } from './list-store.ts';
import { loadProject } from './load.ts';
import { stageOf } from './playbook.ts';
import { onboardingPolicy } from './policies.ts';
import type { ProjectState } from './project.ts';

export interface ListRow {
  readonly project: ProjectState;
  /** Why it can't go on: shut gates that something still undone waits for, plain text. */
  readonly blockedBy: readonly string[];
  readonly missing: number;
  readonly isLate: boolean;
}

export interface ListPage {
  readonly rows: readonly ListRow[];
  /** Where the next page begins; none after the last. */
  readonly next: number | undefined;
}

export const listPageSize = 8;
/** How many folders one page of "blocked" looks through at most. */
const scanSize = 60;

const rowOf = async (deps: Deps, projectId: string): Promise<ListRow> => {
  const project = await loadProject(deps.db.prisma, projectId);
  const stage = stageOf(project.playbook, project.stage);
  const items = stage ? checklistOf(project, stage, projectFacts(project), await deps.policy(onboardingPolicy)) : [];
  const waiting = items.filter((each) => !each.done && !each.item.optional && isBlocked(each));
  const today = todayIn(deps.timeZone, deps.clock.now());
  const { remindOn } = project.handoff;
  return {
    project,
    blockedBy: gatesOf(waiting).map(([gate, decision]) => `${gate.name}: ${decision.why}`),
    missing: missingFor(items).length,
    isLate: remindOn !== undefined && remindOn <= today,
  };
};

/** Oldest first. "Blocked" looks at what gates and holds say now, so a page may be short and still have a next one. */
export const readList = async (deps: Deps, filter: ListFilter, skip: number): Promise<ListPage> => {
  const isScan = filter.kind === 'blocked';
  const take = isScan ? scanSize : listPageSize;
  const turns = await openTurns(deps.db.prisma, filter, { skip, take: take + 1 });
  const rows: ListRow[] = [];
  let seen = 0;
  for (const turn of turns.slice(0, take)) {
    if (rows.length === listPageSize) break;
    seen += 1;
    const row = await rowOf(deps, turn.projectId);
    if (!isScan || row.blockedBy.length > 0 || row.project.state === 'on_hold') rows.push(row);
  }
  return { rows, next: seen < turns.length ? skip + seen : undefined };
};
