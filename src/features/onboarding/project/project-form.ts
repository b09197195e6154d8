/** What the forms of a project as a whole have in common. */
import type { KnownBlock, ModalView } from '@slack/types';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { modal, section, textInput } from '../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import { opensForm } from '../../../platform/slice/answers.ts';
import type { ActionRequest, Answer, SubmissionRequest } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { type ProjectState, projectRef, projectSubject, readerOf } from '../../playbooks/index.ts';
import { loadProject } from '../engine/load.ts';
import type { StatusInput } from './change-status.ts';
import { projectStewards } from './project-roles.ts';

export const reasonInput = (hint: string): KnownBlock =>
  textInput({ name: 'reason', label: 'Reason', hint, multiline: true, max: 1000 });

export const readReason = (values: FormValues): string =>
  required(values.text('reason'), 'reason', 'Write a short reason.');

/** Opens a steward's form about the project that the button names. */
export const opensProjectForm = (
  doing: string,
  form: (project: ProjectState) => ModalView,
): ((request: ActionRequest) => Promise<Answer>) =>
  opensForm({ roles: projectStewards, doing, find: (deps, id) => loadProject(readerOf(deps), id), form });

/** Asks why the project goes into another state. */
export const statusForm = (
  project: ProjectState,
  form: { readonly callback: string; readonly title: string; readonly hint: string },
): ModalView =>
  modal({
    callback: form.callback,
    title: `${form.title} ${projectRef(project)}`,
    submit: form.title,
    close: 'Back',
    data: project.id,
    blocks: [section(`*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`), reasonInput(form.hint)],
  });

/** What `statusForm` sends; the project's window is drawn anew. */
export const sendsReason =
  (steer: (deps: Deps, by: By, input: StatusInput) => Promise<ProjectState>) =>
  async ({ deps, by, data, values }: SubmissionRequest): Promise<Answer> => {
    await steer(deps, by, { projectId: data, reason: readReason(values) });
    return { window: projectSubject(data) };
  };
