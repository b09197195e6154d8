import { NotFound } from '../../../core/errors.ts';
import type { SlotKind } from '../../../platform/slice/slice.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { documentsOf } from '../../documents/index.ts';
import { gatesNow, readerOf, stageOf } from '../../playbooks/index.ts';
import { checklistOf, gatesOf } from '../engine/checklist.ts';
import { type LoadedTurn, loadProjectOfHandoff } from '../engine/load.ts';
import { deskButtons } from './desk-action-list.ts';
import { documentSubjects } from './document-subjects.ts';
import { handoffMessage } from './handoff-views.ts';

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
  const documents = await documentsOf(deps.db.prisma, documentSubjects(project));
  const items = checklistOf(project, stage);
  const named = gatesOf(items);
  const gates = named.length > 0 ? named : gatesNow(project);
  return handoffMessage({
    ...shown,
    items,
    documents,
    offers: deskButtons({ project, stage, gates }),
  });
};

/** One message per desk's turn, in the desk's channel; its thread is the history. */
export const handoffSlotKind: SlotKind = { kind: 'handoff', render };
