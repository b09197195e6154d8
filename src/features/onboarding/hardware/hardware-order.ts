/** What the steps of the hardware order have in common. ONB-7 */
import { UserError } from '../../../core/errors.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type ProjectState, projectSubject } from '../../playbooks/index.ts';
import { hardwareStep } from '../../purchase/hardware/index.ts';
import { projectChanged } from '../engine/folder-message.ts';

/** @throws UserError where there is nothing to order, or not yet */
export const requireDue = (project: ProjectState): void => {
  const step = hardwareStep(project);
  if (step === 'none') throw new UserError('This project needs no hardware any more: there is nothing to order.');
  if (step === 'waiting')
    throw new UserError('Billing has not sent the hardware invoice yet: the order comes after it.');
};

/** Writes the step down and tells the project's thread. @param note mrkdwn */
export const tellOfHardware = async (
  work: Work,
  project: ProjectState,
  action: string,
  note: string,
  after?: object,
): Promise<void> => {
  work.audit({
    action,
    subject: projectSubject(project.id),
    customerId: project.customerId,
    ...(after ? { after } : {}),
  });
  await projectChanged(work, project, { note });
};
