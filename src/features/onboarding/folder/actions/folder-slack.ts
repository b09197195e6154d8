/** What the buttons of a folder do, and what their forms submit. */

import { escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import type { ActionRequest, Answer, SubmissionRequest } from '../../../../platform/slice/slice.ts';
import { requireEarly } from '../../../any-role.ts';
import {
  earlierStages,
  type Handoff,
  type ProjectState,
  projectRef,
  readerOf,
  type Stage,
  stageOf,
} from '../../../playbooks/index.ts';
import { checklistOf } from '../../engine/checklist.ts';
import { requireActive } from '../../engine/folder-message.ts';
import { loadProjectOfHandoff } from '../../engine/load.ts';
import { requireUndecided } from '../../engine/turn-rules.ts';
import { decidedAnswer } from '../decided-views.ts';
import { assignForm, checklistForm, isTickField, returnForm } from '../folder-form-views.ts';
import { assignHandoff } from './assign-handoff.ts';
import { returnHandoff } from './return-handoff.ts';
import { saveChecklist } from './save-checklist.ts';

interface Opened {
  readonly project: ProjectState;
  readonly turn: Handoff;
  readonly stage: Stage;
}

/** A form about a turn isn't opened in vain: the use case checks all of it again. ALL-1 */
const openTurn = async (request: ActionRequest, doing: string): Promise<Opened> => {
  const loaded = await loadProjectOfHandoff(readerOf(request.deps), request.value);
  const stage = required(
    stageOf(loaded.project.playbook, loaded.turn.stage),
    'stage',
    'This stage is gone. Tell an admin.',
  );
  await requireEarly(request, stage.desk, `${doing} ${projectRef(loaded.project)} at ${stage.name}`);
  requireUndecided(loaded);
  requireActive(loaded.project);
  return { ...loaded, stage };
};

const askReturn = async (request: ActionRequest): Promise<Answer> => {
  const { project, turn, stage } = await openTurn(request, 'return');
  return { modal: returnForm(project, turn, stage, earlierStages(project.playbook, stage.key)) };
};

const askAssignee = async (request: ActionRequest): Promise<Answer> => {
  const { project, turn, stage } = await openTurn(request, 'assign');
  return {
    modal: assignForm(project, turn, stage, stage.desk.map(request.deps.roleName).join(' or '), request.userId),
  };
};

const askTicks = async (request: ActionRequest): Promise<Answer> => {
  const { project, turn, stage } = await openTurn(request, 'change the checklist of');
  const { deps } = request;
  const items = checklistOf(project, stage);
  return { modal: checklistForm(project, turn, stage, items, { at: deps.clock.now(), roleName: deps.roleName }) };
};

export const folderActions = {
  'handoff.return': askReturn,
  'handoff.assign': askAssignee,
  'handoff.checklist': askTicks,
} as const;

const submitReturn = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const to = required(values.option('to'), 'to', 'Choose a desk.');
  const reason = required(values.text('reason'), 'reason', 'Say why it goes back.');
  return { say: decidedAnswer(await returnHandoff(deps, by, { handoffId: data, to, reason }), 'returned') };
};

const submitAssign = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const assigneeId = required(values.user('assignee'), 'assignee', 'Choose a person.');
  const project = await assignHandoff(deps, by, { handoffId: data, assigneeId });
  return {
    say: { text: `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)} is with <@${assigneeId}> now.` },
  };
};

const submitTicks = async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
  const [handoffId = '', shown = '0', offered] = data.split(':');
  const { project, changed } = await saveChecklist(deps, by, {
    handoffId,
    shownAt: new Date(Number(shown)),
    offered: offered?.split(','),
    ticked: values.names.flatMap((name) => (isTickField(name) ? values.options(name) : [])),
    dates: Object.fromEntries(values.names.map((name) => [name, values.day(name)])),
    texts: Object.fromEntries(values.names.map((name) => [name, values.text(name)])),
  });
  const name = `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;
  return { say: { text: changed === 0 ? `${name}: nothing changed.` : `${name}: ${plural(changed, 'item')} saved.` } };
};

export const folderSubmissions = {
  'handoff.return': submitReturn,
  'handoff.assign': submitAssign,
  'checklist.save': submitTicks,
} as const;
