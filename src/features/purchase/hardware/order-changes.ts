/** What every step of an order has in common. */
import { UserError } from '../../../core/errors.ts';
import type { Work } from '../../../platform/work/work.ts';
import { factsChanged, type ProjectState, projectSubject } from '../../playbooks/index.ts';
import { hardwareStep } from './order.ts';

export const requireDue = (project: ProjectState): void => {
  const step = hardwareStep(project);
  if (step === 'none') throw new UserError('This project needs no hardware any more: there is nothing to order.');
  if (step === 'waiting')
    throw new UserError('Billing has not sent the hardware invoice yet: the order comes after it.');
};

interface Step {
  /** As the log names it. */
  readonly action: string;
  /** For the desk's thread: mrkdwn. */
  readonly note: string;
  readonly before?: object;
  readonly after?: object;
  readonly reason?: string;
}

/** The log, and the thread of the desk that has the folder. */
export const tellOfOrder = async (work: Work, project: ProjectState, { note, ...logged }: Step): Promise<void> => {
  work.audit({ ...logged, subject: projectSubject(project.id), customerId: project.customerId });
  await work.emit(factsChanged, [{ before: project, told: note }]);
};
