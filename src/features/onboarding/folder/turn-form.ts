/** How the forms about one desk's turn are opened. */
import type { ModalView } from '@slack/types';
import { required } from '../../../platform/block-kit/form.ts';
import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { ActionRequest, Answer } from '../../../platform/slice/slice.ts';
import { projectRef, readerOf, requireActive, type Stage, stageOf } from '../../playbooks/index.ts';
import { type LoadedTurn, loadProjectOfHandoff } from '../engine/load.ts';
import { requireUndecided } from '../engine/turn-rules.ts';

/** A turn whose desk may decide now. */
export interface OpenTurn extends LoadedTurn {
  readonly stage: Stage;
}

/**
 * Opens a form about the turn that the button names: for its desk only, and while it is open, so that nobody fills it in in
 * vain. The use case checks all of it again. ALL-1
 * @param doing completes "Only … can … P-17 at Billing"
 */
export const opensTurnForm =
  (doing: string, form: (turn: OpenTurn, request: ActionRequest) => ModalView) =>
  async (request: ActionRequest): Promise<Answer> => {
    const loaded = await loadProjectOfHandoff(readerOf(request.deps), request.value);
    const { project, turn } = loaded;
    const stage = required(stageOf(project.playbook, turn.stage), 'stage', 'This stage is gone. Tell an admin.');
    await requireEarly(request, stage.desk, `${doing} ${projectRef(project)} at ${stage.name}`);
    requireUndecided(loaded);
    requireActive(project);
    return { modal: form({ project, turn, stage }, request) };
  };
