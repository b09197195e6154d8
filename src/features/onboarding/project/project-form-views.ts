/** The forms that steer a project. */
import type { ModalView } from '@slack/types';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { modal, personInput, section } from '../../../platform/block-kit/blocks.ts';
import { type ProjectState, projectRef } from '../../playbooks/index.ts';
import { reasonInput } from './project-form.ts';

export const statusVerbs = {
  'project.hold': { title: 'Hold', hint: 'Nobody decides and nobody is reminded until it is resumed.' },
  'project.resume': { title: 'Resume', hint: 'The desk that had it has it again.' },
  'project.cancel': {
    title: 'Cancel project',
    hint: 'Recurring billing is disarmed, activities end, and accounting is asked whether open invoices are void.',
  },
  'project.reopen': { title: 'Re-open', hint: 'The desk that had it last has it again.' },
} as const;
export type StatusVerb = keyof typeof statusVerbs;

export const statusForm = (project: ProjectState, verb: StatusVerb): ModalView => {
  const { title, hint } = statusVerbs[verb];
  return modal({
    callback: verb,
    title: `${title} ${projectRef(project)}`,
    submit: title,
    close: 'Back',
    data: project.id,
    blocks: [section(`*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`), reasonInput(hint)],
  });
};

export const teamForm = (project: ProjectState): ModalView =>
  modal({
    callback: 'project.team',
    title: `Team of ${projectRef(project)}`,
    submit: 'Change',
    data: project.id,
    blocks: [
      personInput({ name: 'owner', label: 'Owner (Sales)', initial: project.ownerId }),
      personInput({ name: 'project_manager', label: 'Project manager', initial: project.managerId }),
      reasonInput('Kept with the project.'),
    ],
  });
