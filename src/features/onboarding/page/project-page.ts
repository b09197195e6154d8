/** Reads what the project's window tells by itself. ONB-18 */
import type { Role } from '../../../platform/work/roles.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { type Document, documentsOf } from '../../documents/index.ts';
import {
  type Gate,
  type GateDecision,
  gatesNow,
  type ProjectState,
  projectSubject,
  readerOf,
  type Stage,
} from '../../playbooks/index.ts';
import { type StoryPage, storyOf } from '../../story/index.ts';
import { checklistOf, type ItemState } from '../engine/checklist.ts';
import { loadProject } from '../engine/load.ts';
import { documentSubjects } from '../folder/document-subjects.ts';
import { isUndoable } from '../folder/undo-rules.ts';
import { lastDecision, notesOf, type ProjectNote } from './store.ts';

export interface ProjectPage {
  readonly project: ProjectState;
  readonly stages: readonly { readonly stage: Stage; readonly items: readonly ItemState[] }[];
  readonly gates: readonly (readonly [gate: Gate, decision: GateDecision])[];
  readonly documents: readonly Document[];
  readonly notes: readonly ProjectNote[];
  readonly timeline: StoryPage & { readonly isFirst: boolean };
  /** The decision that the reader may still take back, as far as time says. */
  readonly undo: string | undefined;
  readonly roleName: (role: Role) => string;
  /** The reader holds no role: see folder-only.ts. */
  readonly isFolderOnly?: true;
}

const timelinePage = 10;

/** @param before shows what happened before this entry of the audit log */
export const readProjectPage = async (
  deps: Deps,
  projectId: string,
  reader: string,
  before?: bigint,
): Promise<ProjectPage> => {
  const { prisma } = deps.db;
  const project = await loadProject(readerOf(deps), projectId);
  const [decision, documents, notes, timeline] = await Promise.all([
    lastDecision(prisma, project.id),
    documentsOf(prisma, documentSubjects(project)),
    notesOf(prisma, project.id, 10),
    storyOf(prisma, projectSubject(project.id), { before, take: timelinePage }),
  ]);
  const mine = decision?.decidedBy === reader && decision.decidedAt !== null;
  const at =
    mine && decision.decidedAt
      ? { state: decision.state as 'approved' | 'returned', decidedAt: decision.decidedAt }
      : undefined;
  return {
    project,
    stages: project.playbook.stages.map((stage) => ({ stage, items: checklistOf(project, stage) })),
    gates: gatesNow(project),
    documents,
    notes,
    timeline: { ...timeline, isFirst: before === undefined },
    undo: decision && at && isUndoable(at, deps.clock.now()) ? decision.id : undefined,
    roleName: deps.roleName,
  };
};
