import { NotFound } from '../../core/errors.ts';
import type { SlotKind } from '../../platform/slice/slice.ts';
import type { SlotContent } from '../../platform/work/content.ts';
import type { Deps } from '../../platform/work/work.ts';
import { documentsOf } from '../documents/index.ts';
import { onboardingPolicy, readerOf, stageOf } from '../playbooks/index.ts';
import { checklistOf, gatesOf } from './checklist.ts';
import { deskButtons } from './desk-action-list.ts';
import { gatesNow } from './desks.ts';
import { projectFacts } from './facts.ts';
import { handoffMessage } from './handoff-views.ts';
import { type LoadedTurn, loadProjectOfHandoff } from './load.ts';
import { documentSubjects } from './project.ts';

/** The turn, or nothing when it is gone. */
const find = async (deps: Deps, handoffId: string): Promise<LoadedTurn | undefined> => {
  try {
    return await loadProjectOfHandoff(readerOf(deps), handoffId);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
};

const render = async (deps: Deps, handoffId: string): Promise<SlotContent | undefined> => {
  const found = await find(deps, handoffId);
  const stage = found && stageOf(found.project.playbook, found.turn.stage);
  if (!found || !stage) return undefined;
  const { project, turn } = found;
  const shown = { project, turn, stage, roleName: deps.roleName };
  if (turn.state !== 'open') return handoffMessage({ ...shown, items: [], documents: [], offers: [] });
  const facts = projectFacts(project);
  const [policy, documents] = await Promise.all([
    deps.policy(onboardingPolicy),
    documentsOf(deps.db.prisma, documentSubjects(project)),
  ]);
  const items = checklistOf(project, stage, facts, policy);
  const named = gatesOf(items);
  const gates = named.length > 0 ? named : gatesNow(project.playbook, facts, policy);
  return handoffMessage({
    ...shown,
    items,
    documents,
    offers: deskButtons({ project, facts, stage, gates }),
  });
};

/** One message per desk's turn, in the desk's channel; its thread is the history. */
export const handoffSlotKind: SlotKind = { kind: 'handoff', render };
