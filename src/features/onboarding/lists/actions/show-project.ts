import type { ModalView } from '@slack/types';
import { UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { button, modal, section } from '../../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { Subcommand } from '../../../../platform/slice/slice.ts';
import { projectDoor, projectSubject } from '../../../playbooks/index.ts';
import { type FoundProject, findProjects } from '../find-project.ts';

/** More than one project is meant: a button for each. */
export const chooseProjectModal = (matches: readonly FoundProject[]): ModalView =>
  modal({
    callback: 'project.choose',
    title: 'Which project?',
    blocks: [
      section(`${plural(matches.length, 'project')} fit:`),
      ...matches.map((each) =>
        section(
          `*P-${each.ref}* ${escapeMrkdwn(each.customer)} · ${each.state.replace('_', ' ')}`,
          button(openButton(projectDoor, each.id)),
        ),
      ),
    ],
  });

/** `/onboard show P-17` opens the project's window, for everyone of the team. ONB-18 */
export const showCommand: Subcommand = {
  command: '/onboard',
  word: 'show',
  isForTeam: true,
  usage: '<project or customer>',
  help: 'shows a project: where it is, who has it, what blocks it, what happened',
  run: async ({ deps, text }) => {
    if (text === '')
      throw new UserError('Which one? Write its number or part of the customer’s name: `/onboard show P-17`.');
    const found = await findProjects(deps, text);
    return 'id' in found ? { window: projectSubject(found.id) } : { modal: chooseProjectModal(found.several) };
  },
};
