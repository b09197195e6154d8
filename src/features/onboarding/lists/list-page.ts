/** Reads one page of `/onboard list` and of Home. */

import { type Day, todayIn } from '../../../core/time/calendar.ts';
import type { SlackRequest } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { type GateDecision, type ProjectState, readerOf, stageOf } from '../../playbooks/index.ts';
import { checklistOf, gatesOf, isBlocked, missingFor } from '../engine/checklist.ts';
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
/** How many folders one page of "blocked" looks through at most. */
const scanSize = 60;

const rowOf = (
  project: ProjectState,
  today: Day,
  { roleName, why }: { readonly roleName: Deps['roleName']; readonly why: TellWhy },
): ListRow => {
  const stage = stageOf(project.playbook, project.stage);
  const items = stage ? checklistOf(project, stage) : [];
  const waiting = items.filter((each) => !each.done && !each.item.optional && isBlocked(each));
  const { expectedOn } = project.handoff;
  return {
    project,
    holder: holderText(project.handoff, stage?.desk ?? [], roleName),
    blockedBy: gatesOf(waiting).map(([gate, decision]) => `${gate.name}: ${why(decision)}`),
    missing: missingFor(items).length,
    isLate: expectedOn !== undefined && expectedOn <= today,
  };
};

/** Oldest first. "Blocked" looks at what gates and holds say now, so a page may be short and still have a next one. */
export const readList = async (
  deps: Deps,
  filter: ListFilter,
  skip: number,
  why: TellWhy = (decision) => decision.why,
): Promise<ListPage> => {
  const isScan = filter.kind === 'blocked';
  const take = isScan ? scanSize : listPageSize;
  const turns = await openTurns(deps.db.prisma, filter, { skip, take: take + 1 });
  const today = todayIn(deps.timeZone, deps.clock.now());
  const rows: ListRow[] = [];
  let seen = 0;
  // In portions of a page: looking for what is blocked stops as soon as the page is full.
  while (seen < Math.min(turns.length, take) && rows.length < listPageSize) {
    const portion = turns.slice(seen, Math.min(seen + listPageSize, take));
    const ids = portion.map((turn) => turn.projectId);
    const found = new Map(
      (await loadProjects(readerOf(deps), ids, 'checklist')).map((project) => [project.id, project]),
    );
    for (const id of ids) {
      if (rows.length === listPageSize) break;
      seen += 1;
      const project = found.get(id);
      const row = project && rowOf(project, today, { roleName: deps.roleName, why });
      if (row && (!isScan || row.blockedBy.length > 0 || row.project.state === 'on_hold')) rows.push(row);
    }
  }
  return { rows, next: seen < turns.length ? skip + seen : undefined };
};

/** One page, as far as the reader may see it. ALL-8 */
export const readListFor = async ({ deps, roles }: SlackRequest, filter: ListFilter, skip: number): Promise<ListPage> =>
  readList(deps, filter, skip, (await roles()).size > 0 ? ({ why }) => why : whyOnly);
