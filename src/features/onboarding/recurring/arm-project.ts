import { Conflict, UserError } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { subscriptionOf } from '../../billing/onboarding/index.ts';
import { armRecurring, disarmRecurring, type FirstBill, previewArming } from '../../billing/subscriptions/index.ts';
import {
  desksWith,
  type ProjectState,
  projectRef,
  projectSubject,
  requireActive,
  requireReason,
} from '../../playbooks/index.ts';
import { projectChanged } from '../engine/folder-message.ts';
import { loadProject } from '../engine/load.ts';
import { person, quote } from '../words.ts';
import { armingOf, figuresOf } from './arming.ts';

/** What arming would do now. Reads only; the same function computes it when it is done. ONB-16 */
export const previewArmingOf = async (deps: Deps, project: ProjectState): Promise<FirstBill> =>
  previewArming(deps, await armingOf(deps.db.prisma, project, deps.roleName));

/**
 * Arms recurring billing: next date, first bill and credit. Refused before both acknowledgements and before the customer is
 * live, and when the figures are no longer those that were shown. ONB-16
 */
export const armProject = (
  deps: Deps,
  by: By,
  input: { readonly projectId: string; readonly shown?: string | undefined },
): Promise<FirstBill> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work, input.projectId, { lock: true });
    work.require(desksWith(project.playbook, 'recurring.arm'), 'arm or disarm recurring billing');
    const bill = await armRecurring(work, await armingOf(work.tx, project, deps.roleName));
    if (input.shown !== undefined && input.shown !== figuresOf(bill)) {
      throw new Conflict('The figures have changed since you were shown them. Open the preview again and check them.');
    }
    const first = `${formatMoney(bill.due)} ${bill.dueNow ? 'due now, for' : 'due on'} ${formatDay(bill.nextOn)}`;
    const note = `${person(work.by.id)} has armed recurring billing: ${first}. ${escapeMrkdwn(bill.text)}`;
    await projectChanged(work, project, { note });
    return bill;
  });

/** Behind the desk that arms, nobody would see that billing has stopped, nor could start it again. */
const requireNotPast = (project: ProjectState): void => {
  const { stages } = project.playbook;
  const arming = stages.findLastIndex((stage) => stage.actions.includes('recurring.arm'));
  if (stages.findIndex((stage) => stage.key === project.stage) <= arming) return;
  throw new UserError(
    `${projectRef(project)} is past ${stages[arming]?.name}: return it there first, so that recurring billing can be armed again.`,
  );
};

/** Takes the arming back, to correct something. ALL-5 */
export const disarmProject = (
  deps: Deps,
  by: By,
  input: { readonly projectId: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work, input.projectId, { lock: true });
    work.require(desksWith(project.playbook, 'recurring.arm'), 'arm or disarm recurring billing');
    const reason = requireReason(input.reason);
    requireActive(project);
    requireNotPast(project);
    if (!subscriptionOf(project)?.template.armed)
      throw new UserError('Recurring billing is not armed: there is nothing to take back.');
    await disarmRecurring(work, { subject: projectSubject(project.id), reason });
    const note = `${person(work.by.id)} has disarmed recurring billing.${quote(reason)}`;
    await projectChanged(work, project, { note });
  });
